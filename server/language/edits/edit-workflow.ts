import type { GraphGesture } from '../../../schemas/model/workflow-graph.ts';
import type { GraphFaultKind, StepGraph } from '../graph/step-graph.ts';
import { entryAt, nodeAt, type YamlList } from '../yaml/node.ts';
import type { YamlDocument } from '../yaml/read-yaml.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { writeOutAliases } from './aliases.ts';
import { emptyList } from './empty-list.ts';
import { editExplicit } from './explicit-form.ts';
import { convertNested } from './nested/convert.ts';
import { commentedSteps, keepsComments } from './nested/comments.ts';
import { editNested, rewriteNested } from './nested/nested-form.ts';
import { nestedTreeOf } from './nested/series-parallel.ts';
import { stringText } from './scalars.ts';
import { setValue } from './set-value.ts';
import { isAlias, lineBreak } from './source.ts';
import { applyGesture, type StepGesture } from './apply-gesture.ts';
import { TargetGraph } from './target.ts';
import { applyEdits, differenceOf, tidyEdits, type TextEdit } from './text-edits.ts';
import { graphOf, saysTarget } from './verify.ts';

/** What a gesture makes of a workflow's text; `converted`: nested lists became explicit edges. */
export type WorkflowEdit =
  | { readonly type: 'edit'; readonly edits: readonly TextEdit[]; readonly converted: boolean }
  | { readonly type: 'refused'; readonly reason: string };

/** The smallest edits that make a workflow's text say what the gestures mean, all of them in one, or why that cannot be. */
export function editWorkflow(
  document: YamlDocument,
  gestures: readonly GraphGesture[],
  keyOrder: readonly string[] = [],
): WorkflowEdit {
  const flat = gestures.flatMap(flatten);
  const values = flat.filter((gesture) => gesture.type === 'set');
  const steps = flat.filter((gesture) => gesture.type !== 'set');
  if (document.faults.some(({ kind }) => kind !== 'duplicate-key'))
    return refused('The text of this file has an error. Correct it in the text first.');
  const graphEdit = steps.length === 0 ? unchanged : editSteps(document, steps);
  if (graphEdit.type === 'refused' || values.length === 0) return graphEdit;
  let now = steps.length === 0 ? document : readYaml(applyEdits(document.text, graphEdit.edits), undefined, document);
  let edits = graphEdit.edits;
  for (const { key, value } of values) {
    if (key === 'steps') return refused('Steps are changed by gestures of their own.');
    const edit = setValue(now, key, value, keyOrder);
    if (edit.type === 'refused') return edit;
    const text = applyEdits(now.text, edit.edits);
    // One list in the original text; a single value keeps its own small edits.
    edits = now === document ? edit.edits : differenceOf(document.text, text);
    now = readYaml(text, undefined, now);
  }
  return { type: 'edit', edits, converted: graphEdit.converted };
}

type SimpleGesture = Exclude<GraphGesture, { readonly type: 'several' }>;

const unchanged = { type: 'edit', edits: [], converted: false } as const;

function flatten(gesture: GraphGesture): readonly SimpleGesture[] {
  return gesture.type === 'several' ? gesture.gestures.flatMap(flatten) : [gesture];
}

function refused(reason: string): { readonly type: 'refused'; readonly reason: string } {
  return { type: 'refused', reason };
}

function editSteps(document: YamlDocument, gestures: readonly StepGesture[]): WorkflowEdit {
  const graph = graphOf(document);
  const fault = blockingFault(graph);
  if (fault !== undefined) return refused(fault);
  const target = new TargetGraph(graph.steps.map(({ identity, after }) => [identity, after]));
  for (const gesture of gestures) {
    const reason = applyGesture(target, gesture);
    if (reason !== undefined) return refused(reason);
  }
  return write(document, graph, target) ?? refused(cannotWrite);
}

const cannotWrite =
  'The steps of this file are written in a way that cannot be changed in the picture without losing something. Change them in the text.';

/** What is wrong with the list itself, so that it is not clear what an edit should change. Cycles may be undone here. */
function blockingFault(graph: StepGraph): string | undefined {
  const light: ReadonlySet<GraphFaultKind> =
    graph.form === 'explicit'
      ? new Set([
          'after-twice',
          'after-unknown',
          'after-ambiguous',
          'after-missing',
          'unknown-key',
          'waits-for-itself',
          'cycle',
        ])
      : new Set(['empty-group', 'no-steps']);
  const fault = graph.faults.find(({ kind }) => !light.has(kind));
  return fault === undefined ? undefined : 'The list of steps has an error. Correct it in the text first.';
}

function write(document: YamlDocument, graph: StepGraph, target: TargetGraph): WorkflowEdit | undefined {
  if (graph.form === 'none') return writeFirst(document, target);
  for (const { edit, converted } of waysToWrite(graph, target)) {
    const found = attempt(document, edit, target, converted);
    if (found) return found;
  }
  return undefined;
}

