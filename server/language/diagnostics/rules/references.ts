import { kindRows } from '../../objects/object-kinds.ts';
import { referenceKeys, type ReferenceKey } from '../../objects/reference-keys.ts';
import type { WorkspaceView } from '../../objects/workspace-view.ts';
import type { YamlObject } from '../../objects/yaml-object.ts';
import type { YamlNode, YamlPath } from '../../yaml/node.ts';
import { isForeign } from '../foreign-object.ts';
import { reportMissingObject } from '../missing-object.ts';
import type { ReferenceRule, Report } from '../rule.ts';

/** Objects that are named exist: queues, events, errors, groups and listed library objects. */
export const references: ReferenceRule = {
  scope: 'references',
  check(object, report, workspace) {
    const { root } = object.document;
    if (root?.kind !== 'map') return;
    for (const key of root.byKey.keys()) {
      const row = Object.hasOwn(referenceKeys, key) ? referenceKeys[key] : undefined;
      if (!row || (row.only && !row.only.includes(object.kind))) continue;
      for (const node of namesAt(object, [key], row.member)) checkReference(node, row, object, report, workspace);
    }
  },
};

function namesAt(object: YamlObject, path: YamlPath, member: string | undefined): readonly YamlNode[] {
  const node = object.node(path);
  const nodes = node?.kind === 'list' ? node.items : node ? [node] : [];
  if (member === undefined) return nodes;
  return nodes.flatMap((item) => (item.kind === 'map' ? (item.byKey.get(member)?.value ?? []) : []));
}

function checkReference(
  node: YamlNode,
  row: ReferenceKey,
  object: YamlObject,
  report: Report,
  workspace: WorkspaceView,
): void {
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || node.value === '') return;
  const range = object.document.lines.range(node.start, node.end);
  const [name = '', version] = row.withVersion === true ? node.value.split(':') : [node.value];
  if (row.withVersion === true && version === undefined) {
    const example = `${name}:${workspace.find(row.kind, name).at(-1)?.version ?? '1.0'}`;
    const values = { text: name, kind: kindRows[row.kind].label, example };
    report('ORDO-REF-003', range, values, { data: { fix: 'replace', text: example } });
    return;
  }
  if (workspace.find(row.kind, name, version).length > 0) return;
  const foreign = isForeign(object, workspace);
  const missing = { kind: row.kind, name, range, withVersion: row.withVersion === true, isForeign: foreign };
  reportMissingObject(report, workspace, version === undefined ? missing : { ...missing, version });
}
