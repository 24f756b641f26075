import { kindRows } from '../../objects/object-kinds.ts';
import type { ReferenceRule } from '../rule.ts';

/** Name and version identify an object; two files must not define the same, nor differ in letter case alone. */
export const duplicateObject: ReferenceRule = {
  scope: 'references',
  check(object, report, workspace) {
    if (object.name === '') return;
    const { label, hasVersion } = kindRows[object.kind];
    const twins = workspace
      .find(object.kind, object.name)
      .filter((other) => other !== object && other.version === object.version);
    for (const other of twins.slice(0, 1)) {
      const related = [{ file: other.file, range: other.range, message: 'It is also defined here.' }];
      const values = {
        kind: label,
        name: object.identity,
        other: workspace.relativePath(other.file),
        part: hasVersion ? 'name or version' : 'name',
      };
      report('ORDO-OBJ-001', object.range, values, { related });
    }
    for (const other of workspace.similarNames(object.kind, object.name).slice(0, 1))
      report('ORDO-OBJ-002', object.range, { kind: label, name: object.name, other });
  },
};
