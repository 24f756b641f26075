import { orderStatuses, type OrderStatus } from '../../../schemas/model/status.ts';
import type { OrderRow } from '../../../schemas/protocol/rest.ts';
import type { Cli } from '../cli.ts';
import { statusColour } from '../commands/workflow-columns.ts';
import type { Paint } from '../terminal/colours.ts';
import { formatTable } from '../terminal/table.ts';
import type { Snapshot } from './watch-orders.ts';

/** Shows snapshots: a table that is drawn again in place on a terminal, else a line whenever the counts changed. */
export function createLiveView(cli: Cli): (snapshot: Snapshot) => void {
  return cli.out.isTerminal && cli.env['TERM'] !== 'dumb' ? redrawing(cli) : appending(cli);
}

function redrawing(cli: Cli): (snapshot: Snapshot) => void {
  let drawn = 0;
  return (snapshot) => {
    const text = drawTable(snapshot, cli.out.paint, cli.out.width ?? 80);
    // Up to the first line of the last drawing, then clear what is below.
    cli.out.write(`${drawn === 0 ? '' : `\u001b[${drawn}A\u001b[J`}${text}`);
    drawn = text.split('\n').length - 1;
  };
}

function appending(cli: Cli): (snapshot: Snapshot) => void {
  let last = '';
  return (snapshot) => {
    const counts = countStatuses(snapshot.orders);
    const text = orderStatuses.flatMap((status) => (counts[status] ? [`${counts[status]} ${status}`] : [])).join(', ');
    if (text !== last) cli.out.line(`${snapshot.seconds.toFixed(1).padStart(6)} s  ${text}`);
    last = text;
  };
}

/** The table of one moment: orders by workflow and status, speed, last errors. */
export function drawTable(snapshot: Snapshot, paint: Paint, width: number): string {
  const workflows = [...new Set(snapshot.orders.map((order) => order.name))].sort();
  const rows = [
    ...workflows.map((name) => rowOf(name, snapshot.orders)),
    { name: 'all', counts: countStatuses(snapshot.orders) },
  ];
  const table = formatTable(
    rows,
    [
      { title: 'workflow', value: (row) => row.name },
      ...orderStatuses.map((status) => ({
        title: status,
        align: 'right' as const,
        value: (row: Row) => row.counts[status] ?? '',
        paint: (text: string) => paintStatus(paint, status, text),
      })),
    ],
    { paint, width },
  );
  const speed = `${snapshot.stepsPerSecond.toFixed(1)} steps/s, ${snapshot.stepsDone} steps in ${snapshot.seconds.toFixed(0)} s`;
  const errors = snapshot.lastErrors.map(({ orderId, error, info }) =>
    `  ${paint('red', error.padEnd(20))} order ${orderId}  ${info}`.slice(0, width + 8),
  );
  const heading = errors.length === 0 ? [] : [paint('bold', 'Last errors')];
  return `${table}\n${[paint('dim', speed), ...heading, ...errors].join('\n')}\n`;
}

interface Row {
  readonly name: string;
  readonly counts: Partial<Record<OrderStatus, number>>;
}

function rowOf(name: string, orders: readonly OrderRow[]): Row {
  return { name, counts: countStatuses(orders.filter((order) => order.name === name)) };
}

function countStatuses(orders: readonly OrderRow[]): Partial<Record<OrderStatus, number>> {
  const counts: Partial<Record<OrderStatus, number>> = {};
  for (const { workflowstatus: status } of orders) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

function paintStatus(paint: Paint, status: OrderStatus, text: string): string {
  const colour = statusColour(status);
  return colour === undefined ? text : paint(colour, text);
}
