import type { Command } from 'commander';
import type { CreateOrderRequest, WorkflowHash } from '../../../schemas/protocol/rest.ts';
import { usageError } from '../cli-error.ts';
import { asDocument, type Answer, type Cli, type GlobalOptions } from '../cli.ts';
import { openEngine, type OpenEngine } from '../engine-access.ts';
import { readOrderText, requestOf, type OrderText } from '../../api/client/order-file.ts';
import type { Answering } from '../program.ts';
import { readJsonArgument, wholeNumber } from './arguments.ts';
import { followAnswer, followToEnd } from './follow-order.ts';

interface CreateOptions extends GlobalOptions {
  readonly data?: string;
  readonly externalId?: string;
  readonly priority?: number;
  readonly scheduled?: string;
  readonly blocked?: boolean;
  readonly run?: boolean;
  readonly wait?: boolean;
}

/** `ordo order create`. */
export function addOrderCreate(order: Command, cli: Cli, answering: Answering): void {
  order
    .command('create [workflow]')
    .summary('create an order')
    .description(
      'Creates an order of WORKFLOW: a name (its latest version), name:version, or an id. An order file names its workflow\n' +
        'itself: {"workflow": …, "order": …}; it may stand in place of WORKFLOW.',
    )
    .option('-d, --data <json>', "the order's static data: a file, - for standard input, or JSON")
    .option(
      '--order <json>',
      'the whole request, as createOrder takes it, or an order file with "workflow" and "order"',
    )
    .option('--external-id <id>', 'id of the order in another system')
    .option('--priority <number>', '0 (first) to 999, default 500', wholeNumber(0))
    .option('--scheduled <time>', 'do not start before this time (ISO 8601)')
    .option('--blocked', 'create it blocked')
    .option('--run', 'start an execution instance of the workflow if none runs')
    .option('--wait', 'show what happens until the order has ended; the exit code tells how')
    .addHelpText('after', help)
    .action(async (workflow: string | undefined, _options: unknown, command: Command) => {
      answering(await create(cli, workflow, command.optsWithGlobals<CreateOptions>()));
    });
}

const help = `
Examples:
  ordo order create shop --data '{"sku": "A-1", "quantity": 2}' --run
  ordo order create shop --data order.json --wait
  cat order.json | ordo order create shop:1.0 --data - --priority 10
  ordo order create orders/01-one-mug.json --run --wait --json`;

async function create(cli: Cli, named: string | undefined, options: CreateOptions): Promise<Answer> {
  const { workflow, request } = await readRequest(cli, named, options);
  const engine = await openEngine(cli, options);
  if (options.run === true) await startIfNeeded(cli, engine, workflow);
  const created = await engine.client.createOrder(workflow, request);
  const id = created.workflow_instanceid;
  if (options.wait === true) {
    cli.out.note(`Order ${id} of ${workflow} is created.`);
    return followAnswer(cli, await followToEnd(cli, engine.client, id));
  }
  return {
    document: asDocument(created),
    print: () => cli.out.line(`Order ${id} of ${workflow} is created. Follow it with \`ordo order follow ${id}\`.`),
  };
}

async function readRequest(
  cli: Cli,
  named: string | undefined,
  options: CreateOptions,
): Promise<{ workflow: string; request: CreateOrderRequest }> {
  const isFile = named !== undefined && options.data === undefined && named.endsWith('.json');
  const source = isFile ? named : options.data;
  const text: OrderText =
    source === undefined ? { request: {} } : readOrderText(await readJsonArgument(cli, '--data', source));
  const workflow = isFile ? text.workflow : (named ?? text.workflow);
  if (workflow === undefined) {
    throw usageError('No workflow is named.', 'Name it: `ordo order create WORKFLOW --data FILE`.');
  }
  return { workflow, request: { ...requestOf(text, cli.clock), ...requestFrom(options) } };
}

function requestFrom(options: CreateOptions): CreateOrderRequest {
  return {
    ...(options.externalId === undefined ? {} : { external_order_instanceid: options.externalId }),
    ...(options.priority === undefined ? {} : { priority: options.priority }),
    ...(options.scheduled === undefined ? {} : { scheduled: options.scheduled }),
    ...(options.blocked === true ? { status: 'BLOCKED' as const } : {}),
  };
}

/** Starts one execution instance when none runs, says so, and leaves `autostart` as it is. */
async function startIfNeeded(cli: Cli, { client }: OpenEngine, workflow: string): Promise<void> {
  const path = `workflows/${encodeURIComponent(workflow)}`;
  const found = (await client.call('GET', path)) as unknown as WorkflowHash;
  if (found.exec_count > 0) return;
  await client.call('PUT', `${path}?action=start`);
  cli.out.note(
    `Workflow ${found.name}:${found.version} was not running: started it (autostart stays ${found.autostart}).`,
  );
}
