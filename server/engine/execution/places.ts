import type { Mode } from '../machine/state.ts';
import type { ExecutionInstance } from './execution-instance.ts';
import { isBefore } from './waiting-orders.ts';
import type { WorkflowRuntime } from './workflow-runtime.ts';

/** The next order to take up, where it goes, and in which mode. */
export interface Choice {
  readonly workflow: WorkflowRuntime;
  readonly instance: ExecutionInstance;
  readonly mode: Mode;
}

const modes = ['NORMAL', 'RECOVERY'] as const satisfies readonly Mode[];

/** The waiting order that comes first by priority, then age, among those that have a place. */
export function chooseNext(workflows: Iterable<WorkflowRuntime>, maxOrders: number): Choice | undefined {
  const all = [...workflows].filter((workflow) => workflow.runningInstances.length > 0);
  let best: (Choice & { readonly head: { priority: number; orderId: number } }) | undefined;
  for (const workflow of all) {
    for (const mode of modes) {
      const head = workflow.waiting[mode].peek();
      if (!head || (best && !isBefore(head, best.head as typeof head))) continue;
      const instance = findPlace(workflow, mode, all, maxOrders);
      if (instance) best = { workflow, instance, mode, head };
    }
  }
  return best;
}

/**
 * An instance that may take one more order. Where the workflow sets `max_instances`, each instance works on one normal
 * and one recovery order at a time. Where it does not, all such workflows together work on `maxOrders`, one of them on
 * not more than half while others wait.
 */
export function findPlace(
  workflow: WorkflowRuntime,
  mode: Mode,
  all: readonly WorkflowRuntime[],
  maxOrders: number,
): ExecutionInstance | undefined {
  if (workflow.gate.isClosed) return undefined;
  if (workflow.manifest.maxInstances !== undefined) {
    return workflow.runningInstances.find((instance) => !instance.isWorkingIn(mode));
  }
  const sharing = all.filter((other) => other.manifest.maxInstances === undefined);
  const inWork = sharing.reduce((sum, other) => sum + ordersInWork(other), 0);
  if (inWork >= maxOrders) return undefined;
  const othersWait = sharing.some((other) => other !== workflow && isWaiting(other));
  if (othersWait && ordersInWork(workflow) >= Math.ceil(maxOrders / 2)) return undefined;
  return leastLoaded(workflow.runningInstances);
}

function ordersInWork(workflow: WorkflowRuntime): number {
  return workflow.instances.reduce((sum, instance) => sum + instance.orderCount, 0);
}

function isWaiting(workflow: WorkflowRuntime): boolean {
  if (workflow.gate.isClosed) return false;
  return workflow.waiting.NORMAL.size > 0 || workflow.waiting.RECOVERY.size > 0;
}

function leastLoaded(instances: readonly ExecutionInstance[]): ExecutionInstance | undefined {
  return instances.reduce<ExecutionInstance | undefined>(
    (least, next) => (!least || next.orderCount < least.orderCount ? next : least),
    undefined,
  );
}
