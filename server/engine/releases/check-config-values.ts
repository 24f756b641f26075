import {
  configItemOf,
  configValueOf,
  problemOfConfigValue,
  type ConfigItem,
} from '../../../schemas/model/config-items.ts';
import type { JsonObject } from '../../../schemas/model/data.ts';
import type { Release, StepManifest, WorkflowManifest } from '../../../schemas/model/release.ts';
import type { Problem } from '../../../schemas/protocol/problem.ts';
import { identityOf, type Deployed } from './deployed.ts';
import { releaseProblems } from './release-problems.ts';

/** Values of configuration items that their items do not accept. */
export function checkConfigValues(release: Release, deployed: Deployed): readonly Problem[] {
  const steps = new Map([...deployed.steps, ...release.steps.map((step) => [identityOf(step), step] as const)]);
  return [
    ...release.steps.flatMap(checkStep),
    ...release.workflows.flatMap((workflow) => checkWorkflow(workflow, steps)),
  ];
}

function checkStep(step: StepManifest): readonly Problem[] {
  const owner = `step "${identityOf(step)}"`;
  return step.configItems.flatMap((entry) => {
    const item = configItemOf(entry);
    const { defaultValue } = item;
    const ofDefault =
      defaultValue === undefined ? undefined : problemOfConfigValue(item, defaultValue, item.isDefaultTemplate);
    const { file } = step.source;
    return [
      ...(ofDefault === undefined
        ? []
        : [wrong(`The default of configuration item "${item.name}"`, owner, ofDefault, file)]),
      ...checkValue(entry, item, owner, file),
    ];
  });
}

function checkWorkflow(workflow: WorkflowManifest, steps: ReadonlyMap<string, StepManifest>): readonly Problem[] {
  const owner = `workflow "${identityOf(workflow)}"`;
  const items = workflow.steps.flatMap(({ step }) => (steps.get(step)?.configItems ?? []).map(configItemOf));
  const { file } = workflow.source;
  return (workflow.configItemValues ?? []).flatMap((entry) => {
    const name = configValueOf(entry)?.name ?? '';
    const named = items.filter((item) => item.name === name);
    if (named.length === 0) return [releaseProblems.problem('ORDO-RELEASE-010', { name, owner }, { file })];
    if (named.every((item) => item.strictlyLocal)) {
      return [releaseProblems.problem('ORDO-RELEASE-011', { name, owner }, { file })];
    }
    return named.filter((item) => !item.strictlyLocal).flatMap((item) => checkValue(entry, item, owner, file));
  });
}

function checkValue(entry: JsonObject, item: ConfigItem, owner: string, file: string): readonly Problem[] {
  const given = configValueOf(entry);
  const detail = given && problemOfConfigValue(item, given.value, given.isTemplate);
  return detail === undefined ? [] : [wrong(`The value of configuration item "${item.name}"`, owner, detail, file)];
}

function wrong(what: string, owner: string, detail: string, file: string): Problem {
  return releaseProblems.problem('ORDO-RELEASE-009', { what, owner, detail }, { file });
}
