import type { HistoryRow } from '../../schemas/protocol/rest.ts';

/**
 * An order's history as a story: time since its creation, what, what happened, the status it got. Lines of segments and
 * of the order's own bookkeeping are left out where the status did not change.
 */
export function transcriptOf(orderName: string, rows: readonly HistoryRow[]): string {
  const first = rows[0] ? Date.parse(rows[0].time) : 0;
  return rows
    .filter((row) => row.segmentid === null || row.stepid !== null)
    .map((row) => line(orderName, row, first))
    .join('\n');
}

function line(orderName: string, row: HistoryRow, first: number): string {
  const seconds = Math.round((Date.parse(row.time) - first) / 1000);
  const time = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  const element = row.ind === null || row.ind === 0 ? '' : `[${row.ind}]`;
  const subject = row.stepid === null ? orderName : `step ${row.stepname ?? row.stepid}${element}`;
  const who = row.who === 'ordo' ? '' : ` by ${row.who}`;
  const status = row.status === row.previous_status ? '' : row.status;
  return `${time}  ${subject.padEnd(16)}  ${(row.transition + who).padEnd(44)}  ${status}`.trimEnd();
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
