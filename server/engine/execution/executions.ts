import { EngineRefusal } from '../engine.ts';
import type { AuditedRequest } from '../events/audit.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { ExecutionInstance } from './execution-instance.ts';
import type { EngineParts } from './parts.ts';
import type { WorkflowRuntime } from './workflow-runtime.ts';

/** Starts and stops execution instances, by hand and as `autostart` says (manual: execution instances). */
export class Executions {
  readonly #parts: EngineParts;
  readonly #dispatcher: Dispatcher;
  #isAutostarting = false;
  #isShuttingDown = false;

  constructor(parts: EngineParts, dispatcher: Dispatcher) {
    this.#parts = parts;
    this.#dispatcher = dispatcher;
    dispatcher.onFatal = (instance, error) => this.#stopAfterFatal(instance, error);
  }

  get isShuttingDown(): boolean {
    return this.#isShuttingDown;
  }

  list(): readonly ExecutionInstance[] {
    return [...this.#dispatcher.workflows.values()].flatMap((workflow) => workflow.instances);
  }

  /** Starts one more instance, or refuses with WORKFLOW-START-ERROR. */
  start(workflow: WorkflowRuntime, caller: AuditedRequest = {}): ExecutionInstance {
    if (this.#isShuttingDown) throw new EngineRefusal('SHUTDOWN-IN-PROGRESS', 'The engine is shutting down.', 409);
    const problem = whyNotStartable(workflow);
    if (problem !== undefined) throw new EngineRefusal('WORKFLOW-START-ERROR', problem);
    const instance = this.#dispatcher.startInstance(workflow);
    instance.ready.catch((error: unknown) => this.#initFailed(instance, error));
    this.#parts.alerts.clearOngoing(startAlert(workflow));
    this.#parts.alerts.clearOngoing(fatalAlert(workflow));
    this.#publish('WORKFLOW_START', instance, caller);
    workflow.log.info(`Execution instance ${instance.executionId} started.`);
    return instance;
  }

  async stop(instance: ExecutionInstance, caller: AuditedRequest = {}): Promise<void> {
    if (instance.isStopping) return;
    await this.#dispatcher.stopInstance(instance);
    this.#publish('WORKFLOW_STOP', instance, caller);
    instance.workflow.log.info(`Execution instance ${instance.executionId} stopped.`);
    if (instance.workflow.instances.length === 0) instance.workflow.gate.reset();
  }

  /** Stops all instances of a workflow; answers how many. */
  async stopAll(workflows: Iterable<WorkflowRuntime>, caller: AuditedRequest = {}): Promise<number> {
    const running = [...workflows].flatMap((workflow) => workflow.startedInstances);
    await Promise.all(running.map((instance) => this.stop(instance, caller)));
    return running.length;
  }

  /** Stops up to `count` instances, the youngest first: autostart was lowered by as many. */
  async stopSome(workflow: WorkflowRuntime, count: number): Promise<void> {
    const surplus = Math.min(count, workflow.startedInstances.length - workflow.settings.autostart);
    if (surplus <= 0) return;
    await Promise.all(workflow.startedInstances.slice(-surplus).map((instance) => this.stop(instance)));
  }

  /** From now on `autostart` holds: at once for what is deployed, and for what is deployed or changed later. */
  autostartAll(): void {
    this.#isAutostarting = true;
    for (const workflow of this.#dispatcher.workflows.values()) this.autostart(workflow);
  }

  /** Keeps as many instances running as the workflow's autostart asks for; a failure is an ongoing alert. */
  autostart(workflow: WorkflowRuntime): void {
    if (!this.#isAutostarting || this.#isShuttingDown) return;
    const { autostart, enabled, deprecated } = workflow.settings;
    if (autostart === 0) {
      this.#parts.alerts.clearOngoing(startAlert(workflow));
      this.#parts.alerts.clearOngoing(fatalAlert(workflow));
    }
    if (!enabled || deprecated) return;
    try {
      while (workflow.startedInstances.length < autostart) this.start(workflow);
    } catch (error) {
      if (!(error instanceof EngineRefusal)) throw error;
      this.#parts.alerts.raiseOngoing(startAlert(workflow), `${workflow.program} cannot start: ${error.message}`);
    }
  }

  /** Nothing starts any more; steps in progress end. */
  async shutDown(): Promise<void> {
    this.#isShuttingDown = true;
    await this.stopAll(this.#dispatcher.workflows.values());
  }

  #stopAfterFatal(instance: ExecutionInstance, error: string): void {
    const { workflow } = instance;
    const info = `A FATAL error (${error}) stopped execution instance ${instance.executionId} of ${workflow.program}.`;
    workflow.log.fatal(info);
    this.#parts.log.fatal(info);
    this.#parts.alerts.raiseOngoing(fatalAlert(workflow), `${info} Start it again when the cause is gone.`);
    this.stop(instance).catch((failure: unknown) => workflow.log.error(`Stopping failed: ${String(failure)}`));
  }

  /** `oneTimeInit` ended with an error: the instance does not start (manual: one-time init). */
  #initFailed(instance: ExecutionInstance, error: unknown): void {
    const { workflow } = instance;
    const reason = `${workflow.program} cannot start: ${error instanceof Error ? error.message : String(error)}`;
    workflow.log.error(reason);
    if (workflow.settings.autostart > 0) this.#parts.alerts.raiseOngoing(startAlert(workflow), reason);
    this.stop(instance).catch((failure: unknown) => workflow.log.error(`Stopping failed: ${String(failure)}`));
  }

  /** Runs `oneTimeInit` of all instances again, after a reset or a new program. */
  initializeAgain(workflow: WorkflowRuntime): void {
    for (const instance of workflow.startedInstances) {
      this.#dispatcher.initialize(instance);
      instance.ready.catch((error: unknown) => this.#initFailed(instance, error));
    }
  }

  #publish(name: 'WORKFLOW_START' | 'WORKFLOW_STOP', instance: ExecutionInstance, caller: AuditedRequest): void {
    const { plan } = instance.workflow;
    const auditName = name === 'WORKFLOW_START' ? 'WORKFLOW-START' : 'WORKFLOW-STOP';
    const info = { workflowId: plan.workflowId, info1: instance.workflow.program, info2: String(instance.executionId) };
    // Not waited for: an instance is in memory alone, and starting it must not wait for the disk.
    this.#parts.audit.record('workflows', auditName, caller, info).catch(() => undefined);
    this.#parts.events.publish(name, {
      name: plan.name,
      version: plan.version,
      workflowid: plan.workflowId,
      execid: instance.executionId,
      mode: 'NORMAL',
      synchronous: false,
    });
  }
}

function whyNotStartable(workflow: WorkflowRuntime): string | undefined {
  const { settings, manifest } = workflow;
  if (!settings.enabled) return `Workflow ${workflow.program} is disabled.`;
  if (settings.deprecated) return `Workflow ${workflow.program} is deprecated.`;
  if (manifest.maxInstances !== undefined && workflow.startedInstances.length >= manifest.maxInstances) {
    return `Workflow ${workflow.program} runs ${manifest.maxInstances} execution instances already, its max_instances.`;
  }
  return undefined;
}

function startAlert(workflow: WorkflowRuntime) {
  return { type: 'WORKFLOW', id: String(workflow.plan.workflowId), alert: 'WORKFLOW-START-ERROR' } as const;
}

function fatalAlert(workflow: WorkflowRuntime) {
  return { type: 'WORKFLOW', id: String(workflow.plan.workflowId), alert: 'FATAL-ERROR' } as const;
}
