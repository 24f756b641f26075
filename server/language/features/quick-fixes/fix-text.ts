import { kindOfFileName, kindRows } from '../../objects/object-kinds.ts';
import type { YamlObject } from '../../objects/yaml-object.ts';
import type { YamlPath } from '../../yaml/node.ts';
import { SchemaNode } from '../place/schema-walk.ts';
import { yamlText } from '../skeletons/names.ts';
import { edited, type Fix, type FixContext, type Fixer } from './fix.ts';
import { addKeyEdit, findEntry, lineStart, pathOfMapAt, removeEntryEdit, removeItemEdit } from './yaml-edits.ts';

/** Puts another text in the place of the wrong one; quotes stay as they are. */
export const replace: Fixer = ({ file, text, problem }) => {
  const wanted = String(problem.data['text'] ?? '');
  if (wanted === '') return [];
  const quote = /^["']/.exec(text.slice(problem.start, problem.end))?.[0] ?? '';
  return [
    {
      title: `Change to ${quoted(wanted)}`,
      edit: edited(file, problem.start, problem.end, `${quote}${wanted}${quote}`),
      isPreferred: true,
      isSafe: problem.code === 'ORDO-KEY-006',
    },
  ];
};

/** A text that YAML reads as a number or a date. */
export const quote: Fixer = ({ file, text, problem }) => {
  const written = String(problem.data['text'] ?? text.slice(problem.start, problem.end));
  const edit = edited(file, problem.start, problem.end, JSON.stringify(written));
  return [{ title: 'Put it in quotes', edit, isPreferred: true, isSafe: true }];
};

export const removeKey: Fixer = (context) => {
  const { problem, file } = context;
  const object = objectOf(context);
  const edit = object && removeEntryEdit(object, problem.start);
  if (!edit) return [];
  const key = object && findEntry(object.document.root, problem.start)?.entry.key;
  return [{ title: `Remove "${key ?? ''}"`, edit: { edits: [{ ...edit, file }] } }];
};

export const removeListItem: Fixer = (context) => {
  const object = objectOf(context);
  const edit = object && removeItemEdit(object, context.problem.start);
  return edit ? [{ title: 'Remove this entry', edit: { edits: [edit] }, isPreferred: true }] : [];
};

/** A key that must be there, with a value that can stand until a person changes it. */
export const addKey: Fixer = (context) => {
  const key = String(context.problem.data['key'] ?? '');
  const object = objectOf(context);
  if (!object || key === '' || context.problem.code === 'ORDO-TS-005') return [];
  const path = pathOfMapAt(object.document.root, context.problem.start) ?? [];
  return addKeyFix(context, path, key);
};

/** A key that this problem is always about. */
export function addNamedKey(key: string): Fixer {
  return (context) => addKeyFix(context, [], key);
}

function addKeyFix(context: FixContext, path: YamlPath, key: string): readonly Fix[] {
  const object = objectOf(context);
  if (!object) return [];
  const schema = SchemaNode.of(object.kind).at(path.map((part) => (typeof part === 'number' ? 0 : part)));
  const order = Object.keys(schema?.first(({ properties }) => properties) ?? {});
  const value = valueFor(context, key, schema?.child(key));
  const edit = addKeyEdit(object, path, key, value, order);
  return edit ? [{ title: `Add "${key}"`, edit: { edits: [edit] }, isPreferred: true }] : [];
}

function valueFor({ project, file }: FixContext, key: string, schema: SchemaNode | undefined): string {
  const object = project.object(file);
  if (key === 'version') return '"1.0"';
  if (key === 'name' && object) return yamlText(object.name === '' ? 'name' : object.name);
  if (key === 'after') return '[]';
  const row = key === 'queue' || key === 'event' ? project.workspace.namesOf(key)[0] : undefined;
  if (row !== undefined) return yamlText(row);
  if (key === 'schedule')
    return ['', 'minutes: "0"', 'hours: "3"', 'days: "*"', 'months: "*"', 'dow: "*"'].join('\n  ');
  const example = schema?.defaultValue ?? schema?.examples[0] ?? schema?.choices[0];
  if (typeof example === 'string') return yamlText(example);
  if (example !== undefined) return JSON.stringify(example);
  return schema?.types.includes('array') ? '[]' : schema?.types.includes('object') ? '{}' : 'TEXT';
}

/** A step that waits for nothing starts at once. */
export const addAfter: Fixer = (context) => {
  const { text, problem } = context;
  const object = objectOf(context);
  const key = text.lastIndexOf('step', problem.start);
  const start = key < lineStart(text, problem.start) ? problem.start : key;
  const quoteBefore = /["']$/.exec(text.slice(0, start)) ? 1 : 0;
  const found = object && findEntry(object.document.root, start - quoteBefore);
  if (!object || !found) return [];
  const edit = addKeyEdit(object, found.path.slice(0, -1), 'after', '[]', ['step', 'after']);
  return edit ? [{ title: 'Add "after: []"', edit: { edits: [edit] }, isPreferred: true }] : [];
};

/** A single name becomes a list of one. */
export const wrapInList: Fixer = ({ file, text, problem }) => {
  const written = text.slice(problem.start, problem.end);
  if (/^["']?after["']?$/.test(written)) {
    const colon = text.indexOf(':', problem.end) + 1;
    return [{ title: 'Write an empty list', edit: edited(file, colon, colon, ' []'), isPreferred: true }];
  }
  return [
    { title: 'Make it a list', edit: edited(file, problem.start, problem.end, `[${written}]`), isPreferred: true },
  ];
};

/** A delay means that the step is tried again. */
export const setStatusRetry: Fixer = (context) => {
  const object = objectOf(context);
  const found = object && findEntry(object.document.root, context.problem.start);
  if (!object || !found) return [];
  const path = found.path.slice(0, -1);
  const status = object.node([...path, 'status']);
  const title = 'Set the status to RETRY';
  if (status?.kind === 'scalar' && status.end > status.start)
    return [{ title, edit: edited(object.file, status.start, status.end, 'RETRY'), isPreferred: true }];
  const edit = addKeyEdit(object, path, 'status', 'RETRY', ['name', 'desc', 'severity', 'status']);
  return edit ? [{ title, edit: { edits: [edit] }, isPreferred: true }] : [];
};

/** The kind that the file's name says. */
export const addType: Fixer = ({ file, text }) => {
  const kind = kindOfFileName(file);
  if (kind === undefined || /^["']?type["']?[ \t]*:/m.test(text)) return [];
  const title = `Say that it is a ${kindRows[kind].label}`;
  return [{ title, edit: edited(file, 0, 0, `type: ${kind}\n`), isPreferred: true }];
};

/** The object at hand; offsets of a problem are those of the text it was found in. */
function objectOf({ project, file, text }: FixContext): YamlObject | undefined {
  const object = project.object(file);
  return object?.document.text === text ? object : undefined;
}

function quoted(text: string): string {
  return `"${text}"`;
}
