import { asId, type WorkflowId } from '../../../schemas/model/ids.ts';
import type { OrderStatus } from '../../../schemas/model/status.ts';
import {
  type Caller,
  EngineRefusal,
  type ExecutionOperations,
  type WorkflowOperations,
  type WorkflowReference,
} from '../engine.ts';
import type { WorkflowSettings } from '../store/definitions.ts';
import type { Deployed } from '../execution/deployed.ts';
import type { Dispatcher } from '../execution/dispatcher.ts';
import type { Executions } from '../execution/executions.ts';
import type { EngineParts } from '../execution/parts.ts';
import { orderBands } from './order-bands.ts';
import { setWorkflowOptions } from './workflow-options.ts';
import { segmentsOf } from './wait-operations.ts';
import { buildWorkflowHash } from './workflow-hash.ts';
import type { OrderStatistics } from '../store/queries.ts';
import type { WorkflowRuntime } from '../execution/workflow-runtime.ts';

interface Context {
  readonly parts: EngineParts;
  readonly dispatcher: Dispatcher;
  readonly executions: Executions;
  readonly deployed: Deployed;
}

type Counts = Partial<Record<OrderStatus, number>>;

/** Workflows as people and programs handle them (manual: workflow settings). */
export function workflowOperations(context: Context): WorkflowOperations {
  const { parts, deployed, executions } = context;
  const find = (reference: WorkflowReference): WorkflowRuntime => deployed.find(reference);
  const hashOf = (workflow: WorkflowRuntime, reports: OrderReports) =>
    buildWorkflowHash(workflow, reportOf(reports, workflow.plan.workflowId), parts.alerts, parts.options);
  return {
    list: async () => {
      const reports = await readReports(parts);
      return [...context.dispatcher.workflows.values()].map((workflow) => hashOf(workflow, reports));
    },
    get: async (reference) => hashOf(find(reference), await readReports(parts)),
    resolve: (reference) => find(reference).plan.workflowId,
    start: async (reference, caller) => {
      const instance = executions.start(find(reference), caller);
      await instance.ready;
      return instance.toHash();
    },
    stop: (reference, caller) => executions.stopAll([find(reference)], caller),
    reset: (reference) => reset(context, find(reference)),
    setAutostart: async (reference, autostart, caller) => {
      const workflow = find(reference);
      const surplus = workflow.settings.autostart - autostart;
      await changeSettings(context, workflow, checkedAutostart(workflow, autostart), caller);
      await executions.stopSome(workflow, surplus);
      executions.autostart(workflow);
    },
    setEnabled: async (reference, enabled, caller) => {
      const workflow = find(reference);
      await changeSettings(context, workflow, { enabled }, caller);
      if (enabled) executions.autostart(workflow);
      else await executions.stopAll([workflow]);
    },
    setRemote: async (reference, remote, caller) => {
      const workflow = find(reference);
      const before = workflow.host;
      await changeSettings(context, workflow, { remote, manualRemote: true }, caller);
      if (workflow.host !== before) await before.unload(workflow.program);
    },
    setSla: async (reference, slaThresholdSeconds, caller) => {
      if (!Number.isInteger(slaThresholdSeconds) || slaThresholdSeconds < 0) {
        throw new EngineRefusal('WORKFLOW-SETSLA-ERROR', 'sla_threshold must be a number of seconds.', 400);
      }
      await changeSettings(context, find(reference), { slaThresholdSeconds, manualSlaThreshold: true }, caller);
    },
    setDeprecated: async (reference, deprecated, caller) => {
      const workflow = find(reference);
      await changeSettings(context, workflow, { deprecated }, caller);
      if (deprecated) return executions.stopAll([workflow], caller);
      executions.autostart(workflow);
      return 0;
    },
    setOptions: (reference, options, caller) => setWorkflowOptions(context, find(reference), options, caller),
    segments: (reference) => segmentsOf(find(reference).plan),
    overview: async (reference) => {
      const counts = (await countOrders(parts)).get(find(reference).plan.workflowId) ?? {};
      return { ...counts, TOTAL: Object.values(counts).reduce((sum, count) => sum + count, 0) };
    },
    stepCounts: (reference) => parts.store.stepCounts(find(reference).plan.workflowId),
    kill: (reference) => {
      const workflow = find(reference);
      workflow.host.kill(workflow.program, 'An operator killed the program.');
    },
  };
}

