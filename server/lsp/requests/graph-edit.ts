import type { FileEdits, GraphEditAnswer, GraphGesture } from '../../../schemas/model/workflow-graph.ts';
import { schemaOf } from '../../language/diagnostics/schema-check.ts';
import { editWorkflow } from '../../language/edits/edit-workflow.ts';
import { setValue } from '../../language/edits/set-value.ts';
import { applyEdits, differenceOf, type TextEdit } from '../../language/edits/text-edits.ts';
import type { YamlObject } from '../../language/objects/yaml-object.ts';
import { readYaml, type YamlDocument } from '../../language/yaml/read-yaml.ts';
import { uriOfPath } from '../uri.ts';
import { workflowOf, type GraphDocument } from './graph.ts';

/** The text edits of a gesture, or why it cannot be done. Changes nothing itself. */
export function graphEdit(document: GraphDocument, gesture: GraphGesture): GraphEditAnswer {
  const workflow = workflowOf(document);
  if (workflow === undefined) return refused('This file holds no workflow with a name.');
  const gestures = flatten(gesture);
  const own = gestures.filter((each) => each.type !== 'set' || each.step === undefined);
  const edit = editWorkflow(workflow.document, own, keysOf('workflow'));
  if (edit.type === 'refused') return edit;
  const files = edit.edits.length === 0 ? [] : [fileEdits(workflow, workflow.document, edit.edits)];
  const stepFiles = editSteps(document, gestures);
  return typeof stepFiles === 'string'
    ? refused(stepFiles)
    : { type: 'edit', files: [...files, ...stepFiles], converted: edit.converted };
}

type SimpleGesture = Exclude<GraphGesture, { readonly type: 'several' }>;

function flatten(gesture: GraphGesture): readonly SimpleGesture[] {
  return gesture.type === 'several' ? gesture.gestures.flatMap(flatten) : [gesture];
}

function refused(reason: string): GraphEditAnswer {
  return { type: 'refused', reason };
}

/** Values of steps stand in the steps' own files; a text is the reason why not. */
function editSteps({ project }: GraphDocument, gestures: readonly SimpleGesture[]): readonly FileEdits[] | string {
  const byStep = new Map<string, Extract<SimpleGesture, { readonly type: 'set' }>[]>();
  for (const gesture of gestures)
    if (gesture.type === 'set' && gesture.step !== undefined)
      byStep.set(gesture.step, [...(byStep.get(gesture.step) ?? []), gesture]);
  const files: FileEdits[] = [];
  for (const [id, values] of byStep) {
    const colon = id.indexOf(':');
    const [step] = project.find('step', id.slice(0, colon), id.slice(colon + 1)) as readonly YamlObject[];
    if (step === undefined) return `The project has no step "${id}".`;
    let now = step.document;
    let edits: readonly TextEdit[] = [];
    for (const { key, value } of values) {
      const edit = setValue(now, key, value, keysOf('step'));
      if (edit.type === 'refused') return edit.reason;
      const text = applyEdits(now.text, edit.edits);
      edits = values.length === 1 ? edit.edits : differenceOf(step.document.text, text);
      now = readYaml(text, undefined, now);
    }
    if (edits.length > 0) files.push(fileEdits(step, step.document, edits));
  }
  return files;
}

/** Keys in the order in which the schema has them, which is the order in which people write them. */
function keysOf(kind: 'workflow' | 'step'): readonly string[] {
  return Object.keys(schemaOf(kind).properties ?? {});
}

function fileEdits(object: YamlObject, { lines }: YamlDocument, edits: readonly TextEdit[]): FileEdits {
  return {
    uri: uriOfPath(object.file),
    edits: edits.map(({ start, end, text }) => ({ range: lines.range(start, end), text })),
  };
}