type Editing = (from: YamlDocument, list: YamlList) => readonly TextEdit[] | undefined;

/** From the smallest edit to the largest. */
function waysToWrite(graph: StepGraph, target: TargetGraph): readonly { edit: Editing; converted: boolean }[] {
  const inExplicit: Editing = (from, list) => editExplicit(from, list, graphOf(from).steps, target);
  if (graph.form === 'explicit') return [{ edit: inExplicit, converted: false }];
  if (target.order.length === 0) return [{ edit: (from, list) => emptyList(from, ['steps'], list), converted: false }];
  const convert = { edit: (from: YamlDocument) => convertAndEdit(from, target), converted: true };
  const tree = target.mustBeExplicit ? undefined : treeOf(target);
  if (!tree) return [convert];
  const nested = { tree, replaced: target.replaced };
  const isKept = (id: string): boolean => target.has(id) || [...target.replaced.values()].includes(id);
  return [
    { edit: withComments((from, list) => editNested(from.text, list, nested), isKept), converted: false },
    { edit: withComments((from, list) => rewriteNested(from.text, list, nested), isKept), converted: false },
    convert,
  ];
}

/** Only an edit after which no comment is missing. */
function withComments(edit: Editing, isKept: (id: string) => boolean): Editing {
  return (from, list) => {
    const edits = edit(from, list);
    const now = edits && stepsOf(readYaml(applyEdits(from.text, edits), undefined, from));
    if (!now) return undefined;
    const text = applyEdits(from.text, edits);
    return keepsComments(commentedSteps(from.text, list), commentedSteps(text, now), isKept) ? edits : undefined;
  };
}

function treeOf(target: TargetGraph): ReturnType<typeof nestedTreeOf> {
  return nestedTreeOf(target.order.map((id) => ({ id, after: target.after(id) })));
}

/** Tries as it is, then with aliases written out whose anchors are touched; takes what says the target. */
function attempt(
  document: YamlDocument,
  edit: Editing,
  target: TargetGraph,
  converted: boolean,
): WorkflowEdit | undefined {
  const list = stepsOf(document);
  const plain = list && edit(document, list);
  const edits = plain && tidyEdits(document.text, plain);
  if (edits && saysTarget(document, applyEdits(document.text, edits), target))
    return { type: 'edit', edits, converted };
  const aliases = writeOutAliases(document, plain ?? []);
  if (aliases.length === 0) return undefined;
  const open = readYaml(applyEdits(document.text, aliases));
  const openList = stepsOf(open);
  const openEdits = openList && edit(open, openList);
  if (!openEdits) return undefined;
  const text = applyEdits(open.text, openEdits);
  return saysTarget(document, text, target) && { type: 'edit', edits: differenceOf(document.text, text), converted };
}

/** Explicit edges of the same graph first, then the gesture in that text. */
function convertAndEdit(document: YamlDocument, target: TargetGraph): readonly TextEdit[] | undefined {
  const list = stepsOf(document);
  if (!list) return undefined;
  const converted = readYaml(applyEdits(document.text, convertNested(document.text, list, graphOf(document).steps)));
  const explicit = stepsOf(converted);
  const graph = graphOf(converted);
  if (!explicit || graph.form !== 'explicit') return undefined;
  const edits = editExplicit(converted, explicit, graph.steps, target);
  return edits && differenceOf(document.text, applyEdits(converted.text, edits));
}

function stepsOf(document: YamlDocument): YamlList | undefined {
  const node = nodeAt(document.root, ['steps']);
  return node?.kind === 'list' && !isAlias(document.text, node) ? node : undefined;
}

/** The first steps of a workflow: in the place of `steps: []`, of `steps:` without a value, or at the end. */
function writeFirst(document: YamlDocument, target: TargetGraph): WorkflowEdit | undefined {
  const { text, root } = document;
  if (root?.kind !== 'map' || text[root.start] === '{') return undefined;
  if (target.order.length === 0) return unchanged;
  const names = new Set(target.order.map(nameOf));
  const spell = (id: string): string => stringText(names.size === target.order.length ? nameOf(id) : id);
  const newLine = lineBreak(text, 0);
  const lines = target.order.flatMap((id) => [
    `  - step: ${stringText(id)}`,
    `    after: [${target.after(id).map(spell).join(', ')}]`,
  ]);
  const block = lines.map((line) => newLine + line).join('');
  const entry = entryAt(root, ['steps']);
  const at = entry ? Math.max(entry.keyEnd, text.indexOf(':', entry.keyEnd) + 1) : text.length;
  const lead = text === '' || text.endsWith('\n') ? '' : newLine;
  const edit = entry
    ? { start: at, end: Math.max(at, entry.value.end), text: block }
    : { start: at, end: at, text: `${lead}steps:${block}${newLine}` };
  const edits = [edit];
  return saysTarget(document, applyEdits(text, edits), target) && { type: 'edit', edits, converted: false };
}

function nameOf(id: string): string {
  return id.slice(0, id.indexOf(':'));
}
