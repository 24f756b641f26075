import type { JsonValue } from '../model/data.ts';
import type { GraphGesture } from '../model/workflow-graph.ts';
import { isRecord, isStepId, isStepIds } from './graph-values.ts';

/** The gesture, built anew from what was checked; undefined when it is none. */
export function readGesture(value: unknown): GraphGesture | undefined {
  if (!isRecord(value) || typeof value['type'] !== 'string') return undefined;
  return Object.hasOwn(gestures, value['type']) ? gestures[value['type'] as GraphGesture['type']](value) : undefined;
}

type Values = Readonly<Record<string, unknown>>;

const gestures: Readonly<Record<GraphGesture['type'], (value: Values) => GraphGesture | undefined>> = {
  add: ({ step, after, before }) =>
    isStepId(step) && isStepIds(after) && isStepIds(before) ? { type: 'add', step, after, before } : undefined,
  connect: ({ from, to }) => (isStepId(from) && isStepId(to) ? { type: 'connect', from, to } : undefined),
  disconnect: ({ from, to }) => (isStepId(from) && isStepId(to) ? { type: 'disconnect', from, to } : undefined),
  rewire: ({ from, to, newFrom, newTo }) =>
    isStepId(from) && isStepId(to) && isStepId(newFrom) && isStepId(newTo)
      ? { type: 'rewire', from, to, newFrom, newTo }
      : undefined,
  delete: ({ steps, heal }) =>
    isStepIds(steps) && typeof heal === 'boolean' ? { type: 'delete', steps, heal } : undefined,
  replace: ({ step, by }) => (isStepId(step) && isStepId(by) ? { type: 'replace', step, by } : undefined),
  paste: ({ steps, after }) => {
    if (!Array.isArray(steps) || !isStepIds(after)) return undefined;
    const read = steps.filter(isPasted).map((one) => ({ step: one.step, after: one.after }));
    return read.length === steps.length ? { type: 'paste', steps: read, after } : undefined;
  },
  set: ({ step, key, value }) => {
    if (typeof key !== 'string' || !/^[\w$-]+(\/[\w$-]+)*$/.test(key)) return undefined;
    if (!(step === undefined || isStepId(step)) || !(value === undefined || isJson(value))) return undefined;
    return { type: 'set', key, ...(step === undefined ? {} : { step }), ...(value === undefined ? {} : { value }) };
  },
  'make-explicit': () => ({ type: 'make-explicit' }),
  several: ({ gestures: list }) => {
    if (!Array.isArray(list) || list.some((one) => isRecord(one) && one['type'] === 'several')) return undefined;
    const read = list.flatMap((one: unknown) => readGesture(one) ?? []);
    return read.length === list.length ? { type: 'several', gestures: read } : undefined;
  },
};

function isPasted(value: unknown): value is { step: string; after: readonly string[] } {
  return isRecord(value) && isStepId(value['step']) && isStepIds(value['after']);
}

function isJson(value: unknown, depth = 0): value is JsonValue {
  if (value === null || ['string', 'boolean'].includes(typeof value)) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (depth > 20) return false;
  if (Array.isArray(value)) return value.every((one) => isJson(one, depth + 1));
  return isRecord(value) && Object.values(value).every((one) => isJson(one, depth + 1));
}
