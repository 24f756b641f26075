import type { OrderStatus } from '../model/status.ts';
import type { GraphDetails, GraphGesture, PaletteStep, StepId, WorkflowGraph } from '../model/workflow-graph.ts';
import type { GraphText } from './graph-texts.ts';
import { readGesture } from './graph-gesture.ts';
import { isRecord, isStepId, isStepIds } from './graph-values.ts';

/**
 * Messages between the window and the graph of a workflow (a webview). The page tells what a person did; the window
 * asks the language server for the text edits and applies them. Both sides check what arrives.
 */
export type ToGraphPage =
  | { readonly type: 'graph'; readonly version: number; readonly graph: WorkflowGraph; readonly isReadOnly: boolean }
  /** The text has no graph now; the last one stays, greyed. */
  | { readonly type: 'broken'; readonly reason: string }
  /** What became of a gesture; `steps` are to be selected. */
  | { readonly type: 'answer'; readonly id: number; readonly refused?: string; readonly select?: readonly StepId[] }
  | { readonly type: 'palette'; readonly steps: readonly PaletteStep[] }
  | { readonly type: 'details'; readonly details: GraphDetails }
  | { readonly type: 'breakpoints'; readonly steps: readonly GraphBreakpoint[] }
  | { readonly type: 'live'; readonly live: GraphLive }
  | { readonly type: 'reveal'; readonly step: StepId };

export interface GraphBreakpoint {
  readonly step: StepId;
  readonly isEnabled: boolean;
}

/** What the engine says about the steps: of one order, or of all orders of the workflow. */
export type GraphLive =
  | { readonly type: 'none' }
  | {
      readonly type: 'order';
      readonly orderId: number;
      readonly status: OrderStatus;
      readonly canRetry: boolean;
      readonly steps: Readonly<Record<StepId, LiveStep>>;
    }
  | { readonly type: 'counts'; readonly steps: Readonly<Record<StepId, LiveCounts>> };

export interface LiveStep {
  readonly status: OrderStatus;
  readonly attempts: number;
  readonly milliseconds?: number;
  readonly error?: string;
  readonly canSkip: boolean;
  /** Statuses of the elements of an array step, in the order of their indices. */
  readonly elements?: readonly OrderStatus[];
}

export interface LiveCounts {
  readonly orders: number;
  readonly errors: number;
}

export type FromGraphPage =
  | { readonly type: 'ready' }
  | { readonly type: 'gesture'; readonly id: number; readonly version: number; readonly gesture: GraphGesture }
  /** Needs words first: the window asks for them. */
  | {
      readonly type: 'new-step';
      readonly id: number;
      readonly after: readonly StepId[];
      readonly before: readonly StepId[];
    }
  | { readonly type: 'duplicate'; readonly id: number; readonly step: StepId }
  | { readonly type: 'rename'; readonly id: number; readonly step: StepId }
  | { readonly type: 'details'; readonly step?: StepId }
  | { readonly type: 'palette' }
  /** `text`: the workflow's YAML at the step; `yaml`, `code`: the step's files; `error`: what is broken in the text. */
  | { readonly type: 'open'; readonly what: OpenTarget; readonly step?: StepId; readonly name?: string }
  | { readonly type: 'quick-fix'; readonly step: StepId; readonly problem: number }
  | { readonly type: 'toggle-breakpoint'; readonly step: StepId }
  | { readonly type: 'choose-order' }
  | { readonly type: 'forget-order' }
  | { readonly type: 'skip'; readonly step: StepId }
  | { readonly type: 'retry' | 'show-order' }
  | { readonly type: 'save-picture'; readonly format: 'svg' | 'png'; readonly data: string };

export const openTargets = ['text', 'yaml', 'code', 'method', 'subworkflow', 'error', 'problem'] as const;
export type OpenTarget = (typeof openTargets)[number];

/** Translated texts; written into the page when it is made. */
export interface GraphPageStart {
  readonly locale: string;
  readonly texts: Readonly<Record<GraphText, string>>;
}

/** The message if it is one of the window's, else undefined. */
export function readToGraphPage(value: unknown): ToGraphPage | undefined {
  if (!isRecord(value) || typeof value['type'] !== 'string') return undefined;
  return Object.hasOwn(toPage, value['type']) && toPage[value['type'] as ToGraphPage['type']](value)
    ? (value as unknown as ToGraphPage)
    : undefined;
}

