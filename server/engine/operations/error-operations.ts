import type { ErrorDefinition } from '../../../schemas/model/errors.ts';
import type { ErrorDefinitionHash } from '../../../schemas/protocol/rest.ts';
import { type Caller, EngineRefusal, type ErrorOperations, type WorkflowReference } from '../engine.ts';
import type { Deployed } from '../execution/deployed.ts';
import type { EngineParts } from '../execution/parts.ts';
import type { WorkflowRuntime } from '../execution/workflow-runtime.ts';
import type { StoredErrorDefinition } from '../store/definitions.ts';

type Level = 'GLOBAL' | 'WORKFLOW';

/** Error definitions as operations manage them (manual: error definitions); a change holds from the next error on. */
export function errorOperations(parts: EngineParts, deployed: Deployed): ErrorOperations {
  const put = async (
    definition: ErrorDefinition,
    workflow: WorkflowRuntime | undefined,
    caller: Caller,
  ): Promise<string> => {
    checkDefinition(definition);
    const level: Level = workflow ? 'WORKFLOW' : 'GLOBAL';
    const now = parts.clock.nowMicros();
    const result = await parts.store.putErrorDefinition(definition, {
      now,
      audit: auditOf(caller, `error ${definition.error} set`, workflow),
      ...(workflow ? { workflowId: workflow.plan.workflowId } : {}),
    });
    await deployed.reload();
    return `${result}-${level}`;
  };
  const auditOf = (caller: Caller, info1: string, workflow: WorkflowRuntime | undefined) =>
    parts.audit.rows('api', 'API-CALL', caller, {
      info1,
      ...(workflow ? { workflowId: workflow.plan.workflowId } : {}),
    });
  const of = (reference: WorkflowReference | undefined): WorkflowRuntime | undefined =>
    reference === undefined ? undefined : deployed.find(reference);
  const target = (definition: ErrorDefinition, options: PutOptions): WorkflowRuntime | undefined => {
    const workflow = of(options.workflow);
    // AUTO level: what equals the global definition, or has none yet, is global.
    const global = findGlobal(deployed, definition.error);
    const isGlobal = options.forceWorkflow !== true && (!global || isSame(global, definition));
    return isGlobal ? undefined : workflow;
  };
  return {
    global: () => deployed.definitions.globalErrors.map((definition) => hashOf(definition, undefined)),
    ofWorkflow: (reference) => definitionsOf(deployed.find(reference)),
    all: () => [
      ...deployed.definitions.globalErrors.map((definition) => hashOf(definition, undefined)),
      ...deployed.definitions.workflows.flatMap(({ workflowId }) => definitionsOf(deployed.find(workflowId))),
    ],
    create: async (definition, options, caller) => {
      const workflow = target(definition, options);
      if (find(deployed, workflow, definition.error)) {
        throw new EngineRefusal('ERROR-EXISTS', `Error ${definition.error} is defined already.`);
      }
      return put(definition, workflow, caller);
    },
    createOrUpdate: async (definition, options, caller) => put(definition, target(definition, options), caller),
    update: async (error, change, options, caller) => {
      const workflow = of(options.workflow);
      const known = find(deployed, workflow, error);
      if (!known) throw notDefined(error);
      const { manuallyUpdated: _, ...definition } = known;
      return put(withChange(definition, change), workflow, caller);
    },
    remove: async (error, options, caller) => {
      const workflow = of(options.workflow);
      const removed = await parts.store.deleteErrorDefinition(error, workflow?.plan.workflowId, {
        now: parts.clock.nowMicros(),
        records: auditOf(caller, `error ${error} deleted`, workflow),
      });
      if (!removed) throw notDefined(error);
      await deployed.reload();
    },
  };
}

interface PutOptions {
  readonly workflow?: WorkflowReference;
  readonly forceWorkflow?: boolean;
}

function withChange(definition: ErrorDefinition, change: Partial<ErrorDefinition>): ErrorDefinition {
  const changed = { ...definition, ...change };
  // A delay belongs to RETRY; with another status an earlier one goes.
  if (changed.status === 'RETRY' || change.retryDelaySeconds !== undefined) return changed;
  const { retryDelaySeconds: _, ...rest } = changed;
  return rest;
}

function checkDefinition(definition: ErrorDefinition): void {
  const refuse = (info: string): never => {
    throw new EngineRefusal('ERROR-UPDATE-ERROR', info, 400);
  };
  if (definition.error === '' || definition.error.length > 255) refuse('An error has a name of 1 to 255 characters.');
  const delay = definition.retryDelaySeconds;
  if (delay === undefined) return;
  if (definition.status !== 'RETRY') refuse('retry-delay is allowed only with status RETRY.');
  if (!Number.isFinite(delay) || delay < 0) refuse('retry-delay must be a number of seconds.');
}

function find(
  deployed: Deployed,
  workflow: WorkflowRuntime | undefined,
  error: string,
): StoredErrorDefinition | undefined {
  if (!workflow) return findGlobal(deployed, error);
  return workflow.deployed.errors.find((definition) => definition.error === error);
}

function findGlobal(deployed: Deployed, error: string): StoredErrorDefinition | undefined {
  return deployed.definitions.globalErrors.find((definition) => definition.error === error);
}

function isSame(a: ErrorDefinition, b: ErrorDefinition): boolean {
  const keys = ['description', 'severity', 'status', 'business', 'retryDelaySeconds'] as const;
  return keys.every((key) => a[key] === b[key]);
}

function notDefined(error: string): EngineRefusal {
  return new EngineRefusal('INVALID-ERROR', `Error ${error} is not defined there.`, 404);
}

function definitionsOf(workflow: WorkflowRuntime): readonly ErrorDefinitionHash[] {
  return workflow.deployed.errors.map((definition) => hashOf(definition, workflow));
}

function hashOf(definition: StoredErrorDefinition, workflow: WorkflowRuntime | undefined): ErrorDefinitionHash {
  const { error, description, severity, status, business, retryDelaySeconds, manuallyUpdated } = definition;
  return {
    error,
    description,
    severity,
    status,
    retry_flag: status === 'RETRY',
    retry_delay_secs: retryDelaySeconds ?? null,
    business_flag: business,
    manually_updated: manuallyUpdated,
    type: workflow ? 'workflow' : 'global',
    ...(workflow
      ? {
          workflowid: workflow.plan.workflowId,
          workflowname: workflow.plan.name,
          workflowversion: workflow.plan.version,
        }
      : {}),
  };
}
