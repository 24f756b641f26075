import { codeLanguage } from '../objects/code-file.ts';
import { kindRows } from '../objects/object-kinds.ts';
import type { WorkspaceView } from '../objects/workspace-view.ts';
import type { YamlObject } from '../objects/yaml-object.ts';

/**
 * An object of the manuals' own system: its code is in another language, so it is shown and not run, and what it names may
 * live in that system. A file that only has the manuals' suffix may well hold TypeScript.
 */
export function isForeign(object: YamlObject, workspace: WorkspaceView): boolean {
  if (object.kind === 'workflow') return isForeignWorkflow(object, workspace);
  const hasCode = object.node(['code']) !== undefined || object.node(['lang']) !== undefined;
  if (kindRows[object.kind].code !== undefined && hasCode) return codeLanguage(object) !== 'typescript';
  return kindRows[object.kind].code === undefined && hasManualsSuffix(object.file);
}

function isForeignWorkflow(object: YamlObject, workspace: WorkspaceView): boolean {
  if ((object.node(['code']) ?? object.node(['lang'])) && codeLanguage(object) !== 'typescript') return true;
  const steps = (object.graph?.steps ?? []).flatMap(({ name, version }) => workspace.find('step', name, version));
  if (steps.length === 0) return hasManualsSuffix(object.file);
  return steps.some((step) => isForeign(step, workspace));
}

function hasManualsSuffix(file: string): boolean {
  return /\.q(?!ueue\.)[a-z]+\.ya?ml$/i.test(file);
}
