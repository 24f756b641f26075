import type { ErrorDefinition } from '../../../schemas/model/errors.ts';
import { asId } from '../../../schemas/model/ids.ts';
import type { ObjectIdentity } from '../../../schemas/model/steps.ts';
import { EngineRefusal, type WorkflowReference } from '../engine.ts';
import type { DeployedStep, Definitions } from '../store/definitions.ts';
import type { Store } from '../store/store.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { WorkflowRuntime } from './workflow-runtime.ts';

/** What is deployed, as read from the store, and the workflows made of it. */
export class Deployed {
  readonly #store: Store;
  readonly #dispatcher: Dispatcher;
  #definitions: Definitions | undefined;
  #reloading: Promise<unknown> = Promise.resolve();

  constructor(store: Store, dispatcher: Dispatcher) {
    this.#store = store;
    this.#dispatcher = dispatcher;
  }

  get definitions(): Definitions {
    if (!this.#definitions) throw new Error('Definitions are read when the engine is created');
    return this.#definitions;
  }

  /** Reads the definitions again; running workflows go on with what is new. Answers the workflows that are gone. */
  reload(): Promise<readonly WorkflowRuntime[]> {
    // One after the other, so that what was read last is what holds.
    const reloaded = this.#reloading.then(() => this.#read());
    this.#reloading = reloaded.catch(() => undefined);
    return reloaded;
  }

  async #read(): Promise<readonly WorkflowRuntime[]> {
    const definitions = await this.#store.loadDefinitions();
    this.#definitions = definitions;
    const steps = new Map(definitions.steps.map((step) => [identityOf(step), step]));
    const globalErrors = new Map<string, ErrorDefinition>(definitions.globalErrors.map((one) => [one.error, one]));
    const { configValues } = definitions;
    for (const workflow of definitions.workflows) {
      this.#dispatcher.define({ workflow, steps, globalErrors, configValues });
    }
    const known = new Set(definitions.workflows.map(({ workflowId }) => workflowId));
    return [...this.#dispatcher.workflows.values()].filter(({ plan }) => !known.has(plan.workflowId));
  }

  /** By id, `name:version`, or name (the latest version). */
  find(reference: WorkflowReference): WorkflowRuntime {
    const workflow = this.#byId(reference) ?? this.#byName(String(reference));
    if (!workflow) {
      throw new EngineRefusal('INVALID-WORKFLOW', `There is no workflow ${JSON.stringify(reference)}.`, 404);
    }
    return workflow;
  }

  #byId(reference: WorkflowReference): WorkflowRuntime | undefined {
    const id = typeof reference === 'number' ? reference : /^\d+$/.test(reference) ? Number(reference) : undefined;
    return id === undefined ? undefined : this.#dispatcher.workflows.get(asId(id));
  }

  #byName(reference: string): WorkflowRuntime | undefined {
    const all = [...this.#dispatcher.workflows.values()];
    const exact = all.find((workflow) => workflow.program === reference);
    if (exact) return exact;
    // The latest version is the one that was created last (manual: library objects and versions).
    const named = all.filter((workflow) => workflow.plan.name === reference);
    return named.sort((a, b) => b.deployed.created - a.deployed.created || b.plan.workflowId - a.plan.workflowId)[0];
  }
}

function identityOf({ manifest }: DeployedStep): ObjectIdentity {
  return `${manifest.name}:${manifest.version}`;
}