/** Running instances as people handle them. */
export function executionOperations({ executions, dispatcher }: Context): ExecutionOperations {
  return {
    list: () => executions.list().map((instance) => instance.toHash()),
    stop: async (executionId) => {
      const instance = executions.list().find((one) => one.executionId === asId(executionId));
      if (!instance) {
        throw new EngineRefusal('INVALID-EXECUTION', `There is no execution instance ${executionId}.`, 404);
      }
      await executions.stop(instance);
    },
    stopAll: () => executions.stopAll(dispatcher.workflows.values()),
  };
}

interface OrderReports {
  readonly at: number;
  readonly counts: ReadonlyMap<WorkflowId, Counts>;
  readonly statistics: readonly OrderStatistics[];
  readonly overdue: ReadonlyMap<WorkflowId, number>;
}

async function readReports(parts: EngineParts): Promise<OrderReports> {
  const at = parts.clock.nowMicros();
  const [counts, statistics, overdue] = await Promise.all([
    countOrders(parts),
    parts.store.orderStatistics(at),
    parts.store.overdueOrders(at),
  ]);
  return { at, counts, statistics, overdue: new Map(overdue.map(({ workflowId, count }) => [workflowId, count])) };
}

function reportOf({ at, counts, statistics, overdue }: OrderReports, workflowId: WorkflowId) {
  return {
    order_counts: counts.get(workflowId) ?? {},
    order_stats: orderBands(statistics, at, workflowId),
    overdue_orders: overdue.get(workflowId) ?? 0,
  };
}

async function countOrders(parts: EngineParts): Promise<ReadonlyMap<WorkflowId, Counts>> {
  const counts = new Map<WorkflowId, Counts>();
  for (const { workflowId, status, count } of await parts.store.countOrders({})) {
    counts.set(workflowId, { ...counts.get(workflowId), [status]: count });
  }
  return counts;
}

async function changeSettings(
  { parts, deployed }: Context,
  workflow: WorkflowRuntime,
  settings: Partial<WorkflowSettings>,
  caller: Caller,
): Promise<void> {
  const { workflowId, name, version } = workflow.plan;
  const audit = parts.audit.rows('api', 'API-CALL', caller, { workflowId, info1: JSON.stringify(settings) });
  await parts.store.updateWorkflowSettings(workflowId, settings, parts.clock.nowMicros(), audit);
  await deployed.reload();
  const { remote, autostart, slaThresholdSeconds } = workflow.settings;
  const changed = {
    ...(settings.remote === undefined ? {} : { remote }),
    ...(settings.autostart === undefined ? {} : { autostart }),
    ...(settings.slaThresholdSeconds === undefined ? {} : { sla_threshold: slaThresholdSeconds }),
  };
  parts.events.publish('WORKFLOW_UPDATED', { name, version, workflowid: workflowId, ...changed });
}

function checkedAutostart(workflow: WorkflowRuntime, autostart: number): Partial<WorkflowSettings> {
  const refuse = (info: string): never => {
    throw new EngineRefusal('WORKFLOW-SETAUTOSTART-ERROR', info, 400);
  };
  if (!Number.isInteger(autostart) || autostart < 0 || autostart > 99)
    refuse('autostart must be a number from 0 to 99.');
  const most = workflow.manifest.maxInstances;
  if (most !== undefined && autostart > most) refuse(`autostart ${autostart} is more than max_instances ${most}.`);
  return { autostart, manualAutostart: true };
}

/** Reloads the definition and the program; orders in work go on with the new ones (manual: cache reset). */
async function reset({ parts, deployed, executions }: Context, workflow: WorkflowRuntime): Promise<void> {
  await deployed.reload();
  workflow.gate.reset();
  await workflow.host.unload(workflow.program);
  executions.initializeAgain(workflow);
  const { name, version, workflowId } = workflow.plan;
  parts.events.publish('WORKFLOW_CACHE_RESET', { name, version, workflowid: workflowId });
}
