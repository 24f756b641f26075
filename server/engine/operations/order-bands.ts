import type { WorkflowId } from '../../../schemas/model/ids.ts';
import type { OrderBand } from '../../../schemas/protocol/rest.ts';
import { isoFromMicros } from '../../base/clock.ts';
import type { OrderStatistics } from '../store/queries.ts';

const bands = [
  { label: '1_hour_band', hours: 1 },
  { label: '4_hour_band', hours: 4 },
  { label: '24_hour_band', hours: 24 },
] as const;
const dispositions = ['C', 'A', 'M'] as const;

/** How the orders of one workflow, or of all, fared in the last hour, four hours and day (manual: order summary bands). */
export function orderBands(
  statistics: readonly OrderStatistics[],
  now: number,
  workflowId?: WorkflowId,
): readonly OrderBand[] {
  const own = statistics.filter((row) => workflowId === undefined || row.workflowId === workflowId);
  return bands.map(({ label, hours }) => {
    const rows = own.filter((row) => row.bandHours <= hours);
    const total = countOf(rows);
    const share = (kept: readonly OrderStatistics[]) => ({ count: countOf(kept), pct: percent(countOf(kept), total) });
    return {
      label,
      range_start: isoFromMicros(now - hours * 3_600_000_000),
      l: dispositions
        .map((disposition) => ({ disposition, ...share(rows.filter((row) => row.disposition === disposition)) }))
        .filter(({ count }) => count > 0),
      sla: [true, false]
        .map((in_sla) => ({ in_sla, ...share(rows.filter((row) => row.isInSla === in_sla)) }))
        .filter(({ count }) => count > 0),
    };
  });
}

function countOf(rows: readonly OrderStatistics[]): number {
  return rows.reduce((sum, { count }) => sum + count, 0);
}

function percent(count: number, total: number): number {
  return total === 0 ? 0 : Math.round((count * 10_000) / total) / 100;
}
