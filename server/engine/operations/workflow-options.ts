import type { JsonObject, JsonValue } from '../../../schemas/model/data.ts';
import { type Caller, EngineRefusal } from '../engine.ts';
import type { Deployed } from '../execution/deployed.ts';
import type { Dispatcher } from '../execution/dispatcher.ts';
import type { EngineParts } from '../execution/parts.ts';
import type { WorkflowRuntime } from '../execution/workflow-runtime.ts';
import { catalogue } from '../options/catalogue.ts';
import { expectation } from '../options/option-row.ts';
import { readOptionJson } from '../options/option-values.ts';

interface Context {
  readonly parts: EngineParts;
  readonly dispatcher: Dispatcher;
  readonly deployed: Deployed;
}

/** Sets options of a workflow for all its execution instances, or refuses all of them (manual: workflow options). */
export async function setWorkflowOptions(
  { parts, dispatcher, deployed }: Context,
  workflow: WorkflowRuntime,
  options: JsonObject,
  caller: Caller,
): Promise<void> {
  const checked = Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, checkedValue(workflow, name, value)]),
  );
  const { workflowId, name, version } = workflow.plan;
  const audit = parts.audit.rows('api', 'API-CALL', caller, {
    workflowId,
    info1: `options ${JSON.stringify(checked)}`,
  });
  await parts.store.setWorkflowOptions(workflowId, checked, parts.clock.nowMicros(), audit);
  await deployed.reload();
  workflow.refreshRules();
  if (workflow.runningInstances.length > 0) dispatcher.readWaiting(workflow);
  parts.events.publish('WORKFLOW_UPDATED', { name, version, workflowid: workflowId, options: workflow.optionValues });
}

/** Declared options take any value; those of the system that a workflow may override are checked as the system's are. */
function checkedValue(workflow: WorkflowRuntime, name: string, value: JsonValue): JsonValue {
  const row = catalogue.get(name);
  if (row?.workflow === true) {
    if (value === null) return null;
    const read = readOptionJson(row, value);
    if (read.ok) return read.value;
    throw refusal(`Option "${name}" expects ${expectation(row)}, not ${read.shown}.`, 400);
  }
  const declared = Object.keys(workflow.manifest.options);
  if (declared.length === 0 || declared.includes(name)) return value;
  const own = [...catalogue.values()].filter((one) => one.workflow).map((one) => one.name);
  throw refusal(
    `Workflow ${workflow.program} has no option "${name}". It has ${declared.join(', ')}, and those of the system: ${own.join(', ')}.`,
  );
}

function refusal(info: string, status: 400 | 409 = 409): EngineRefusal {
  return new EngineRefusal('WORKFLOW-OPTION-ERROR', info, status);
}
