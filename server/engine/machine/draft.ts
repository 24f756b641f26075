import type { JsonText } from '../../../schemas/model/data.ts';
import type { SegmentId } from '../../../schemas/model/ids.ts';
import type { HistoryEntry, OrderColumns, StepColumns, StepWait } from '../../../schemas/model/order.ts';
import type { OrderStatus } from '../../../schemas/model/status.ts';
import { type CallState, type OrderState, type SegmentState, type StepKey, type StepState, stepKey } from './state.ts';
import type { Effect, MachineChange, Occasion, Rules, Transition } from './transition-types.ts';

/**
 * One decision while it is worked out: reads like the order after all that was decided so far, and collects changes and
 * effects. The state it started from is never touched; each row that changed is written once, with its last values.
 */
export class Draft {
  readonly rules: Rules;
  readonly occasion: Occasion;
  #state: OrderState;
  readonly #columns = new Set<keyof OrderColumns>();
  readonly #segments = new Set<SegmentId>();
  readonly #steps = new Set<StepKey>();
  readonly #changes: MachineChange[] = [];
  readonly #history: HistoryEntry[] = [];
  readonly #effects: Effect[] = [];

  constructor(rules: Rules, occasion: Occasion, state: OrderState) {
    this.rules = rules;
    this.occasion = occasion;
    this.#state = state;
  }

  get state(): OrderState {
    return this.#state;
  }

  /** Changes the order's row; a change of status is a line of its history. */
  setOrder(set: Partial<OrderColumns>, transition?: string): void {
    const previous = this.#state.columns.status;
    this.#patch({ columns: { ...this.#state.columns, ...set } });
    for (const column of Object.keys(set) as (keyof OrderColumns)[]) this.#columns.add(column);
    if (transition !== undefined) this.#note(transition, this.#state.columns.status, previous, {});
  }

  setSegment(segmentId: SegmentId, set: Partial<Omit<SegmentState, 'modified'>>, transition?: string): void {
    const before = this.#state.segments.get(segmentId);
    const segment: SegmentState = {
      status: 'READY',
      retryTrigger: null,
      mode: 'NORMAL',
      ...before,
      ...set,
      modified: this.occasion.at,
    };
    this.#patch({ segments: new Map(this.#state.segments).set(segmentId, segment) });
    this.#segments.add(segmentId);
    if (transition !== undefined) this.#note(transition, segment.status, before?.status ?? null, { segmentId });
  }

  setStep(step: StepState, transition: string, segmentId: SegmentId | null): void {
    const key = stepKey(step.stepId, step.ind);
    const before = this.#state.steps.get(key);
    this.#patch({ steps: new Map(this.#state.steps).set(key, step) });
    this.#steps.add(key);
    const { stepId, ind, attempt } = step;
    this.#note(transition, step.status, before?.status ?? null, { segmentId, stepId, ind, attempt });
  }

  /** What the element waits for from now on; null = its queue entry is gone. */
  setWait(step: StepState, wait: StepWait | null): void {
    const { stepId, ind } = step;
    const key = stepKey(stepId, ind);
    const row = this.#state.steps.get(key) ?? step;
    this.#patch({ steps: new Map(this.#state.steps).set(key, { ...row, wait }) });
    this.#changes.push(
      wait === null ? { type: 'queue-entry-removed', stepId, ind } : { type: 'wait', stepId, ind, wait },
    );
  }

  setCall(key: StepKey, call: CallState | null): void {
    const calls = new Map(this.#state.calls);
    if (call) calls.set(key, call);
    else calls.delete(key);
    this.#patch({ calls });
  }

  /** Replaces what no row of its own holds: data, keys, marks of this attachment. */
  patch(set: Partial<Pick<OrderState, DataOrMark>>): void {
    this.#patch(set);
  }

  change(change: MachineChange): void {
    this.#changes.push(change);
  }

  effect(effect: Effect): void {
    this.#effects.push(effect);
  }

  /** A line of history that is not a change of a row's status: an error raised, data changed. */
  note(transition: string, subject: Partial<Subject>, patch: JsonText | null = null): void {
    const { stepId, ind } = subject;
    const step = stepId === undefined || stepId === null ? undefined : this.#state.steps.get(stepKey(stepId, ind ?? 0));
    const status = step?.status ?? this.#state.columns.status;
    this.#note(transition, status, status, { ...subject, attempt: step?.attempt ?? null }, patch);
  }

  finish(): Transition {
    const state: OrderState = {
      ...this.#state,
      historyLength: this.#state.historyLength + this.#history.length,
      modified: this.occasion.at,
    };
    const changes = [...this.#rowChanges(state), ...this.#changes, ...this.#history];
    return { state, changes, effects: this.#effects };
  }

  #rowChanges(state: OrderState): MachineChange[] {
    const changes: MachineChange[] = [];
    if (this.#columns.size > 0) {
      const set = Object.fromEntries([...this.#columns].map((column) => [column, state.columns[column]]));
      changes.push({ type: 'order', set });
    }
    for (const segmentId of this.#segments) {
      const segment = state.segments.get(segmentId);
      if (segment) {
        changes.push({ type: 'segment', segmentId, status: segment.status, retryTrigger: segment.retryTrigger });
      }
    }
    for (const key of this.#steps) {
      const step = state.steps.get(key);
      if (step) changes.push({ type: 'step', stepId: step.stepId, ind: step.ind, ...columnsOf(step) });
    }
    return changes;
  }

  #patch(set: Partial<OrderState>): void {
    this.#state = { ...this.#state, ...set };
  }

  #note(
    transition: string,
    status: OrderStatus,
    previousStatus: OrderStatus | null,
    subject: Partial<Subject>,
    patch: JsonText | null = null,
  ): void {
    this.#history.push({
      type: 'history',
      sequence: this.#state.historyLength + this.#history.length + 1,
      who: this.occasion.who,
      transition,
      status,
      previousStatus,
      segmentId: null,
      stepId: null,
      ind: null,
      attempt: null,
      ...subject,
      patch,
    });
  }
}

type Subject = Pick<HistoryEntry, 'segmentId' | 'stepId' | 'ind' | 'attempt'>;
type DataOrMark =
  | 'dynamicData'
  | 'tempData'
  | 'staticData'
  | 'keys'
  | 'tried'
  | 'businessErrors'
  | 'isStopping'
  | 'steps'
  | 'arrays'
  | 'elements';

function columnsOf(step: StepState): StepColumns {
  const { status, retries, attempt, skip, started, completed } = step;
  return { status, retries, attempt, skip, started, completed };
}
