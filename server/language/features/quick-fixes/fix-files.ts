import path from 'node:path';
import { stepBaseClasses, type StepBaseClass } from '../../../../schemas/model/steps.ts';
import { expectedCodeFile } from '../../objects/code-file.ts';
import { isObjectKind, kindRows } from '../../objects/object-kinds.ts';
import type { YamlObject } from '../../objects/yaml-object.ts';
import type { OutlineClass } from '../../typescript/class-outline.ts';
import type { TextEdit } from '../navigation/text-edit.ts';
import { indented, stepClassText } from '../skeletons/class-text.ts';
import { classNameOf, yamlText } from '../skeletons/names.ts';
import { classText, newObjectFiles } from '../skeletons/new-files.ts';
import { stepMethodSkeletons } from '../skeletons/step-methods.ts';
import { baseClassOf } from '../steps/segments.ts';
import { edited, type Fix, type Fixer } from './fix.ts';
import { addKeyEdit, lineBreak } from './yaml-edits.ts';

/** The missing object, with the class that its kind needs. A step may be of any base class. */
export const createObject: Fixer = ({ project, problem }) => {
  const { kind, name, version } = problem.data;
  if (!isObjectKind(kind) || typeof name !== 'string') return [];
  const bases: readonly (StepBaseClass | undefined)[] =
    kind === 'step' ? ['NormalStep', 'AsyncStep', 'EventStep', 'SubworkflowStep'] : [undefined];
  return bases.map((baseClass, index): Fix => {
    const wanted = {
      kind,
      name,
      ...(version === undefined ? {} : { version: String(version) }),
      ...(baseClass === undefined ? {} : { baseClass }),
    };
    const as = baseClass === undefined || baseClass === 'NormalStep' ? '' : ` as ${baseClass}`;
    return {
      title: `Create ${kindRows[kind].label} "${name}"${as}`,
      edit: { edits: [], created: newObjectFiles(project.workspace, wanted) },
      ...(index === 0 ? { isPreferred: true } : {}),
    };
  });
};

/** The code file that an object names, with its class. */
export const createCodeFile: Fixer = ({ project, file }) => {
  const object = project.object(file);
  const text = object && textForObject(object);
  if (!object || text === undefined) return [];
  const created = [{ file: expectedCodeFile(object), text }];
  return [
    { title: `Create ${path.basename(expectedCodeFile(object))}`, edit: { edits: [], created }, isPreferred: true },
  ];
};

/** Code in a language that does not run here: a TypeScript class in its place; the other file stays where it is. */
export const convertToTypeScript: Fixer = ({ project, file }) => {
  const object = project.object(file);
  const text = object && textForObject(object);
  if (!object || text === undefined) return [];
  const name = path.basename(file).replace(/\.ya?ml$/i, '.ts');
  const target = path.join(path.dirname(file), name);
  const edits = [valueEdit(object, 'code', name), valueEdit(object, 'lang', 'typescript')].filter(
    (edit) => edit !== undefined,
  );
  const created = project.workspace.hasFile(target) ? [] : [{ file: target, text }];
  return [{ title: `Write its class in TypeScript: ${name}`, edit: { edits, created }, isPreferred: true }];
};

function valueEdit(object: YamlObject, key: string, value: string): TextEdit | undefined {
  const node = object.node([key]);
  if (node?.kind !== 'scalar' || node.end === node.start) return undefined;
  return { file: object.file, start: node.start, end: node.end, text: yamlText(value) };
}

/** The class of an object that exists, under the name that its YAML gives. */
export function textForObject(object: YamlObject, wanted = object.text('class-name')): string | undefined {
  const className = wanted ?? classNameOf(object.name);
  if (object.kind === 'step')
    return stepClassText({ className, step: object.name, base: baseClassOf(object) ?? 'NormalStep' });
  return classText({ kind: object.kind, name: className });
}

/** The class, at the end of a code file that exists. */
export const createClass: Fixer = ({ project, file, problem }) => {
  const object = project.object(file);
  if (!object?.codeFile) return [];
  const wanted = typeof problem.data['text'] === 'string' ? problem.data['text'] : undefined;
  const text = textForObject(object, wanted);
  const present = project.codeText(object.codeFile);
  if (text === undefined || present === undefined) return [];
  const edits = mergedClass(object.codeFile, present, text);
  const name = wanted ?? object.text('class-name') ?? classNameOf(object.name);
  return [{ title: `Create class ${name} in ${path.basename(object.codeFile)}`, edit: { edits }, isPreferred: true }];
};

/** A skeleton's import goes to the top of a text, its class to the end. */
function mergedClass(file: string, present: string, skeleton: string): readonly TextEdit[] {
  const [head = '', ...rest] = skeleton.split('\n');
  const isImport = head.startsWith('import ');
  const end = present.length;
  const br = lineBreak(present);
  const body = (isImport ? rest : [head, ...rest]).join('\n').replace(/^\n+/, '').replace(/\n/g, br);
  const between = present.trim() === '' ? '' : /\n$/.test(present) ? br : br + br;
  const edits = [{ file, start: end, end, text: between + body }];
  return isImport && !present.includes(head) ? [{ file, start: 0, end: 0, text: head + br }, ...edits] : edits;
}

/** Says which of several classes of the file is meant. */
export const chooseClassName: Fixer = ({ project, file }) => {
  const object = project.object(file);
  if (!object?.codeFile) return [];
  const { classes } = project.outline(object.codeFile);
  return classes
    .filter(({ isExported, isAbstract }) => isExported && !isAbstract)
    .flatMap(({ name }): readonly Fix[] => {
      const edit = addKeyEdit(object, [], 'class-name', name, ['type', 'name', 'version', 'patch', 'desc', 'author']);
      return edit ? [{ title: `Add "class-name: ${name}"`, edit: { edits: [edit] } }] : [];
    });
};

/** A method that a class lacks: `data.method`, in the class `data.class` or the one at the place. */
export const addMethod: Fixer = ({ project, file, problem }) => {
  const method = String(problem.data['method'] ?? '');
  const at = classAt(project.outline(file).classes, String(problem.data['class'] ?? ''), problem.start);
  return at ? addMethodFix(file, project.codeText(file) ?? '', at, method) : [];
};

/** Adds one method of the skeleton table to a step class. */
export function addMethodFix(file: string, text: string, into: OutlineClass, method: string): readonly Fix[] {
  const base = into.base?.name;
  if (base === undefined || !Object.hasOwn(stepBaseClasses, base)) return [];
  const step = /OrderOf<['"]([^'"]+)['"]>/.exec(text.slice(into.bodyStart, into.bodyEnd))?.[1] ?? into.name;
  const found = stepMethodSkeletons(base as StepBaseClass, step).find(({ name }) => name === method);
  if (!found || into.methods.some(({ name }) => name === method)) return [];
  const br = lineBreak(text);
  const last = into.methods.at(-1);
  const at = last ? last.fullEnd : into.bodyStart;
  const written = indented(found.text).replace(/\n/g, br);
  const inserted = last ? br + br + written : br + written + (into.bodyStart === into.bodyEnd ? br : '');
  return [{ title: `Add the method "${method}"`, edit: edited(file, at, at, inserted) }];
}

function classAt(classes: readonly OutlineClass[], name: string, offset: number): OutlineClass | undefined {
  return (
    classes.find((each) => each.name === name) ??
    classes.find(({ start, bodyEnd }) => offset >= start && offset <= bodyEnd)
  );
}
