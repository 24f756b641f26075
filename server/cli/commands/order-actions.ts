import type { Command } from 'commander';
import type { JsonValue } from '../../../schemas/model/data.ts';
import { ApiError, type EngineClient } from '../../api/client/client.ts';
import type { Answer, Cli, GlobalOptions } from '../cli.ts';
import { openEngine } from '../engine-access.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Answering } from '../program.ts';
import { orderIds } from './arguments.ts';

/** `ordo order retry | cancel | uncancel | block | unblock`, each for one or more orders. */
export function addOrderActions(order: Command, cli: Cli, answering: Answering): void {
  for (const { action, summary, description } of actions) {
    order
      .command(action)
      .argument('<id...>', 'order ids', orderIds)
      .summary(summary)
      .description(description)
      .addHelpText('after', `\nExamples:\n  ordo order ${action} 17\n  ordo order ${action} 17 18 19 --json`)
      .action(async (ids: readonly number[], _options: unknown, command: Command) => {
        const { client } = await openEngine(cli, command.optsWithGlobals<GlobalOptions>());
        answering(await act(cli, client, action, ids));
      });
  }
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
async function act(cli: Cli, client: EngineClient, action: Action, ids: readonly number[]): Promise<Answer> {
  const results: Result[] = [];
  for (const id of ids) results.push(await actOnOne(client, action, id));
  return {
    document: results as unknown as JsonValue,
    print: () => {
      for (const result of results) printResult(cli, action, result);
    },
    exitCode: results.every((result) => result.ok) ? exitCodes.ok : exitCodes.refused,
  };
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

function printResult(cli: Cli, action: Action, result: Result): void {
  const id = result.workflow_instanceid;
  if (result.ok) cli.out.line(`Order ${id}: ${action}${result.status === undefined ? ' done' : ` → ${result.status}`}`);
  else cli.out.note(`${cli.out.paintError('red', 'error:')} Order ${id}: ${result.err}: ${result.desc}`);
}
