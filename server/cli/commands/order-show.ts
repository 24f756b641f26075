import type { Command } from 'commander';
import type { ErrorInstanceRow, OrderHash, StepInstanceRow } from '../../../schemas/protocol/rest.ts';
import { asDocument, type Answer, type Cli, type GlobalOptions } from '../cli.ts';
import { openEngine } from '../engine-access.ts';
import type { Answering } from '../program.ts';
import type { Column } from '../terminal/table.ts';
import { orderId } from './arguments.ts';
import { statusColour } from './workflow-columns.ts';

/** `ordo order show`. */
export function addOrderShow(order: Command, cli: Cli, answering: Answering): void {
  order
    .command('show')
    .argument('<id>', 'order id', orderId)
    .summary('show an order: status, steps, data, errors')
    .description('Shows one order: its status, its steps, its data, its errors, and what can be done with it now.')
    .addHelpText('after', '\nExamples:\n  ordo order show 17\n  ordo order show 17 --json | jq .dynamicdata')
    .action(async (id: number, _options: unknown, command: Command) => {
      answering(await show(cli, id, command.optsWithGlobals<GlobalOptions>()));
    });
}

async function show(cli: Cli, id: number, options: GlobalOptions): Promise<Answer> {
  const { client } = await openEngine(cli, options);
  const order = await client.order(id);
  return { document: asDocument(order), print: () => print(cli, order) };
}

function print(cli: Cli, order: OrderHash): void {
  const { out } = cli;
  const status = coloured(cli, order.workflowstatus);
  out.line(`${out.paint('bold', `Order ${order.workflow_instanceid}`)}  ${order.name}:${order.version}  ${status}`);
  const facts: readonly (readonly [string, string | number | null])[] = [
    ['started', order.started],
    ['completed', order.completed],
    ['scheduled', order.scheduled],
    ['priority', order.priority],
    ['external id', order.external_order_instanceid],
    ['was', order.workflowstatus_orig],
    ['can', order.actions.join(', ')],
  ];
  for (const [name, value] of facts)
    if (value !== null && value !== '') out.line(`${out.paint('dim', name.padEnd(12))} ${value}`);
  for (const [name, values] of Object.entries(order.keys))
    out.line(`${out.paint('dim', 'key'.padEnd(12))} ${name} = ${values.join(', ')}`);
  section(cli, 'Steps', order.StepInstances, stepColumns(cli));
  section(cli, 'Errors', order.ErrorInstances, errorColumns(cli));
  if (order.staticdata !== null) data(cli, 'Static data', order.staticdata);
  if (order.dynamicdata !== null) data(cli, 'Dynamic data', order.dynamicdata);
  for (const note of order.notes) out.line(`${out.paint('dim', note.created)} ${note.username}: ${note.note}`);
}

function section<Row>(cli: Cli, title: string, rows: readonly Row[], columns: readonly Column<Row>[]): void {
  if (rows.length === 0) return;
  cli.out.line(`\n${cli.out.paint('bold', title)}`);
  cli.out.table(rows, columns);
}

function data(cli: Cli, title: string, value: OrderHash['staticdata']): void {
  cli.out.line(`\n${cli.out.paint('bold', title)}\n${JSON.stringify(value, undefined, 2)}`);
}

function stepColumns(cli: Cli): readonly Column<StepInstanceRow>[] {
  return [
    { title: 'step', value: (row) => `${row.stepname}:${row.stepversion}${row.ind > 0 ? `[${row.ind}]` : ''}` },
    { title: 'status', value: (row) => row.stepstatus, paint: (_text, row) => coloured(cli, row.stepstatus) },
    { title: 'attempt', value: (row) => row.attempt, align: 'right' },
    { title: 'retries', value: (row) => row.retries, align: 'right' },
    { title: 'started', value: (row) => row.started },
    { title: 'completed', value: (row) => row.completed },
  ];
}

function errorColumns(cli: Cli): readonly Column<ErrorInstanceRow>[] {
  return [
    { title: 'error', value: (row) => row.error, paint: (text) => cli.out.paint('red', text) },
    { title: 'severity', value: (row) => row.severity },
    { title: 'step', value: (row) => row.stepname },
    { title: 'time', value: (row) => row.created },
    { title: 'info', value: (row) => row.info ?? row.description },
  ];
}

function coloured(cli: Cli, status: string): string {
  const colour = statusColour(status);
  return colour === undefined ? status : cli.out.paint(colour, status);
}
