import type { HistoryRow } from '../../../schemas/protocol/rest.ts';
import type { Cli } from '../cli.ts';
import { statusColour } from './workflow-columns.ts';

/** One transition of an order in one line: time, subject, what happened, status. */
export function printHistoryRow(cli: Cli, row: HistoryRow): void {
  const { paint } = cli.out;
  const colour = statusColour(row.status);
  const status =
    row.previous_status === row.status || row.previous_status === null
      ? row.status
      : `${row.previous_status} → ${row.status}`;
  const subject = subjectOf(row);
  const attempt = row.attempt !== null && row.attempt > 1 ? paint('dim', ` (attempt ${row.attempt})`) : '';
  const shown = colour === undefined ? status : paint(colour, status);
  cli.out.line(
    `${paint('dim', row.time.slice(11, 23))}  ${subject.padEnd(22)} ${row.transition.padEnd(20)} ${shown}${attempt}`,
  );
}

/** What moved: the order, one of its segments, or one element of a step. */
function subjectOf({ stepname, ind, segmentid }: HistoryRow): string {
  if (stepname === null) return segmentid === null ? 'order' : `segment ${segmentid}`;
  return ind !== null && ind > 0 ? `${stepname}[${ind}]` : stepname;
}
