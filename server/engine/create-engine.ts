import type { ObjectIdentity } from '../../schemas/model/steps.ts';
import type { SessionId } from '../../schemas/model/ids.ts';
import type { Clock } from '../base/clock.ts';
import { silentLog, type Logger } from '../base/logger.ts';
import type { InspectableRunnerHost, RunnerHost } from '../isolation/runner-host.ts';
import { DebugSessions } from './debug/debug-sessions.ts';
import { configOperations } from './config/config-operations.ts';
import { AlertBoard } from './alerts/alert-board.ts';
import { type Engine, EngineRefusal } from './engine.ts';
import { propertyOperations } from './operations/property-operations.ts';
import { auditOperations } from './operations/audit-operations.ts';
import { errorOperations } from './operations/error-operations.ts';
import { AuditTrail } from './events/audit-trail.ts';
import { EventLog } from './events/event-log.ts';
import { BundleFiles } from './execution/bundle-files.ts';
import { Deployed } from './execution/deployed.ts';
import { Dispatcher } from './execution/dispatcher.ts';
import { Executions } from './execution/executions.ts';
import type { EngineParts } from './execution/parts.ts';
import { StoreOutage } from './execution/store-outage.ts';
import { queueOperations, syncEventOperations } from './operations/wait-operations.ts';
import { executionOperations, workflowOperations } from './operations/workflow-operations.ts';
import type { EngineOptions } from './options/options.ts';
import { HistoryRetention } from './orders/history-retention.ts';
import { orderOperations } from './orders/order-operations.ts';
import { releaseOperations } from './operations/release-operations.ts';
import { AsyncQueues } from './queues/async-queues.ts';
import { Subworkflows } from './subworkflows/subworkflows.ts';
import { SyncEvents } from './sync-events/sync-events.ts';
import type { SensitiveCipher } from './sensitive/cipher.ts';
import { sensitiveOperations } from './sensitive/sensitive-operations.ts';
import { SensitiveData } from './sensitive/sensitive-data.ts';
import { jobOperations } from './jobs/job-operations.ts';
import { JobScheduler } from './jobs/job-scheduler.ts';
import { refusingStoreErrors } from './store-refusals.ts';
import type { Store } from './store/store.ts';

export interface EngineSetup {
  readonly store: Store;
  readonly clock: Clock;
  readonly options: EngineOptions;
  /** By the workflow's `remote`: a process per program, or one shared process. */
  readonly runners: { readonly process: RunnerHost; readonly shared: RunnerHost };
  /** Makes the runners of one debug session; without it there is no debugging. */
  readonly createDebugRunners?: () => InspectableRunnerHost;
  /** The session that this engine opened; rows of orders in work carry it. */
  readonly sessionId: SessionId;
  readonly log: Logger;
  readonly programLog: (program: ObjectIdentity) => Logger;
  /** What is audited is told here too. */
  readonly auditLog?: Logger;
  /** Where bundles are written for the runners. */
  readonly bundleFolder: string;
  /** Seals sensitive data; without it such data is refused. */
  readonly cipher?: SensitiveCipher;
}

/** How long the last decisions may take to reach the disk when the engine stops. */
const lastCommitsMs = 5_000;

