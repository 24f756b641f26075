import type { GraphNode, StepId } from '../../../schemas/model/workflow-graph.ts';
import type { GraphText } from '../../../schemas/protocol/graph-texts.ts';
import { fill } from '../../view/element.ts';
import { addStep, replaceStep } from './adding.ts';
import { connectTo, disconnect, rewire, rewireEdge, waitFor } from './connecting.ts';
import type { Page } from './page.ts';
import { deleteSteps } from './removing.ts';
import { seriesOf } from './shown-graph.ts';
import { nameOf } from './spoken.ts';

export interface Operation {
  readonly text: GraphText;
  readonly group: 'add' | 'edges' | 'edit' | 'go' | 'order' | 'view';
  /** As `event.key`, with `Ctrl+` and `Shift+` before it; Cmd counts as Ctrl. */
  readonly key?: string;
  /** It changes the text. */
  readonly edits?: boolean;
  readonly on: 'step' | 'edge' | 'graph';
  isPossible?(page: Page): boolean;
  run(page: Page): void | Promise<void>;
}

/** Everything a person can do, once: the menu, the keys and the buttons are made from this table. */
export const operations: readonly Operation[] = [
  { text: 'opAppend', key: 'Insert', group: 'add', edits: true, on: 'step', run: append },
  { text: 'opInsertBefore', key: 'Shift+Insert', group: 'add', edits: true, on: 'step', run: insertBefore },
  { text: 'opInsertOnEdge', key: 'Insert', group: 'add', edits: true, on: 'edge', run: insertOnEdge },
  { text: 'opAddFirst', key: 'Insert', group: 'add', edits: true, on: 'graph', run: addFirst },
  { text: 'opConnect', group: 'edges', edits: true, on: 'step', run: onStep(connectTo) },
  { text: 'opWaitFor', group: 'edges', edits: true, on: 'step', run: onStep(waitFor) },
  { text: 'opDisconnect', group: 'edges', edits: true, on: 'step', isPossible: hasEdges, run: onStep(disconnect) },
  { text: 'opRewire', group: 'edges', edits: true, on: 'step', isPossible: hasEdges, run: onStep(rewire) },
  { text: 'opRewireFrom', group: 'edges', edits: true, on: 'edge', run: onEdge('from') },
  { text: 'opRewireTo', group: 'edges', edits: true, on: 'edge', run: onEdge('to') },
  { text: 'opRemoveEdge', key: 'Delete', group: 'edit', edits: true, on: 'edge', run: removeEdge },
  { text: 'opRename', key: 'F2', group: 'edit', edits: true, on: 'step', isPossible: hasFile, run: rename },
  { text: 'opReplace', group: 'edit', edits: true, on: 'step', run: onStep(replaceStep) },
  { text: 'opDuplicate', key: 'Ctrl+d', group: 'edit', edits: true, on: 'step', isPossible: hasFile, run: duplicate },
  { text: 'opCut', key: 'Ctrl+x', group: 'edit', edits: true, on: 'step', run: () => clipboard('cut') },
  { text: 'opCopy', key: 'Ctrl+c', group: 'edit', on: 'step', run: () => clipboard('copy') },
  { text: 'opDelete', key: 'Delete', group: 'edit', edits: true, on: 'step', run: remove },
  { text: 'opQuickFix', key: 'Ctrl+.', group: 'go', on: 'step', isPossible: hasProblem, run: quickFix },
  { text: 'opText', key: 'Ctrl+Enter', group: 'go', on: 'step', run: open('text') },
  { text: 'opYaml', group: 'go', on: 'step', isPossible: hasFile, run: open('yaml') },
  {
    text: 'opCode',
    key: 'F12',
    group: 'go',
    on: 'step',
    isPossible: (page) => stepOf(page)?.codeUri !== undefined,
    run: open('code'),
  },
  {
    text: 'opSubworkflow',
    group: 'go',
    on: 'step',
    isPossible: (page) => stepOf(page)?.subworkflow !== undefined,
    run: open('subworkflow'),
  },
  { text: 'opBreakpoint', key: 'F9', group: 'order', on: 'step', run: breakpoint },
  { text: 'opSkip', group: 'order', on: 'step', isPossible: canSkip, run: skip },
  {
    text: 'opRetry',
    group: 'order',
    on: 'graph',
    isPossible: ({ model }) => model.live.type === 'order' && model.live.canRetry,
    run: (page) => page.send({ type: 'retry' }),
  },
  {
    text: 'opShowOrder',
    group: 'order',
    on: 'graph',
    isPossible: hasOrder,
    run: (page) => page.send({ type: 'show-order' }),
  },
  { text: 'opChooseOrder', group: 'order', on: 'graph', run: (page) => page.send({ type: 'choose-order' }) },
  {
    text: 'opForgetOrder',
    group: 'order',
    on: 'graph',
    isPossible: hasOrder,
    run: (page) => page.send({ type: 'forget-order' }),
  },
  { text: 'opSelectBefore', group: 'view', on: 'step', run: selectRelated('before') },
  { text: 'opSelectAfter', group: 'view', on: 'step', run: selectRelated('after') },
  { text: 'opCollapse', group: 'view', on: 'step', isPossible: canCollapse, run: collapse },
  { text: 'opExpand', group: 'view', on: 'step', isPossible: isCollapsed, run: collapse },
  { text: 'opCollapseAll', group: 'view', on: 'graph', run: collapseAll },
  {
    text: 'opExpandAll',
    group: 'view',
    on: 'graph',
    isPossible: ({ model }) => model.collapsed.size > 0,
    run: expandAll,
  },
  {
    text: 'opSelectAll',
    key: 'Ctrl+a',
    group: 'view',
    on: 'graph',
    run: (page) => page.model.select(page.model.shown.byId.keys()),
  },
  {
    text: 'opRelated',
    key: 'Ctrl+h',
    group: 'view',
    on: 'graph',
    run: ({ model }) => model.setRelatedShown(!model.isRelatedShown),
  },
  { text: 'opDirection', group: 'view', on: 'graph', run: turn },
  { text: 'opArrange', group: 'view', on: 'graph', run: arrangeAnew },
  { text: 'opFit', key: '0', group: 'view', on: 'graph', run: (page) => page.fit() },
  { text: 'opZoomIn', key: '+', group: 'view', on: 'graph', run: (page) => page.zoom(1.25) },
  { text: 'opZoomOut', key: '-', group: 'view', on: 'graph', run: (page) => page.zoom(0.8) },
  { text: 'opSearch', key: 'Ctrl+f', group: 'view', on: 'graph', run: (page) => page.startSearch() },
  { text: 'opPanel', key: 'Enter', group: 'view', on: 'step', run: (page) => page.openPanel() },
  { text: 'opPanelToggle', group: 'view', on: 'graph', run: (page) => page.togglePanel() },
  {
    text: 'opExplicit',
    group: 'edit',
    edits: true,
    on: 'graph',
    isPossible: ({ model }) => model.graph?.form === 'nested',
    run: (page) => page.gesture({ type: 'make-explicit' }),
  },
  { text: 'opSvg', group: 'view', on: 'graph', run: (page) => page.savePicture('svg') },
  { text: 'opPng', group: 'view', on: 'graph', run: (page) => page.savePicture('png') },
];

