import path from 'node:path';
import type { GraphDetails, GraphMethod } from '../../../schemas/model/workflow-graph.ts';
import { objectFields } from '../../language/graph/object-fields.ts';
import type { YamlObject } from '../../language/objects/yaml-object.ts';
import type { ObjectKind } from '../../language/project.ts';
import { outlineOf } from '../../language/typescript/class-outline.ts';
import { LineIndex } from '../../language/yaml/line-index.ts';
import { uriOfPath } from '../uri.ts';
import { workflowOf, type GraphDocument } from './graph.ts';

/** What the side panel shows of a step, or of the workflow; undefined when the project has no such object. */
export function graphDetails(document: GraphDocument, step: string | undefined): GraphDetails | undefined {
  const object = step === undefined ? workflowOf(document) : findStep(document, step);
  if (object === undefined) return step === undefined ? undefined : { step, fields: [], methods: [] };
  const file = path.relative(document.project.root, object.file).split(path.sep).join('/');
  const isStep = object.kind === 'step';
  return {
    ...(step === undefined ? {} : { step }),
    uri: uriOfPath(object.file),
    ...(object.codeFile === undefined ? {} : { codeUri: uriOfPath(object.codeFile) }),
    fields: objectFields({
      object,
      problems: document.problems.filter((problem) => problem.file === file),
      namesFor: (key) => namesFor(document, key, object.data[key]),
      isHidden: (key) => key === 'type' || key === 'steps',
      // A step's name and version stand in every workflow that has it: renaming is an operation of its own.
      isReadOnly: (key) => isStep && (key === 'name' || key === 'version'),
    }),
    methods: object.codeFile === undefined ? [] : methodsOf(document, object, object.codeFile),
  };
}

function findStep({ project }: GraphDocument, id: string): YamlObject | undefined {
  const colon = id.indexOf(':');
  return project.find('step', id.slice(0, colon), id.slice(colon + 1))[0] as YamlObject | undefined;
}

const referenceKinds: Readonly<Record<string, ObjectKind>> = { queue: 'queue', event: 'event', errors: 'errors' };

/** Names of the objects that a key refers to; undefined when the key refers to none or there are none yet. */
function namesFor({ project }: GraphDocument, key: string, value: unknown): readonly string[] | undefined {
  const kind = referenceKinds[key];
  if (kind === undefined || (value !== undefined && typeof value !== 'string')) return undefined;
  const names = [...new Set(project.objects.filter((object) => object.kind === kind).map(({ name }) => name))].sort();
  return names.length === 0 ? undefined : names;
}

/** Methods of the object's class, in the order of the code. */
function methodsOf({ textOf }: GraphDocument, object: YamlObject, file: string): readonly GraphMethod[] {
  const code = textOf(file);
  if (code === undefined) return [];
  const { classes } = outlineOf(file, code);
  const named = classes.find(({ name }) => name === object.data['class-name']);
  const meant = named ?? classes.find(({ isExported }) => isExported) ?? classes[0];
  const lines = new LineIndex(code);
  return (meant?.methods ?? []).map(({ name, start, end }) => ({
    name,
    uri: uriOfPath(file),
    range: lines.range(start, end),
  }));
}
