import type { StoredConfigValue } from '../../../schemas/model/config-items.ts';
import type { JsonValue, Micros } from '../../../schemas/model/data.ts';
import type { ObjectIdentity, WorkflowHook } from '../../../schemas/model/steps.ts';
import type { ErrorDefinition } from '../../../schemas/model/errors.ts';
import type { WorkflowManifest } from '../../../schemas/model/release.ts';
import type { Logger } from '../../base/logger.ts';
import type { ProgramSpec, RunnerHost } from '../../isolation/runner-host.ts';
import { resolveConfigItems, type ResolvedItem } from '../config/resolve.ts';
import { derivePlan, type Plan } from '../machine/plan.ts';
import type { Rules } from '../machine/transition-types.ts';
import type { DeployedStep, DeployedWorkflow, WorkflowSettings } from '../store/definitions.ts';
import type { ExecutionInstance } from './execution-instance.ts';
import type { EngineParts } from './parts.ts';
import { ProgramGate } from './program-gate.ts';
import { WaitingOrders } from './waiting-orders.ts';

/** How many waiting orders of one workflow and mode are kept in memory; the rest stays in the store. */
const waitingLimit = 2_000;

/** What is deployed, seen from one workflow. */
export interface Deployment {
  readonly workflow: DeployedWorkflow;
  readonly steps: ReadonlyMap<ObjectIdentity, DeployedStep>;
  readonly globalErrors: ReadonlyMap<string, ErrorDefinition>;
  readonly configValues: readonly StoredConfigValue[];
}

/** A deployed workflow in the running engine: its plan and rules, its program, its instances and waiting orders. */
export class WorkflowRuntime {
  readonly #parts: EngineParts;
  #deployment: Deployment;
  #plan: Plan;
  #rules: Rules;
  readonly #configItems = new Map<ObjectIdentity, readonly ResolvedItem[]>();
  readonly instances: ExecutionInstance[] = [];
  readonly waiting = { NORMAL: new WaitingOrders(waitingLimit), RECOVERY: new WaitingOrders(waitingLimit) };
  readonly gate: ProgramGate;
  readonly log: Logger;

  constructor(parts: EngineParts, deployment: Deployment, onOpen: (workflow: WorkflowRuntime) => void) {
    this.#parts = parts;
    this.#deployment = deployment;
    this.#plan = derivePlan(deployment.workflow, deployment.steps);
    this.#rules = this.#deriveRules();
    this.log = parts.programLog(this.program);
    this.gate = new ProgramGate(
      parts.clock,
      () => this.#probe(),
      (problem) => {
        this.#tellOfProgram(problem);
        if (problem === undefined) onOpen(this);
      },
    );
  }

  get plan(): Plan {
    return this.#plan;
  }

  get rules(): Rules {
    return this.#rules;
  }

  get manifest(): WorkflowManifest {
    return this.#deployment.workflow.manifest;
  }

  get deployed(): DeployedWorkflow {
    return this.#deployment.workflow;
  }

  get deployment(): Deployment {
    return this.#deployment;
  }

  get settings(): WorkflowSettings {
    return this.#deployment.workflow.settings;
  }

  get program(): ObjectIdentity {
    return `${this.manifest.name}:${this.manifest.version}`;
  }

  /** The form of isolation that `remote` asks for (manual: remote). */
  get host(): RunnerHost {
    return this.settings.remote ? this.#parts.runners.process : this.#parts.runners.shared;
  }

  /** Those that take orders. */
  get runningInstances(): readonly ExecutionInstance[] {
    return this.instances.filter((instance) => !instance.isStopping && !instance.isInitializing);
  }

  /** Those that are not stopping. */
  get startedInstances(): readonly ExecutionInstance[] {
    return this.instances.filter((instance) => !instance.isStopping);
  }

  /** Whether the workflow's class has this method. */
  hasHook(hook: WorkflowHook): boolean {
    return this.manifest.hooks?.includes(hook) ?? false;
  }

  /** New definitions: the orders in work take their next step by them (manual: versioning). */
  redefine(deployment: Deployment): void {
    const before = this.#deployment;
    this.#deployment = deployment;
    this.#configItems.clear();
    this.#plan = derivePlan(deployment.workflow, deployment.steps);
    this.#rules = this.#deriveRules();
    if (before.workflow.manifest.bundle !== deployment.workflow.manifest.bundle) this.gate.reset();
  }

  /** Options may have changed. */
  refreshRules(): void {
    this.#rules = this.#deriveRules();
  }

  /** The step's configuration items with the values in force in this workflow. */
  configItemsOf(identity: ObjectIdentity): readonly ResolvedItem[] {
    const known = this.#configItems.get(identity);
    if (known) return known;
    const step = this.#deployment.steps.get(identity);
    const owner = { level: 'step', ownerId: step?.stepId ?? 0, workflowId: this.#plan.workflowId } as const;
    const items = resolveConfigItems(step?.manifest.configItems ?? [], owner, this.#deployment.configValues);
    this.#configItems.set(identity, items);
    return items;
  }

  async programSpec(): Promise<ProgramSpec> {
    const bundleHash = this.manifest.bundle;
    return { program: this.program, bundleHash, bundleFile: await this.#parts.bundles.fileOf(bundleHash) };
  }

  /** Values of the workflow's options: what operations set goes before what was deployed. */
  get optionValues(): Readonly<Record<string, JsonValue>> {
    return { ...this.manifest.optionValues, ...this.deployed.optionValues };
  }

  /** A value of the workflow's own options, else of the system's (manual: precedence of delays). */
  option(name: string): number {
    const own = this.optionValues[name] ?? this.optionValues[name.replaceAll('_', '-')];
    const value = Number(own);
    return own === undefined || !Number.isFinite(value) ? this.#parts.options.number(name) : value;
  }

  get recoverDelayMicros(): Micros {
    return this.option('recover_delay') * 1_000_000;
  }

  #deriveRules(): Rules {
    const own = new Map(this.#deployment.workflow.errors.map((definition) => [definition.error, definition]));
    const { globalErrors } = this.#deployment;
    const { options } = this.#parts;
    return {
      plan: this.#plan,
      findError: (error) => own.get(error) ?? globalErrors.get(error),
      recoverDelayMicros: this.recoverDelayMicros,
      asyncDelayMicros: this.option('async_delay') * 1_000_000,
      maxRetries: this.option('max-retries'),
      maxAsyncRetries: this.option('max-async-retries'),
      maxDatumBytes: options.number('max-datum-bytes'),
      maxOrderBytes: options.number('max-order-bytes'),
    };
  }

  async #probe(): Promise<string | undefined> {
    const inspection = await this.host.inspect(await this.programSpec());
    return inspection.ok ? undefined : `${inspection.error.error}: ${inspection.error.info}`;
  }

  #tellOfProgram(problem: string | undefined): void {
    const subject = { type: 'WORKFLOW', id: String(this.plan.workflowId), alert: 'PROGRAM-NOT-LOADED' } as const;
    if (problem === undefined) return this.#parts.alerts.clearOngoing(subject);
    this.log.error(`The program cannot be loaded: ${problem}`);
    this.#parts.alerts.raiseOngoing(subject, `The program of ${this.program} cannot be loaded: ${problem}`);
  }
}
