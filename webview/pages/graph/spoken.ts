import { fill } from '../../view/element.ts';
import type { Model } from './model.ts';
import type { LiveLook } from './scene/node-look.ts';
import type { ShownNode } from './shown-graph.ts';
import type { Texts } from './texts.ts';
import type { StepKind } from '../../../schemas/model/workflow-graph.ts';
import type { GraphText } from '../../../schemas/protocol/graph-texts.ts';

/** What a screen reader says of a node: what it is, what it waits for, what follows, what is wrong, how it stands. */
export function spokenName(model: Model, texts: Texts, node: ShownNode, live: LiveLook | undefined): string {
  const { id, step, members } = node;
  const names = (ids: readonly string[]): string =>
    ids.length > 4 ? fill(texts.nSteps, ids.length) : ids.map((one) => nameOf(one)).join(', ');
  const before = model.shown.queries.directlyBefore(id);
  const after = model.shown.queries.directlyAfter(id);
  const kind = texts[kindTexts[step.kind]];
  const problems = members.flatMap((member) => member.problems);
  const parts = [
    members.length > 1
      ? fill(texts.spokenSeries, step.name, members.at(-1)?.name ?? '', members.length)
      : `${step.name} ${step.version}`,
    members.length > 1 ? '' : step.isArray ? fill(texts.spokenArray, kind) : kind,
    targetOf(node, texts),
    before.length === 0 ? texts.spokenStarts : fill(texts.spokenAfter, names(before)),
    after.length === 0 ? texts.spokenEnds : fill(texts.spokenBefore, names(after)),
    live === undefined ? '' : live.text,
    problems.length === 0 ? '' : fill(texts.spokenProblems, problems.length, problems[0]?.message ?? ''),
    model.breakpoints.has(id) ? texts.spokenBreakpoint : '',
    step.description,
  ];
  return parts
    .filter((part) => part !== '')
    .map((part) => part.replace(/\.$/, ''))
    .join('. ');
}

/** Name of a step without its version. */
export function nameOf(id: string): string {
  const colon = id.lastIndexOf(':');
  return colon > 0 ? id.slice(0, colon) : id;
}

function targetOf({ step, members }: ShownNode, texts: Texts): string {
  if (members.length > 1) return '';
  if (step.queue !== undefined) return fill(texts.spokenQueue, step.queue);
  if (step.event !== undefined) return fill(texts.spokenEvent, step.event);
  return step.subworkflow === undefined ? '' : fill(texts.spokenSubworkflow, step.subworkflow);
}

const kindTexts: Readonly<Record<StepKind, GraphText>> = {
  normal: 'kindNormal',
  async: 'kindAsync',
  event: 'kindEvent',
  subworkflow: 'kindSubworkflow',
  unknown: 'kindUnknown',
};