/** Whether an operation makes sense now. */
export function isPossible(page: Page, operation: Operation): boolean {
  const { model } = page;
  if (operation.edits === true && (model.isReadOnly || model.broken !== undefined)) return false;
  if (operation.on === 'edge' && model.edge === undefined) return false;
  if (operation.on === 'step' && (model.edge !== undefined || model.targets.length === 0)) return false;
  return operation.isPossible?.(page) ?? true;
}

function append(page: Page): Promise<void> {
  const after = page.model.targets.map((id) => lastOf(page, id));
  return addStep(page, fill(page.texts.appendTitle, after.map(nameOf).join(', ')), { after, before: [] });
}

function insertBefore(page: Page): Promise<void> {
  const [id = ''] = page.model.targets;
  const after = page.model.steps.get(id)?.after.map((edge) => edge.id) ?? [];
  return addStep(page, fill(page.texts.insertBeforeTitle, nameOf(id)), { after, before: [id] });
}

async function insertOnEdge(page: Page): Promise<void> {
  const { edge } = page.model;
  if (edge === undefined) return;
  const title = fill(page.texts.insertTitle, nameOf(edge.from), nameOf(edge.to));
  await addStep(page, title, { after: [lastOf(page, edge.from)], before: [edge.to] });
}

function addFirst(page: Page): Promise<void> {
  return addStep(page, page.texts.addTitle, { after: [], before: [] });
}

