import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { isFinal, type OrderStatus } from '../../../schemas/model/status.ts';
import type { ErrorInstanceRow, HistoryRow, OrderHash, WorkflowHash } from '../../../schemas/protocol/rest.ts';
import type { EngineClient } from '../../api/client/client.ts';
import { throwIfCancelled } from '../../base/cancel.ts';
import { asDocument, type Answer, type Cli } from '../cli.ts';
import { exitCodes } from '../exit-codes.ts';
import { printHistoryRow } from './history-row.ts';

/** How an order that was followed ended. */
export interface FollowedOrder {
  readonly order: OrderHash;
  readonly transitions: readonly HistoryRow[];
  readonly errors: readonly ErrorInstanceRow[];
}

/** Prints each transition of the order as it happens, until the order can go on only by somebody's hand. */
export async function followToEnd(cli: Cli, client: EngineClient, orderId: number): Promise<FollowedOrder> {
  const wake = new EventTarget();
  const stream = client.events((events) => {
    if (events.some((event) => event.info['workflow_instanceid'] === orderId)) wake.dispatchEvent(new Event('change'));
  });
  try {
    return await walk(cli, client, orderId, wake);
  } finally {
    stream.close();
  }
}

/** Exit code 0 only for COMPLETE. */
export function followAnswer(cli: Cli, followed: FollowedOrder): Answer {
  const { order, transitions, errors } = followed;
  const { workflow_instanceid: id, workflowstatus: status } = order;
  return {
    document: asDocument({ workflow_instanceid: id, workflowstatus: status, order, transitions, errors }),
    print: () => {
      if (status === 'COMPLETE') cli.out.line(`Order ${id} is COMPLETE.`);
      else cli.out.line(`Order ${id} ended ${status}. Look at it with \`ordo order show ${id}\`.`);
    },
    exitCode: status === 'COMPLETE' ? exitCodes.ok : exitCodes.orderFailed,
  };
}

async function walk(cli: Cli, client: EngineClient, orderId: number, wake: EventTarget): Promise<FollowedOrder> {
  const transitions: HistoryRow[] = [];
  let hasSaidWaiting = false;
  for (;;) {
    throwIfCancelled(cli.signal, 'Following');
    const order = await client.order(orderId);
    const rows = await client.history(orderId);
    const fresh = rows.filter((row) => row.sequence > (transitions.at(-1)?.sequence ?? -1));
    for (const row of fresh) printHistoryRow(cli, row);
    transitions.push(...fresh);
    // The order was read before its history, so the history is complete up to this status.
    if (isAtRest(order.workflowstatus)) return { order, transitions, errors: await client.orderErrors(orderId) };
    if (!hasSaidWaiting && fresh.length === 0) hasSaidWaiting = await sayIfNotRunning(cli, client, order);
    await changeOrPause(wake, cli.signal);
  }
}

/** Nothing happens to it any more unless somebody retries, unblocks or reopens it. */
function isAtRest(status: OrderStatus): boolean {
  return isFinal(status) || status === 'ERROR' || status === 'BLOCKED';
}

async function sayIfNotRunning(cli: Cli, client: EngineClient, order: OrderHash): Promise<boolean> {
  const workflow = (await client.call('GET', `workflows/${order.workflowid}`)) as unknown as WorkflowHash;
  if (workflow.exec_count > 0) return false;
  const name = `${order.name}:${order.version}`;
  cli.out.note(`Order ${order.workflow_instanceid} is ${order.workflowstatus}, but ${name} is not running.`);
  cli.out.note(`  Start it with \`ordo workflow start ${name}\`.`);
  return true;
}

/** Events only wake; a look now and then makes up for one that was lost. */
const longestPauseMs = 2000;

async function changeOrPause(wake: EventTarget, signal: AbortSignal): Promise<void> {
  const ended = new AbortController();
  const either = AbortSignal.any([signal, ended.signal]);
  try {
    await Promise.race([
      once(wake, 'change', { signal: either }),
      delay(longestPauseMs, undefined, { signal: either }),
    ]);
  } catch (error) {
    // Interrupted: the caller looks at the signal.
    if (!(error instanceof Error && error.name === 'AbortError')) throw error;
  } finally {
    ended.abort();
  }
}
