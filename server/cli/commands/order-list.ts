import type { Command } from 'commander';
import { orderStatuses, type OrderStatus } from '../../../schemas/model/status.ts';
import type { OrderRow, WorkflowHash } from '../../../schemas/protocol/rest.ts';
import type { EngineClient } from '../../api/client/client.ts';
import { usageError } from '../cli-error.ts';
import { asDocument, type Answer, type Cli, type GlobalOptions } from '../cli.ts';
import { openEngine } from '../engine-access.ts';
import type { Answering } from '../program.ts';
import type { Column } from '../terminal/table.ts';
import { wholeNumber } from './arguments.ts';
import { statusColour } from './workflow-columns.ts';

interface ListOptions extends GlobalOptions {
  readonly status?: string;
  readonly workflow?: string;
  readonly orderKey?: string;
  readonly limit: number;
  readonly offset?: number;
}

/** `ordo order list`. */
export function addOrderList(order: Command, cli: Cli, answering: Answering): void {
  order
    .command('list')
    .alias('ls')
    .summary('list orders')
    .description('Lists orders that changed in the last week, the latest first.')
    .option('-s, --status <status,...>', `only with these statuses (${orderStatuses.join(', ')})`)
    .option('-w, --workflow <workflow>', 'only of this workflow (name, name:version or id)')
    .option('--order-key <name=value>', 'only with this order key, of any age')
    .option('-n, --limit <number>', 'at most so many', wholeNumber(1), 100)
    .option('--offset <number>', 'skip so many first', wholeNumber(0))
    .addHelpText('after', '\nExamples:\n  ordo order list --status ERROR,RETRY\n  ordo order list -w shop -n 10 --json')
    .action(async (_options: unknown, command: Command) => {
      answering(await list(cli, command.optsWithGlobals<ListOptions>()));
    });
}

async function list(cli: Cli, options: ListOptions): Promise<Answer> {
  const statuses = options.status === undefined ? undefined : readStatuses(options.status);
  const key = options.orderKey === undefined ? undefined : readKey(options.orderKey);
  const { client } = await openEngine(cli, options);
  const orders = await client.orders({
    limit: options.limit,
    sort: 'workflow_instanceid',
    desc: true,
    ...(options.offset === undefined ? {} : { offset: options.offset }),
    ...(statuses === undefined ? {} : { statuses: statuses.join(',') }),
    ...(options.workflow === undefined ? {} : { workflowid: await workflowIdOf(client, options.workflow) }),
    ...key,
  });
  return {
    document: asDocument(orders),
    print: () => {
      if (orders.length === 0) cli.out.line('No orders.');
      else cli.out.table(orders, orderColumns(cli));
      if (orders.length === options.limit)
        cli.out.note(`Showing ${orders.length}; more with \`--limit\` or \`--offset\`.`);
    },
  };
}

/** An order in one line. */
export function orderColumns(cli: Cli): readonly Column<OrderRow>[] {
  return [
    { title: 'order', value: (row) => row.workflow_instanceid, align: 'right' },
    { title: 'workflow', value: (row) => `${row.name}:${row.version}` },
    {
      title: 'status',
      value: (row) => row.workflowstatus,
      paint: (text, row) => {
        const colour = statusColour(row.workflowstatus);
        return colour === undefined ? text : cli.out.paint(colour, text);
      },
    },
    { title: 'external id', value: (row) => row.external_order_instanceid },
    { title: 'priority', value: (row) => (row.priority === 500 ? '' : row.priority), align: 'right' },
    { title: 'errors', value: (row) => (row.error_count === 0 ? '' : row.error_count), align: 'right' },
    { title: 'scheduled', value: (row) => row.scheduled },
    { title: 'started', value: (row) => row.started },
    { title: 'completed', value: (row) => row.completed },
  ];
}

function readStatuses(text: string): readonly OrderStatus[] {
  return text.split(',').map((part) => {
    const wanted = part.trim().toUpperCase();
    const status = orderStatuses.find((known) => known === wanted);
    if (status !== undefined) return status;
    throw usageError(`"${part}" is no status of an order.`, `The statuses are ${orderStatuses.join(', ')}.`);
  });
}

function readKey(text: string): { keyname: string; keyvalue: string } {
  const equals = text.indexOf('=');
  if (equals > 0) return { keyname: text.slice(0, equals), keyvalue: text.slice(equals + 1) };
  throw usageError(`"${text}" is no order key.`, 'Write it as `--order-key name=value`.');
}

async function workflowIdOf(client: EngineClient, workflow: string): Promise<number> {
  if (/^\d+$/.test(workflow)) return Number(workflow);
  const found = (await client.call('GET', `workflows/${encodeURIComponent(workflow)}`)) as unknown as WorkflowHash;
  return found.workflowid;
}