function removeEdge(page: Page): void {
  const { edge } = page.model;
  if (edge) page.gesture({ type: 'disconnect', ...edge });
}

function remove(page: Page): Promise<void> {
  return deleteSteps(page, page.model.targets);
}

function rename(page: Page): void {
  const [step] = page.model.targets;
  if (step !== undefined) page.send({ type: 'rename', id: page.nextId(), step });
}

function duplicate(page: Page): void {
  const [step] = page.model.targets;
  if (step !== undefined) page.send({ type: 'duplicate', id: page.nextId(), step });
}

/** The browser makes the event of a real key from it, so that both go one way. */
function clipboard(what: 'copy' | 'cut'): void {
  document.execCommand(what);
}

async function quickFix(page: Page): Promise<void> {
  const step = stepOf(page);
  if (step === undefined) return;
  const { problems } = step;
  const choices = problems.map(({ message, remedy }, index) => ({ label: message, detail: remedy, value: index }));
  const problem =
    choices.length === 1 ? 0 : await page.picker.ask<number>({ title: page.texts.quickFixTitle, choices });
  if (problem !== undefined) page.send({ type: 'quick-fix', step: step.id, problem });
}

function breakpoint(page: Page): void {
  for (const step of page.model.targets) page.send({ type: 'toggle-breakpoint', step });
}

function skip(page: Page): void {
  const [step] = page.model.targets;
  if (step !== undefined) page.send({ type: 'skip', step });
}

function open(what: 'text' | 'yaml' | 'code' | 'subworkflow'): (page: Page) => void {
  return (page) => {
    const [step] = page.model.targets;
    if (step !== undefined) page.send({ type: 'open', what, step });
  };
}

function selectRelated(side: 'before' | 'after'): (page: Page) => void {
  return ({ model }) => {
    const all = new Set(model.targets);
    for (const id of model.targets) for (const other of model.shown.queries[side](id)) all.add(other);
    model.select(all);
  };
}

function collapse({ model }: Page): void {
  for (const id of model.targets) if (!model.collapsed.delete(id)) model.collapsed.add(id);
  model.arrange();
}

function collapseAll(page: Page): void {
  const { model } = page;
  if (model.graph) for (const { id } of seriesOf(model.graph)) model.collapsed.add(id);
  model.arrange({ anew: true });
  page.fit();
}

function expandAll(page: Page): void {
  const { model } = page;
  model.collapsed.clear();
  model.arrange({ anew: true });
  page.fit();
}

function arrangeAnew(page: Page): void {
  page.model.arrange({ anew: true });
  page.fit();
}

function turn(page: Page): void {
  const { model } = page;
  model.direction = model.direction === 'down' ? 'right' : 'down';
  model.arrange({ anew: true });
  page.fit();
}

function onStep(run: (page: Page, step: StepId) => Promise<void>): (page: Page) => Promise<void> {
  return async (page) => {
    const [step] = page.model.targets;
    if (step !== undefined) await run(page, step);
  };
}

function onEdge(end: 'from' | 'to'): (page: Page) => Promise<void> {
  return async (page) => {
    if (page.model.edge) await rewireEdge(page, page.model.edge, end);
  };
}

/** The step of a collapsed series that others wait for is its last. */
function lastOf({ model }: Page, id: StepId): StepId {
  return model.shown.byId.get(id)?.members.at(-1)?.id ?? id;
}

function stepOf({ model }: Page): GraphNode | undefined {
  return model.steps.get(model.targets[0] ?? '');
}

function hasFile(page: Page): boolean {
  return stepOf(page)?.uri !== undefined;
}

function hasProblem(page: Page): boolean {
  return (stepOf(page)?.problems.length ?? 0) > 0;
}

function hasEdges({ model }: Page): boolean {
  const [id = ''] = model.targets;
  return model.shown.queries.directlyBefore(id).length + model.shown.queries.directlyAfter(id).length > 0;
}

function hasOrder({ model }: Page): boolean {
  return model.live.type === 'order';
}

function canSkip({ model }: Page): boolean {
  return model.live.type === 'order' && model.live.steps[model.targets[0] ?? '']?.canSkip === true;
}

function isCollapsed({ model }: Page): boolean {
  return model.collapsed.has(model.targets[0] ?? '');
}

function canCollapse(page: Page): boolean {
  const { graph, targets } = page.model;
  return !isCollapsed(page) && graph !== undefined && seriesOf(graph).some(({ id }) => id === targets[0]);
}
