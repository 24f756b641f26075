import { nearestName } from '../../../base/nearest-name.ts';
import type { WorkspaceView } from '../../objects/workspace-view.ts';
import type { YamlObject } from '../../objects/yaml-object.ts';
import { didYouMean } from '../../words/sentences.ts';
import { isForeign } from '../foreign-object.ts';
import type { ReferenceRule } from '../rule.ts';

/** A workflow sets values only of items that its steps have and that may be set from outside (manual: configuration items). */
export const configItemValues: ReferenceRule = {
  scope: 'references',
  kinds: ['workflow'],
  check(object, report, workspace) {
    const values = object.data['config-item-values'];
    if (!Array.isArray(values) || values.length === 0) return;
    const steps = stepsOf(object, workspace);
    // What a step that is not there declares is unknown; that it is not there is said elsewhere.
    if (steps === undefined || isForeign(object, workspace)) return;
    const items = new Map(steps.flatMap(itemsOf));
    for (const [index, value] of values.entries()) {
      const name = fullName(value);
      if (name === undefined) continue;
      const item = items.get(name);
      const range = object.rangeOf(['config-item-values', index, 'name']);
      if (item?.isLocal === true) report('ORDO-WF-024', range, { item: name, step: item.step });
      if (item) continue;
      const suggestion = nearestName(name, items.keys());
      const data = suggestion === undefined ? {} : { data: { fix: 'replace', text: suggestion } };
      report('ORDO-WF-023', range, { item: name, hint: didYouMean(suggestion) }, data);
    }
  },
};

function stepsOf(object: YamlObject, workspace: WorkspaceView): readonly YamlObject[] | undefined {
  const steps = (object.graph?.steps ?? []).map(({ name, version }) => workspace.find('step', name, version)[0]);
  return steps.includes(undefined) ? undefined : steps.filter((step) => step !== undefined);
}

interface Item {
  readonly step: string;
  readonly isLocal: boolean;
}

function itemsOf(step: YamlObject): readonly (readonly [string, Item])[] {
  const list = step.data['config-items'];
  if (!Array.isArray(list)) return [];
  return list.flatMap((item) => {
    const name = fullName(item);
    const isLocal =
      typeof item === 'object' && item !== null && !Array.isArray(item) && item['strictly_local'] === true;
    return name === undefined ? [] : [[name, { step: step.name, isLocal }] as const];
  });
}

function fullName(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return undefined;
  const { name, prefix } = item as { name?: unknown; prefix?: unknown };
  return typeof name === 'string' ? `${typeof prefix === 'string' ? prefix : ''}${name}` : undefined;
}