/** The message if it is one of the page's, without anything added; else undefined. */
export function readFromGraphPage(value: unknown): FromGraphPage | undefined {
  if (!isRecord(value) || typeof value['type'] !== 'string') return undefined;
  return Object.hasOwn(fromPage, value['type']) ? fromPage[value['type'] as FromGraphPage['type']](value) : undefined;
}

type Values = Readonly<Record<string, unknown>>;

/** The window is ours too: the form is checked as deep as the page would otherwise fail on it. */
const toPage: Readonly<Record<ToGraphPage['type'], (value: Values) => boolean>> = {
  graph: ({ version, graph, isReadOnly }) =>
    Number.isSafeInteger(version) && typeof isReadOnly === 'boolean' && isGraph(graph),
  broken: ({ reason }) => typeof reason === 'string',
  answer: ({ id, refused, select }) =>
    Number.isSafeInteger(id) && isTextOrAbsent(refused) && (select === undefined || isStepIds(select)),
  palette: ({ steps }) => Array.isArray(steps) && steps.every((step) => isRecord(step) && isStepId(step['id'])),
  details: ({ details }) => isRecord(details) && Array.isArray(details['fields']) && Array.isArray(details['methods']),
  breakpoints: ({ steps }) => Array.isArray(steps) && steps.every((one) => isRecord(one) && isStepId(one['step'])),
  live: ({ live }) =>
    isRecord(live) && (live['type'] === 'none' || (typeof live['type'] === 'string' && isRecord(live['steps']))),
  reveal: ({ step }) => isStepId(step),
};

function isGraph(value: unknown): boolean {
  return (
    isRecord(value) &&
    ['name', 'version', 'description', 'form'].every((key) => typeof value[key] === 'string') &&
    Array.isArray(value['segments']) &&
    Array.isArray(value['problems']) &&
    Array.isArray(value['steps']) &&
    value['steps'].every((step) => isRecord(step) && isStepId(step['id']) && Array.isArray(step['after']))
  );
}

/** The page is not trusted: each message is built anew from what was checked. */
const fromPage: Readonly<Record<FromGraphPage['type'], (value: Values) => FromGraphPage | undefined>> = {
  ready: () => ({ type: 'ready' }),
  gesture: ({ id, version, gesture: given }) => {
    const gesture = readGesture(given);
    return isCount(id) && isCount(version) && gesture !== undefined
      ? { type: 'gesture', id, version, gesture }
      : undefined;
  },
  'new-step': ({ id, after, before }) =>
    isCount(id) && isStepIds(after) && isStepIds(before) ? { type: 'new-step', id, after, before } : undefined,
  duplicate: ({ id, step }) => (isCount(id) && isStepId(step) ? { type: 'duplicate', id, step } : undefined),
  rename: ({ id, step }) => (isCount(id) && isStepId(step) ? { type: 'rename', id, step } : undefined),
  details: ({ step }) => {
    if (step === undefined) return { type: 'details' };
    return isStepId(step) ? { type: 'details', step } : undefined;
  },
  palette: () => ({ type: 'palette' }),
  open: ({ what, step, name }) => {
    const target = openTargets.find((one) => one === what);
    if (target === undefined || !(step === undefined || isStepId(step)) || !isTextOrAbsent(name)) return undefined;
    return {
      type: 'open',
      what: target,
      ...(step === undefined ? {} : { step }),
      ...(name === undefined ? {} : { name }),
    };
  },
  'quick-fix': ({ step, problem }) =>
    isStepId(step) && isCount(problem) ? { type: 'quick-fix', step, problem } : undefined,
  'toggle-breakpoint': ({ step }) => (isStepId(step) ? { type: 'toggle-breakpoint', step } : undefined),
  'choose-order': () => ({ type: 'choose-order' }),
  'forget-order': () => ({ type: 'forget-order' }),
  skip: ({ step }) => (isStepId(step) ? { type: 'skip', step } : undefined),
  retry: () => ({ type: 'retry' }),
  'show-order': () => ({ type: 'show-order' }),
  'save-picture': ({ format, data }) =>
    (format === 'svg' || format === 'png') && typeof data === 'string' && data.length <= maxPicture
      ? { type: 'save-picture', format, data }
      : undefined,
};

/** A picture of the largest graph is far below; what is above is no picture. */
const maxPicture = 100_000_000;

function isTextOrAbsent(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
