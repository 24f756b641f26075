import type { Command } from 'commander';
import type { JsonObject, JsonValue } from '../../../schemas/model/data.ts';
import { ApiError, type EngineClient } from '../../api/client/client.ts';
import { usageError } from '../cli-error.ts';
import type { Answer, Cli, GlobalOptions } from '../cli.ts';
import { openEngine } from '../engine-access.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Answering } from '../program.ts';
import { orderIds } from './arguments.ts';

/** `ordo order retry | cancel | uncancel | block | unblock | set-error`, for orders by id or by a filter. */
export function addOrderActions(order: Command, cli: Cli, answering: Answering): void {
  for (const { action, name = action, summary, description } of actions as readonly ActionRow[]) {
    order
      .command(name)
      .argument('[id...]', 'order ids', orderIds)
      .summary(summary)
      .description(`${description} Orders are named by their ids, or found by --status, --workflow and --order-key.`)
      .option('-s, --status <status,...>', 'all orders with these statuses')
      .option('-w, --workflow <workflow>', 'all orders of this workflow (name, name:version or id)')
      .option('--order-key <name=value>', 'all orders with this order key')
      .option('-n, --limit <number>', 'at most so many, the oldest first (at most 1000)')
      .option('--dry-run', 'change nothing; say what would come of it')
      .addHelpText(
        'after',
        `\nExamples:\n  ordo order ${name} 17\n  ordo order ${name} 17 18 19 --json\n  ordo order ${name} -w shop --status ERROR,RETRY --dry-run`,
      )
      .action(async (ids: readonly number[] | undefined, _options: unknown, command: Command) => {
        const options = command.optsWithGlobals<ActionOptions>();
        const body = bodyOf(ids ?? [], options);
        const { client } = await openEngine(cli, options);
        answering(await act(cli, client, action, body, options.dryRun === true));
      });
  }
}

interface ActionOptions extends GlobalOptions {
  readonly status?: string;
  readonly workflow?: string;
  readonly orderKey?: string;
  readonly limit?: string;
  readonly dryRun?: boolean;
}

interface ActionRow {
  readonly action: Action;
  readonly name?: string;
  readonly summary: string;
  readonly description: string;
}

function bodyOf(ids: readonly number[], { status, workflow, orderKey, limit, dryRun }: ActionOptions): JsonObject {
  const equals = orderKey?.indexOf('=') ?? -1;
  if (orderKey !== undefined && equals <= 0)
    throw usageError(`"${orderKey}" is no order key.`, 'Write --order-key name=value.');
  const filter = {
    ...(status === undefined ? {} : { statuses: status }),
    ...(workflow === undefined ? {} : { workflowid: workflow }),
    ...(orderKey === undefined ? {} : { keyname: orderKey.slice(0, equals), keyvalue: orderKey.slice(equals + 1) }),
  };
  if (ids.length === 0 && Object.keys(filter).length === 0) {
    throw usageError('No order is named.', 'Give order ids, or find orders by --status, --workflow or --order-key.');
  }
  return {
    ...filter,
    ...(ids.length === 0 ? {} : { ids: [...ids] }),
    ...(limit === undefined ? {} : { limit }),
    ...(dryRun === true ? { dryrun: true } : {}),
  };
}

const actions = [
  {
    action: 'retry',
    summary: 'try an order again now',
    description: 'Tries orders again whose status is ERROR, RETRY or ASYNC-WAITING, without waiting for the delay.',
  },
  {
    action: 'cancel',
    summary: 'cancel an order',
    description: 'Cancels orders; refused while one is IN-PROGRESS. `ordo order uncancel` takes it back.',
  },
  {
    action: 'uncancel',
    summary: 'take a cancel back',
    description: 'Gives canceled orders the status they had before.',
  },
  {
    action: 'block',
    summary: 'keep an order from running',
    description: 'Blocks orders until `ordo order unblock`; refused while one is IN-PROGRESS.',
  },
  {
    action: 'unblock',
    summary: 'let a blocked order run again',
    description: 'Gives blocked orders the status they had before.',
  },
  {
    action: 'setError',
    name: 'set-error',
    summary: 'force an order to ERROR',
    description: 'Forces orders in RETRY, CANCELED, BLOCKED or ASYNC-WAITING to ERROR.',
  },
] as const;
type Action = (typeof actions)[number]['action'];

interface Result {
  readonly workflow_instanceid: number;
  readonly ok: boolean;
  readonly status?: string;
  readonly err?: string;
  readonly desc?: string;
}

/** Every order is tried; one that is refused does not keep the others from it. */
async function act(cli: Cli, client: EngineClient, action: Action, body: JsonObject, isDry: boolean): Promise<Answer> {
  const results = await resultsOf(client, action, body);
  return {
    document: results as unknown as JsonValue,
    print: () => {
      if (results.length === 0) cli.out.line('No orders.');
      for (const result of results) printResult(cli, isDry ? `would ${action}` : action, result);
    },
    exitCode: results.every((result) => result.ok) ? exitCodes.ok : exitCodes.refused,
  };
}

async function resultsOf(client: EngineClient, action: Action, body: JsonObject): Promise<readonly Result[]> {
  // `uncancel` refuses the whole call when every order refuses; each order's own answer says more.
  const single = body['ids'] as readonly number[] | undefined;
  if (single?.length === 1 && body['dryrun'] !== true && Object.keys(body).length === 1) {
    return [await actOnOne(client, action, single[0] ?? 0)];
  }
  const answer = (await client.call('PUT', `orders?action=${action}`, body)) as Readonly<Record<string, JsonObject>>;
  // Named orders in the order in which they were named; a JSON object has lost it.
  const ids = (body['ids'] as readonly number[] | undefined)?.map(String) ?? [];
  const named = ids.filter((id, index) => id in answer && ids.indexOf(id) === index);
  const found = ids.length > 0 ? named : Object.keys(answer);
  return found.map((id) => {
    const result = answer[id];
    const {
      err,
      desc,
      workflow_status: status,
    } = (result ?? {}) as { err?: string; desc?: string; workflow_status?: string };
    const about = { workflow_instanceid: Number(id), ok: err === undefined };
    return {
      ...about,
      ...(err === undefined ? {} : { err, desc: desc ?? '' }),
      ...(status === undefined ? {} : { status }),
    };
  });
}

async function actOnOne(client: EngineClient, action: Action, id: number): Promise<Result> {
  try {
    const answer = await client.call('PUT', `orders/${id}?action=${action}`);
    const status = statusIn(answer);
    return { workflow_instanceid: id, ok: true, ...(status === undefined ? {} : { status }) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { workflow_instanceid: id, ok: false, err: error.err, desc: error.message };
  }
}

function statusIn(answer: JsonValue): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('workflow_status' in answer)) return undefined;
  const status = answer['workflow_status'];
  return typeof status === 'string' ? status : undefined;
}

function printResult(cli: Cli, action: string, result: Result): void {
  const id = result.workflow_instanceid;
  if (result.ok) cli.out.line(`Order ${id}: ${action}${result.status === undefined ? ' done' : ` → ${result.status}`}`);
  else cli.out.note(`${cli.out.paintError('red', 'error:')} Order ${id}: ${result.err}: ${result.desc}`);
}
