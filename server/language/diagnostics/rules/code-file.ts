import path from 'node:path';
import { codeLanguage, expectedCodeFile } from '../../objects/code-file.ts';
import { kindRows } from '../../objects/object-kinds.ts';
import type { YamlObject } from '../../objects/yaml-object.ts';
import type { ReferenceRule } from '../rule.ts';

/** The code of an object lies in the project and exists. */
export const codeFile: ReferenceRule = {
  scope: 'references',
  check(object, report, workspace) {
    if (!needsCode(object) || codeLanguage(object) !== 'typescript') return;
    const file = expectedCodeFile(object);
    // Only files of the project folder are known.
    if (workspace.hasFile(file)) return;
    const range = object.rangeOf([
      object.node(['code']) ? 'code' : object.node(['class-name']) ? 'class-name' : 'name',
    ]);
    const shown = workspace.relativePath(file);
    const fromRoot = path.relative(workspace.root, file);
    if (fromRoot.startsWith('..') || path.isAbsolute(fromRoot))
      report('ORDO-OBJ-011', range, { file: object.text('code') ?? shown });
    else {
      const values = { file: shown, kind: kindRows[object.kind].label, name: object.name };
      report('ORDO-OBJ-010', range, values, { data: { fix: 'create-code-file', file: shown } });
    }
  },
};

function needsCode(object: YamlObject): boolean {
  const code = kindRows[object.kind].code;
  if (code === 'with-class' || code === 'optional')
    return object.node(['code']) !== undefined || object.node(['class-name']) !== undefined;
  return code === 'required' && !hasTriggers(object);
}

/** Methods that a flow diagram replaces need no code. */
function hasTriggers(object: YamlObject): boolean {
  const node = object.node(['fsm']);
  return node?.kind === 'list' && node.items.length > 0;
}