/** Puts the engine together over an open store and reads what is deployed; nothing runs until `startInterfaces` or a request. */
export async function createEngine(setup: EngineSetup): Promise<Engine> {
  const debug = new DebugSessions(setup.createDebugRunners ?? noDebugging);
  const parts = buildParts(setup, debug);
  const dispatcher = new Dispatcher(parts);
  const executions = new Executions(parts, dispatcher);
  const deployed = new Deployed(parts.store, dispatcher);
  await deployed.reload();
  const jobs = new JobScheduler(parts, () => deployed.definitions.configValues);
  await jobs.reload();
  const queues = new AsyncQueues(parts, dispatcher);
  const syncEvents = new SyncEvents(parts, dispatcher);
  const subworkflows = new Subworkflows(parts, dispatcher, (workflow) => deployed.find(workflow));
  dispatcher.waits = {
    submitAsyncKey: (order, element, key) => queues.submit(order, element, key),
    bindEvent: (order, element, event) => syncEvents.bind(order, element, event),
    bindSubworkflow: (order, element, child) => subworkflows.bind(order, element, child),
  };
  await parts.sensitive.start();
  const checkRunning = (): void => {
    if (executions.isShuttingDown) throw new EngineRefusal('SHUTDOWN-IN-PROGRESS', 'The engine is shutting down.', 409);
    if (parts.outage.isClosed)
      throw new EngineRefusal('STORE-UNAVAILABLE', 'The store cannot write now; try again.', 503);
  };
  const retention = new HistoryRetention(parts);
  const unsubscribe = parts.options.onChange((name) => {
    refreshRules(dispatcher);
    if (name === 'history-retention') retention.start();
  });
  const context = { parts, dispatcher, executions, deployed, jobs, checkRunning };
  const waitContext = { store: parts.store, queues, syncEvents, checkRunning };
  return {
    orders: refusingStoreErrors(
      orderOperations({ parts, dispatcher, checkRunning, find: (workflow) => deployed.find(workflow) }),
    ),
    workflows: refusingStoreErrors(workflowOperations(context)),
    executions: executionOperations(context),
    queues: refusingStoreErrors(queueOperations(waitContext)),
    syncEvents: refusingStoreErrors(syncEventOperations(waitContext)),
    errors: refusingStoreErrors(errorOperations(parts, deployed)),
    config: configOperations({ parts, deployed }),
    sensitive: refusingStoreErrors(sensitiveOperations({ parts, checkRunning })),
    jobs: refusingStoreErrors(jobOperations({ parts, scheduler: jobs, checkRunning })),
    releases: refusingStoreErrors(releaseOperations(context)),
    events: parts.events,
    audit: auditOperations(parts),
    properties: refusingStoreErrors(propertyOperations(parts)),
    debug,
    alerts: parts.alerts,
    health: () => parts.alerts.health(parts.options.text('instance-key')),
    runners: () => [...parts.runners.process.runners(), ...parts.runners.shared.runners()],
    startInterfaces: async () => {
      retention.start();
      if (!parts.options.flag('autostart-interfaces')) return;
      executions.autostartAll();
      await jobs.start();
    },
    isIdle: () => jobs.isIdle && executions.list().every((instance) => instance.orderCount === 0),
    stop: async ({ graceMs }) => {
      unsubscribe();
      // Nothing starts from this very moment on, so the shutdown is not kept waiting for anything.
      await Promise.all([debug.stop(), stopWithin(parts, [executions, jobs], graceMs), retention.stop()]);
      await parts.audit.settled();
    },
  };
}

function noDebugging(): never {
  throw new EngineRefusal('NO-DEBUGGING', 'This engine has no runners for debugging.', 409);
}

function buildParts(setup: EngineSetup, debug: DebugSessions): EngineParts {
  const { clock, options, log, store, bundleFolder } = setup;
  const events = new EventLog(clock, log, options.number('max-events'));
  const audit = new AuditTrail({ store, clock, options, log, auditLog: setup.auditLog ?? silentLog });
  const alerts = new AlertBoard(
    clock,
    events,
    options.number('transient-alert-max'),
    (name, { type, id, alert }, reason) => {
      const about = type === 'WORKFLOW' ? { workflowId: Number(id) } : type === 'JOB' ? { jobId: Number(id) } : {};
      audit
        .record('alerts', name, {}, { ...about, info1: `${type} ${id} ${alert}`, info2: reason })
        .catch(() => undefined);
    },
  );
  const outage = new StoreOutage(clock, alerts, log);
  return {
    ...setup,
    debug,
    events,
    audit,
    alerts,
    outage,
    bundles: new BundleFiles(store, bundleFolder),
    sensitive: new SensitiveData({ store, clock, outage, options, log }, setup.cipher),
  };
}

/**
 * Steps and jobs in progress end within the grace time; then their runners are killed, which makes them RETRY or CRASH
 * (manual: shutdown).
 * Either way every order is released and recorded before this resolves.
 */
async function stopWithin(
  parts: EngineParts,
  working: readonly { shutDown(): Promise<void> }[],
  graceMs: number,
): Promise<void> {
  const released = Promise.all(working.map((one) => one.shutDown()));
  const hosts = new Set([parts.runners.process, parts.runners.shared]);
  await Promise.all([...hosts].map((host) => host.dispose(graceMs)));
  // A store that cannot write must not keep the engine from ending: what is not recorded is recovered by the next start,
  // which finds the session open because this rejects.
  const { promise: gaveUp, reject: giveUp } = Promise.withResolvers<never>();
  const reason = 'Not every order could be released; the next start recovers those that were in work.';
  const timer = parts.clock.after(lastCommitsMs, () => giveUp(new Error(reason)));
  try {
    await Promise.race([released, gaveUp]);
  } finally {
    timer.cancel();
  }
}

function refreshRules(dispatcher: Dispatcher): void {
  for (const workflow of dispatcher.workflows.values()) {
    workflow.refreshRules();
    if (workflow.runningInstances.length > 0) dispatcher.readWaiting(workflow);
  }
}
