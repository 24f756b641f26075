import type { JsonValue } from '../../schemas/model/data.ts';
import type { Hold } from '../../schemas/protocol/debug.ts';
import { evaluate } from './evaluate.ts';

/** A breakpoint on a step, wherever it was set. */
export interface StepBreakpoint {
  readonly id: number;
  /** `name:version`; without a version every version of the step. */
  readonly step: string;
  readonly condition?: string;
  readonly hitCondition?: string;
  readonly logMessage?: string;
}

export type ExceptionFilter = 'error' | 'recovery' | 'validation';

/** What the person asked for last: run, or stop at the next place. */
export type Motion = 'run' | 'next-step' | 'out-of-segment' | 'pause';

export interface StopRules {
  readonly breakpoints: readonly StepBreakpoint[];
  readonly filters: ReadonlySet<ExceptionFilter>;
  /** Data paths that are watched, with the value they had at the hold before. */
  readonly watched: readonly DataWatch[];
  readonly motion: Motion;
  /** Where the motion began. */
  readonly from: Hold | undefined;
  readonly stopOnEntry: boolean;
}

export interface DataWatch {
  readonly path: readonly string[];
  readonly before: JsonValue | undefined;
}

export interface Stop {
  readonly reason: 'entry' | 'step' | 'breakpoint' | 'exception' | 'pause' | 'data breakpoint';
  readonly text: string;
  readonly breakpointIds?: readonly number[];
}

export interface Verdict {
  readonly stop?: Stop;
  /** What log points say here. */
  readonly logs: readonly string[];
}

/** Counts the passages of each breakpoint; one object for a session. */
export type Hits = Map<number, number>;

/** Whether a person stops at this place of an order. */
export function judge(hold: Hold, rules: StopRules, hits: Hits): Verdict {
  const logs: string[] = [];
  const atBreakpoint = hold.when === 'before' ? hitBreakpoints(hold, rules.breakpoints, hits, logs) : [];
  const stop =
    failure(hold, rules) ??
    changedData(hold, rules) ??
    entry(hold, rules) ??
    (atBreakpoint.length > 0
      ? { reason: 'breakpoint' as const, text: 'Breakpoint on the step', breakpointIds: atBreakpoint }
      : undefined) ??
    filtered(hold, rules) ??
    moved(hold, rules);
  return { logs, ...(stop === undefined ? {} : { stop }) };
}

function failure({ outcome }: Hold, { filters }: StopRules): Stop | undefined {
  if (outcome?.error === undefined || !filters.has('error')) return undefined;
  return { reason: 'exception', text: `${outcome.error.error}: ${outcome.error.info}` };
}

function changedData(hold: Hold, { watched }: StopRules): Stop | undefined {
  const changed = watched.find(({ path, before }) => !isSame(valueAt(hold, path), before));
  return changed && { reason: 'data breakpoint', text: `${changed.path.join('.')} has changed` };
}

function entry({ when }: Hold, { stopOnEntry }: StopRules): Stop | undefined {
  return stopOnEntry && when === 'before' ? { reason: 'entry', text: 'The first step' } : undefined;
}

function filtered({ when, mode, method }: Hold, { filters }: StopRules): Stop | undefined {
  if (when !== 'before') return undefined;
  if (method === 'validation' && filters.has('validation')) return { reason: 'breakpoint', text: 'Validation' };
  if (mode === 'RECOVERY' && filters.has('recovery')) return { reason: 'breakpoint', text: 'Recovery' };
  return undefined;
}

function moved(hold: Hold, { motion, from }: StopRules): Stop | undefined {
  if (hold.when !== 'before') return undefined;
  if (motion === 'pause') return { reason: 'pause', text: 'Paused' };
  if (motion === 'next-step') return { reason: 'step', text: 'Before the step' };
  const isOut = motion === 'out-of-segment' && hold.segmentId !== from?.segmentId;
  return isOut ? { reason: 'step', text: 'Before the next segment' } : undefined;
}

function hitBreakpoints(hold: Hold, breakpoints: readonly StepBreakpoint[], hits: Hits, logs: string[]): number[] {
  const { identity } = hold.step;
  const name = identity.slice(0, identity.indexOf(':'));
  return breakpoints.flatMap((breakpoint) => {
    if (breakpoint.step !== identity && breakpoint.step !== name) return [];
    if (breakpoint.condition !== undefined && !isTrue(breakpoint.condition, hold, logs)) return [];
    const count = (hits.get(breakpoint.id) ?? 0) + 1;
    hits.set(breakpoint.id, count);
    if (breakpoint.hitCondition !== undefined && !isHit(breakpoint.hitCondition, count)) return [];
    if (breakpoint.logMessage === undefined) return [breakpoint.id];
    logs.push(interpolate(breakpoint.logMessage, hold));
    return [];
  });
}

/** A condition that cannot be evaluated stops: silence would look like a condition that is not met. */
function isTrue(condition: string, hold: Hold, logs: string[]): boolean {
  const result = evaluate(condition, hold);
  if (result.ok) return Boolean(result.value);
  logs.push(`The condition "${condition}" cannot be evaluated: ${result.error}`);
  return true;
}

/** `5`, `>= 5`, `% 2` … as the other debuggers of the editor read it. */
function isHit(condition: string, count: number): boolean {
  const match = /^\s*(>=|<=|==?|>|<|%)?\s*(\d+)\s*$/.exec(condition);
  if (match === null) return true;
  const wanted = Number(match[2]);
  switch (match[1]) {
    case '>':
      return count > wanted;
    case '>=':
      return count >= wanted;
    case '<':
      return count < wanted;
    case '<=':
      return count <= wanted;
    case '%':
      return wanted > 0 && count % wanted === 0;
    default:
      return count === wanted;
  }
}

function interpolate(message: string, hold: Hold): string {
  return message.replaceAll(/\{([^{}]+)\}/g, (_all, expression: string) => {
    const result = evaluate(expression, hold);
    if (!result.ok) return `{${expression}: ${result.error}}`;
    return typeof result.value === 'string' ? result.value : (JSON.stringify(result.value) ?? 'undefined');
  });
}

/** The value at a path of keys below the order: `dynamicData`, `paymentId`. */
export function valueAt({ order }: Hold, path: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = order as unknown as JsonValue;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, JsonValue>>)[key];
  }
  return value;
}

function isSame(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
