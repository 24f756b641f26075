import type { FeatureProject } from '../feature-project.ts';
import { errorLines } from '../skeletons/object-text.ts';
import { newObjectFiles } from '../skeletons/new-files.ts';
import { yamlText } from '../skeletons/names.ts';
import type { Fix, Fixer } from './fix.ts';
import { appendItemEdit } from './yaml-edits.ts';

/** A definition of an error: in each set that exists, or in a new one. */
export function defineErrorFixes(project: FeatureProject, name: string): readonly Fix[] {
  const sets = project.workspace.objects.filter((object) => object.kind === 'errors');
  if (sets.length === 0) {
    const created = newObjectFiles(project.workspace, { kind: 'errors', name: 'errors', errors: [name] });
    return [{ title: `Define the error "${name}" in a new file`, edit: { edits: [], created } }];
  }
  return sets.flatMap((object): readonly Fix[] => {
    const edit = appendItemEdit(object, 'errors', errorLines(name), ['type', 'name', 'desc', 'author']);
    return edit ? [{ title: `Define the error "${name}" in "${object.name}"`, edit: { edits: [edit] } }] : [];
  });
}

export const declareError: Fixer = ({ project, problem }) => {
  const name = String(problem.data['name'] ?? '');
  return name === '' ? [] : defineErrorFixes(project, name);
};

/** A key that the code sets becomes one of the workflow's keys. */
export const addOrderKey: Fixer = ({ project, problem }) => {
  const key = String(problem.data['key'] ?? '');
  return project.workspace
    .find('workflow', String(problem.data['workflow'] ?? ''))
    .flatMap((workflow): readonly Fix[] => {
      const edit = appendItemEdit(workflow, 'keylist', [yamlText(key)], workflowKeys);
      return preferred(`Add the order key "${key}" to "${workflow.identity}"`, edit);
    });
};

/** The one fix that fits; none where the text leaves no place for it. */
function preferred(title: string, edit: ReturnType<typeof appendItemEdit>): readonly Fix[] {
  return edit ? [{ title, edit: { edits: [edit] }, isPreferred: true }] : [];
}

const workflowKeys = [
  'type',
  'name',
  'version',
  'patch',
  'desc',
  'author',
  'autostart',
  'errors',
  'system-options',
  'keylist',
];

/** A configuration item that the code reads becomes one of its step's. */
export const addConfigItem: Fixer = ({ project, file, problem }) => {
  const key = String(problem.data['key'] ?? '');
  return project.workspace.objects
    .filter(({ codeFile }) => codeFile === file)
    .flatMap((object): readonly Fix[] => {
      const lines = [`name: ${yamlText(key)}`, 'description: What it changes.', 'type: string'];
      const edit = appendItemEdit(object, 'config-items', lines, stepKeys);
      return preferred(`Add the configuration item "${key}" to "${object.identity}"`, edit);
    });
};

const stepKeys = [
  'type',
  'name',
  'version',
  'patch',
  'desc',
  'author',
  'class-name',
  'base-class-name',
  'queue',
  'event',
  'config-items',
];
