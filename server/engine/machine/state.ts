import type { JsonText, Micros } from '../../../schemas/model/data.ts';
import type { OrderId, SegmentId, StepId, WorkflowId } from '../../../schemas/model/ids.ts';
import type { OrderColumns, StepColumns, StepWait, StoredOrder } from '../../../schemas/model/order.ts';
import type { SegmentStatus } from '../../../schemas/model/status.ts';
import type { StepMethod } from '../../../schemas/model/steps.ts';

/** NORMAL = first processing of a segment, RECOVERY = after a RETRY (manual: execution modes). */
export type Mode = 'NORMAL' | 'RECOVERY';

/** One order as the machine sees it: its rows, and what is true only while it is worked on. Never changed in place. */
export interface OrderState {
  readonly orderId: OrderId;
  readonly workflowId: WorkflowId;
  readonly columns: OrderColumns;
  readonly externalOrderId: string | null;
  readonly parentOrderId: OrderId | null;
  /** Bound to a step of its parent, which takes its status. */
  readonly isSubworkflow: boolean;
  readonly staticData: JsonText | null;
  readonly dynamicData: JsonText | null;
  readonly keys: Readonly<Record<string, readonly string[]>>;
  readonly segments: ReadonlyMap<SegmentId, SegmentState>;
  readonly steps: ReadonlyMap<StepKey, StepState>;
  /** What `array` of an array step answered the first time; later answers must be the same. */
  readonly arrays: ReadonlyMap<StepId, ArrayAnswer>;
  /** Elements of array steps that are in work; never stored (manual: array steps). */
  readonly elements: ReadonlyMap<StepId, readonly JsonText[]>;
  readonly historyLength: number;
  readonly modified: Micros;
  /** Calls of user code that are running; after a crash their steps are RETRY. */
  readonly calls: ReadonlyMap<StepKey, CallState>;
  /** Elements that ended RETRY or ERROR since the order was picked up: not tried again before it is released. */
  readonly tried: ReadonlySet<StepKey>;
  /** Elements whose RETRY or ERROR is due to a business error. */
  readonly businessErrors: ReadonlySet<StepKey>;
  /** Its execution instance is stopping: steps in progress end, no further ones start. */
  readonly isStopping: boolean;
  /** Only in memory; lost when the order is released (manual: temp data). */
  readonly tempData: JsonText | null;
}

declare const keyBrand: unique symbol;
/** One element of one step: `stepId:ind`. */
export type StepKey = string & { readonly [keyBrand]: 'step' };

export interface SegmentState {
  readonly status: SegmentStatus;
  readonly retryTrigger: Micros | null;
  readonly modified: Micros;
  readonly mode: Mode;
}

export interface StepState extends StepColumns {
  readonly stepId: StepId;
  readonly ind: number;
  readonly data: JsonText | null;
  readonly wait: StepWait | null;
}

export interface ArrayAnswer {
  readonly count: number;
  readonly fingerprint: string;
}

/** A running call of user code and what it has raised so far. */
export interface CallState {
  readonly stepId: StepId;
  readonly ind: number;
  readonly segmentId: SegmentId;
  readonly method: StepMethod;
  readonly mode: Mode;
  /** Status that raised errors gave the step; a first ERROR is not downgraded. */
  readonly failure: 'ERROR' | 'RETRY' | null;
  /** Absolute time that user code or an error definition asked for. */
  readonly retryAt: Micros | null;
  /** What a running primary has done of what its type asks for: bound its wait, or said that it does not wait. */
  readonly obligation: 'open' | 'bound' | 'skipped';
}

export function stepKey(stepId: StepId, ind: number): StepKey {
  return `${stepId}:${ind}` as StepKey;
}

/** The state of an order that was just read: nothing of it is running. */
export function stateFromStored(stored: StoredOrder): OrderState {
  const { segments, steps, arrays, ...rest } = stored;
  return {
    ...rest,
    segments: new Map(
      segments.map(({ segmentId, status, retryTrigger, modified }) => [
        segmentId,
        { status, retryTrigger, modified, mode: 'NORMAL' },
      ]),
    ),
    steps: new Map(steps.map((step) => [stepKey(step.stepId, step.ind), step])),
    arrays: new Map(arrays.map(({ stepId, count, fingerprint }) => [stepId, { count, fingerprint }])),
    elements: new Map(),
    calls: new Map(),
    tried: new Set(),
    businessErrors: new Set(),
    isStopping: false,
    tempData: null,
  };
}

/** True while someone works on it: it may not be changed by operators then. */
export function isAttached(state: OrderState): boolean {
  return state.columns.status === 'IN-PROGRESS';
}
