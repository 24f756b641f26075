import type { OrderStatus } from '../../../schemas/model/status.ts';
import { fill } from '../../view/element.ts';
import { durationText } from '../../view/format.ts';
import { statusSign, statusTone } from '../../view/status.ts';
import type { EdgeLook } from './scene/edge-layer.ts';
import type { LiveLook, NodeLook } from './scene/node-look.ts';
import type { Model } from './model.ts';
import type { ShownNode } from './shown-graph.ts';
import { spokenName } from './spoken.ts';
import type { Texts } from './texts.ts';

/** How a node is to be drawn and spoken of now. */
export function lookOf(model: Model, texts: Texts, node: ShownNode, place: number): NodeLook {
  const { id, step, members } = node;
  const problems = members
    .flatMap((member) => member.problems)
    .filter(({ severity }) => severity === 'error' || severity === 'warning');
  const live = liveLook(model, texts, node);
  const { before, after } = model.related;
  const isRelated = before.size + after.size > 0;
  const isMatch = model.matches?.has(id) === true;
  const relation = before.has(id) ? 'before' : after.has(id) ? 'after' : '';
  return {
    id,
    name: members.length > 1 ? `${step.name} … ${members.at(-1)?.name ?? ''}` : step.name,
    version: members.length > 1 ? '' : step.version,
    description: members.length > 1 ? fill(texts.seriesOf, members.length) : step.description,
    kind: step.kind,
    isArray: step.isArray && members.length === 1,
    count: members.length,
    target: members.length > 1 ? '' : (step.queue ?? step.event ?? step.subworkflow ?? ''),
    problems: problems.length,
    isError: problems.some(({ severity }) => severity === 'error'),
    breakpoint: breakpointOf(model, node),
    live,
    isSelected: model.selection.has(id),
    relation,
    isMatch,
    isDim: (model.matches !== undefined && !isMatch) || (isRelated && relation === '' && !model.selection.has(id)),
    spoken: spokenName(model, texts, node, live),
    place,
  };
}

export function lookOfEdge(
  model: Model,
  { from, to }: { readonly from: string; readonly to: string },
  isRedundant: boolean,
): EdgeLook {
  if (model.edge?.from === from && model.edge.to === to) return 'selected';
  const { before, after } = model.related;
  if (before.size + after.size > 0) {
    if (before.has(from) && (before.has(to) || model.selection.has(to))) return 'before';
    if (after.has(to) && (after.has(from) || model.selection.has(from))) return 'after';
    return 'dim';
  }
  if (model.matches !== undefined) return 'dim';
  return isRedundant ? 'redundant' : 'plain';
}

function breakpointOf(model: Model, { members }: ShownNode): NodeLook['breakpoint'] {
  const set = members.map(({ id }) => model.breakpoints.get(id)).filter((one) => one !== undefined);
  if (set.length === 0) return '';
  return set.includes(true) ? 'on' : 'off';
}

function liveLook({ live }: Model, texts: Texts, { members }: ShownNode): LiveLook | undefined {
  if (live.type === 'order') {
    // A collapsed series shows the step that asks for the most attention.
    const [worst] = members
      .flatMap(({ id }) => live.steps[id] ?? [])
      .sort((a, b) => urgency.indexOf(statusTone(a.status)) - urgency.indexOf(statusTone(b.status)));
    if (worst === undefined) return undefined;
    const { status, attempts, milliseconds, elements } = worst;
    const parts = [
      status,
      ...(attempts > 1 ? [`×${attempts}`] : []),
      ...(milliseconds === undefined ? [] : [durationText(milliseconds)]),
      ...(elements === undefined ? [] : [fill(texts.elements, countDone(elements), elements.length)]),
    ];
    return {
      sign: statusSign(status),
      tone: statusTone(status),
      text: parts.join(' · '),
      elements: (elements ?? []).map(statusTone),
    };
  }
  if (live.type !== 'counts') return undefined;
  const counts = members.flatMap(({ id }) => live.steps[id] ?? []);
  const orders = counts.reduce((sum, one) => sum + one.orders, 0);
  const errors = counts.reduce((sum, one) => sum + one.errors, 0);
  if (orders + errors === 0) return undefined;
  const text = errors > 0 ? fill(texts.ordersAndErrors, orders, errors) : fill(texts.ordersHere, orders);
  return { sign: errors > 0 ? '✕' : '●', tone: errors > 0 ? 'bad' : 'plain', text, elements: [] };
}

const urgency: readonly LiveLook['tone'][] = ['bad', 'active', 'waiting', 'plain', 'good'];

function countDone(elements: readonly OrderStatus[]): number {
  return elements.filter((status) => status === 'COMPLETE').length;
}
