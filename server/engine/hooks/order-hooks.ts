import type { JsonText } from '../../../schemas/model/data.ts';
import type { OrderChange } from '../../../schemas/model/order.ts';
import type { OrderStatus } from '../../../schemas/model/status.ts';
import type { ApiCall, RaisedError } from '../../../schemas/protocol/runner.ts';
import { logSafe } from '../../base/logger.ts';
import { encodeData } from '../../base/tagged-json.ts';
import { ApiCallError } from '../../isolation/runner-host.ts';
import type { LiveOrder } from '../execution/live-order.ts';
import type { Mode } from '../machine/state.ts';
import { callOrderHook } from './call-hook.ts';

/** Runs `attach`; false = the order is not to be taken up now (it failed, was blocked, or put off). */
export async function attachOrder(order: LiveOrder, mode: Mode): Promise<boolean> {
  if (!order.workflow.hasHook('attach')) return true;
  let isHalted = false;
  const halt = async (call: ApiCall): Promise<void> => {
    await haltInAttach(order, call);
    isHalted = true;
  };
  const own = (call: ApiCall) =>
    call.name === 'setBlocked' || call.name === 'rescheduleOrder' ? halt(call) : undefined;
  const end = await callOrderHook(order, 'attach', { mode, own });
  if (end) await failAttach(order, end.error);
  return !end && !isHalted;
}

/** Runs `detach` with the status that is about to be recorded; its errors change nothing (manual: detach). */
export async function detachOrder(order: LiveOrder, status: OrderStatus): Promise<void> {
  const { externalOrderId, orderId } = order.state;
  const args = [encodeData(status), externalOrderId === null ? null : encodeData(externalOrderId)];
  const end = await callOrderHook(order, 'detach', { mode: 'NORMAL', status, arguments: args });
  if (end) logFailure(order, 'detach', orderId, end.error);
}

/** The status whose commit a `detach` comes before: the end of work, a block, a cancellation. */
export function detachStatus(before: OrderStatus, after: OrderStatus): OrderStatus | undefined {
  if (before === after || after === 'IN-PROGRESS') return undefined;
  return before === 'IN-PROGRESS' || after === 'BLOCKED' || after === 'CANCELED' ? after : undefined;
}

/** Tells the `errorHandler` of an error that is on disk; its own errors change nothing (manual: error handler). */
export async function handleError(order: LiveOrder, raised: Extract<OrderChange, { type: 'error' }>): Promise<void> {
  const definition = order.workflow.rules.findError(raised.error);
  const described =
    definition === undefined
      ? null
      : encodeData({
          description: definition.description,
          severity: definition.severity,
          status: definition.status,
          business: definition.business,
          retryDelaySeconds: definition.retryDelaySeconds,
        });
  const args: readonly (JsonText | null)[] = [encodeData(raised.error), described, encodeData(raised.info)];
  const end = await callOrderHook(order, 'errorHandler', { mode: 'NORMAL', arguments: args });
  if (end) logFailure(order, 'errorHandler', order.state.orderId, end.error);
}

async function haltInAttach(order: LiveOrder, call: ApiCall): Promise<void> {
  const event =
    call.name === 'rescheduleOrder'
      ? ({ type: 'reschedule', scheduled: microsOf(call.date) } as const)
      : ({ type: 'block' } as const);
  if (event.type === 'reschedule' && !['READY', 'SCHEDULED'].includes(order.state.columns.status)) {
    throw new ApiCallError('RESCHEDULE-ERROR', 'Only an order that has not begun can be rescheduled.');
  }
  const answer = order.apply(event, { isInHook: true });
  if ('refused' in answer) throw new ApiCallError(answer.refused.error, answer.refused.info);
  await answer.recorded;
}

function microsOf(date: string): number {
  const milliseconds = Date.parse(date);
  if (Number.isFinite(milliseconds)) return milliseconds * 1000;
  throw new ApiCallError('RESCHEDULE-ERROR', 'rescheduleOrder needs a date.');
}

async function failAttach(order: LiveOrder, error: RaisedError): Promise<void> {
  const answer = order.apply({ type: 'attach-failed', error });
  if (!('refused' in answer)) await answer.recorded;
}

function logFailure(order: LiveOrder, hook: string, orderId: number, error: RaisedError): void {
  order.workflow.log.error(`order ${orderId} ${hook} failed: ${logSafe(`${error.error}: ${error.info}`)}`);
}
