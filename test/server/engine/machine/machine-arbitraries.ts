import fc from 'fast-check';
import type { OrderId, SessionId, StepId, WorkflowId } from '../../../../schemas/model/ids.ts';
import type { ErrorDefinition } from '../../../../schemas/model/errors.ts';
import type { JsonText } from '../../../../schemas/model/data.ts';
import type { OrderStatus } from '../../../../schemas/model/status.ts';
import type { StepType } from '../../../../schemas/model/steps.ts';
import { createOrder } from '../../../../server/engine/machine/create-order.ts';
import type { Plan, PlanStep } from '../../../../server/engine/machine/plan.ts';
import { deriveSegments } from '../../../../server/engine/machine/segments.ts';
import type { CallState, OrderState } from '../../../../server/engine/machine/state.ts';
import { transition } from '../../../../server/engine/machine/transition.ts';
import {
  isRefusal,
  type OrderEvent,
  type Refusal,
  type Rules,
  type Transition,
} from '../../../../server/engine/machine/transition-types.ts';

export const session = 7 as SessionId;
export const second = 1_000_000;

interface DrawnStep {
  readonly after: readonly number[];
  readonly hasValidation: boolean;
  readonly stepType?: StepType;
  readonly isArray?: boolean;
}

function plansOf(stepTypes: readonly StepType[], arrays: readonly boolean[]): fc.Arbitrary<Plan> {
  const step = fc.record({
    bits: fc.integer({ min: 0, max: 2 ** 8 - 1 }),
    hasValidation: fc.boolean(),
    stepType: fc.constantFrom(...stepTypes),
    isArray: fc.constantFrom(...arrays),
  });
  return fc.array(step, { minLength: 1, maxLength: 8, size: 'max' }).map((drawn) =>
    planOf(
      drawn.map(({ bits, ...rest }, i) => ({
        ...rest,
        after: Array.from({ length: i }, (_, j) => j).filter((j) => (bits >> j) & 1),
      })),
    ),
  );
}

/** A plan of normal steps on a random acyclic graph: each step waits for some of those before it. */
export const planArbitrary: fc.Arbitrary<Plan> = plansOf(['NORMAL'], [false]);

/** As `planArbitrary`, with steps of every kind. */
export const anyPlanArbitrary: fc.Arbitrary<Plan> = plansOf(
  ['NORMAL', 'NORMAL', 'ASYNC', 'EVENT', 'SUBWORKFLOW'],
  [false, false, true],
);

/** Step i has the id i + 1; `after` holds indexes. */
export function planOf(steps: readonly DrawnStep[]): Plan {
  const idOf = (index: number): StepId => (index + 1) as StepId;
  const { segments, placeOf } = deriveSegments(
    steps.map(({ after, stepType = 'NORMAL' }, i) => ({ stepId: idOf(i), stepType, after: after.map(idOf) })),
  );
  const planSteps = steps.map(({ after, hasValidation, stepType = 'NORMAL', isArray = false }, i): PlanStep => {
    const place = placeOf.get(idOf(i));
    if (!place) throw new Error(`Step ${i} has no segment`);
    return {
      stepId: idOf(i),
      identity: `s${i}:1`,
      name: `s${i}`,
      version: '1',
      stepType,
      arrayType: isArray ? 'SERIES' : 'NONE',
      hasValidation: hasValidation && (stepType === 'NORMAL' || stepType === 'ASYNC'),
      ...(stepType === 'ASYNC' ? { queue: 'q', hasEnd: true } : {}),
      ...(stepType === 'EVENT' ? { event: 'e' } : {}),
      after: after.map(idOf),
      successors: steps.flatMap((step, j) => (step.after.includes(i) ? [idOf(j)] : [])),
      ...place,
    };
  });
  return {
    workflowId: 1 as WorkflowId,
    name: 'random',
    version: '1',
    keylist: [],
    steps: planSteps,
    stepById: new Map(planSteps.map((step) => [step.stepId, step])),
    segments,
  };
}

const definitions: Readonly<Record<string, Partial<ErrorDefinition>>> = {
  FAIL: { status: 'ERROR' },
  AGAIN: { status: 'RETRY' },
  SOON: { status: 'RETRY', retryDelaySeconds: 1 },
  GONE: { status: 'CANCELED' },
  LIGHT: { severity: 'MINOR' },
  DOOM: { severity: 'FATAL' },
  HURT: { status: 'RETRY', business: true },
};

export function rulesOf(plan: Plan): Rules {
  return {
    plan,
    findError: (error) => {
      const found = definitions[error];
      if (!found) return undefined;
      return { error, description: '', severity: 'MAJOR', status: 'ERROR', business: false, ...found };
    },
    recoverDelayMicros: 10 * second,
    asyncDelayMicros: 20 * second,
    maxRetries: 3,
    maxAsyncRetries: 3,
    maxDatumBytes: 1000,
    maxOrderBytes: 5000,
  };
}

/** What happens next, drawn before the order's state is known: which running call ends how, or what someone asks for. */
export type Draw =
  | {
      readonly kind: 'end';
      readonly which: number;
      readonly how: OrderEnd;
      readonly error: string;
      readonly result: string;
    }
  | { readonly kind: 'ask'; readonly event: OrderEvent }
  /** A running primary binds what its type waits for, or says that it does not wait. */
  | { readonly kind: 'bind'; readonly which: number; readonly skips: boolean }
  /** What some element waits for comes: data, its event, a status of its child. */
  | { readonly kind: 'wake'; readonly which: number; readonly status: OrderStatus }
  | { readonly kind: 'pick-up'; readonly mode: 'NORMAL' | 'RECOVERY'; readonly afterSeconds: number }
  | { readonly kind: 'crash' };
type OrderEnd = 'returned' | 'threw' | 'lost' | 'timed-out' | 'not-made' | 'raised';

const errorArbitrary = fc.constantFrom('FAIL', 'AGAIN', 'SOON', 'GONE', 'LIGHT', 'DOOM', 'HURT', 'UNDEFINED');
export const endArbitrary: fc.Arbitrary<Draw> = fc.record({
  kind: fc.constant('end' as const),
  which: fc.nat(10),
  how: fc.oneof(
    { weight: 6, arbitrary: fc.constant('returned' as const) },
    { weight: 4, arbitrary: fc.constantFrom('threw', 'lost', 'timed-out', 'not-made', 'raised') },
  ),
  error: errorArbitrary,
  result: fc.constantFrom('COMPLETE', 'COMPLETE', 'RETRY', 'ERROR', 'null', 'NONSENSE'),
});
const pickUpArbitrary: fc.Arbitrary<Draw> = fc.record({
  kind: fc.constant('pick-up' as const),
  mode: fc.constantFrom('NORMAL' as const, 'RECOVERY' as const),
  afterSeconds: fc.constantFrom(0, 1, 10),
});
const askArbitrary: fc.Arbitrary<Draw> = fc
  .constantFrom<OrderEvent>(
    { type: 'retry' },
    { type: 'cancel' },
    { type: 'uncancel' },
    { type: 'block' },
    { type: 'unblock' },
    { type: 'set-error' },
    { type: 'reschedule', scheduled: null },
    { type: 'set-priority', priority: 3 },
    { type: 'skip-step', stepId: 1 as StepId, inds: [0], noRetry: false },
    { type: 'skip-step', stepId: 2 as StepId, inds: [0], noRetry: true },
    { type: 'stop-asked' },
  )
  .map((event) => ({ kind: 'ask', event }));

const bindArbitrary: fc.Arbitrary<Draw> = fc.record({
  kind: fc.constant('bind' as const),
  which: fc.nat(10),
  skips: fc.constantFrom(false, false, true),
});
const wakeArbitrary: fc.Arbitrary<Draw> = fc.record({
  kind: fc.constant('wake' as const),
  which: fc.nat(10),
  status: fc.constantFrom<OrderStatus>('COMPLETE', 'COMPLETE', 'ERROR', 'RETRY', 'CANCELED'),
});

/** Draws for orders whose steps are of every kind. */
export const anyDrawsArbitrary: fc.Arbitrary<readonly Draw[]> = fc.array(
  fc.oneof(
    { weight: 10, arbitrary: endArbitrary },
    { weight: 20, arbitrary: bindArbitrary },
    { weight: 10, arbitrary: wakeArbitrary },
    { weight: 10, arbitrary: pickUpArbitrary },
    { weight: 2, arbitrary: askArbitrary },
    { weight: 1, arbitrary: fc.constant<Draw>({ kind: 'crash' }) },
  ),
  // Without a size most lists would have fewer than ten draws, too few to get anywhere.
  { maxLength: 160, size: 'max' },
);

export const drawsArbitrary: fc.Arbitrary<readonly Draw[]> = fc.array(
  fc.oneof(
    { weight: 10, arbitrary: endArbitrary },
    { weight: 5, arbitrary: pickUpArbitrary },
    { weight: 4, arbitrary: askArbitrary },
    { weight: 1, arbitrary: fc.constant<Draw>({ kind: 'crash' }) },
  ),
  { maxLength: 60, size: 'max' },
);

export function newOrder(rules: Rules): Transition {
  const order = {
    orderId: 1 as OrderState['orderId'],
    priority: 500,
    scheduled: null,
    initialStatus: 'READY',
  } as const;
  return createOrder(rules, { at: second, who: 'test' }, order);
}

/** Applies a draw; undefined when it means nothing in this state. */
export function play(rules: Rules, state: OrderState, draw: Draw): Transition | Refusal | undefined {
  if (draw.kind === 'crash') return { state: recoverSession(state), changes: [], effects: [] };
  const at = state.modified + (draw.kind === 'pick-up' ? draw.afterSeconds * second : 1);
  const event = eventOf(rules.plan, state, draw);
  return event && transition(rules, { at, who: 'test' }, state, event);
}

export function eventOf(plan: Plan, state: OrderState, draw: Exclude<Draw, { kind: 'crash' }>): OrderEvent | undefined {
  if (draw.kind === 'ask') return draw.event;
  if (draw.kind === 'pick-up') return { type: 'picked-up', mode: draw.mode, sessionId: session };
  if (draw.kind === 'wake') return wakeOf(state, draw);
  const calls = [...state.calls.values()];
  const call = calls[draw.which % Math.max(1, calls.length)];
  if (!call) return undefined;
  return draw.kind === 'bind' ? bindOf(plan, call, draw) : endOf(state, call, draw);
}

function bindOf(plan: Plan, call: CallState, { skips }: Extract<Draw, { kind: 'bind' }>): OrderEvent | undefined {
  const { stepId, ind } = call;
  switch (plan.stepById.get(stepId)?.stepType) {
    case 'ASYNC':
      if (skips) return { type: 'async-step-skipped', stepId, ind };
      return { type: 'async-key-submitted', stepId, ind, key: `${stepId}-${ind}`, early: null };
    case 'EVENT':
      if (skips) return { type: 'event-skipped', stepId, ind };
      return { type: 'event-bound', stepId, ind, key: `k${stepId % 2}`, isPosted: false };
    case 'SUBWORKFLOW': {
      if (skips) return { type: 'subworkflow-skipped', stepId, ind };
      const orderId = (100 + stepId * 10 + ind) as OrderId;
      const creation = { orderId, workflowId: plan.workflowId, at: 0, changes: [] };
      return { type: 'subworkflow-bound', stepId, ind, creation, status: 'READY' };
    }
    default:
      return undefined;
  }
}

function wakeOf(state: OrderState, { which, status }: Extract<Draw, { kind: 'wake' }>): OrderEvent | undefined {
  const waiting = [...state.steps.values()].filter(({ wait }) => wait !== null);
  const row = waiting[which % Math.max(1, waiting.length)];
  switch (row?.wait?.kind) {
    case 'queue':
      return {
        type: 'queue-data-arrived',
        stepId: row.stepId,
        ind: row.ind,
        data: '1' as JsonText,
        corrected: status === 'CANCELED',
      };
    case 'event':
      return { type: 'event-posted', eventType: row.wait.eventType, key: row.wait.key };
    case 'child':
      return { type: 'child-changed', child: row.wait.orderId, status };
    case undefined:
      return undefined;
  }
}

function endOf(state: OrderState, call: CallState, draw: Extract<Draw, { kind: 'end' }>): OrderEvent {
  const element = { stepId: call.stepId, ind: call.ind };
  const error = { error: draw.error, info: '' };
  switch (draw.how) {
    case 'returned': {
      if (call.method === 'array') return arrayOf(state, call, draw.result);
      const value = call.method === 'validation' ? { value: JSON.stringify(draw.result) as JsonText } : {};
      return { type: 'call-returned', ...element, ...value };
    }
    case 'threw':
      return { type: 'call-threw', ...element, error };
    case 'lost':
      return { type: 'call-lost', ...element, info: '' };
    case 'timed-out':
      return { type: 'call-timed-out', ...element, info: '' };
    case 'not-made':
      return { type: 'call-not-made', ...element, error, retryAt: 0 };
    case 'raised':
      return { type: 'error-raised', ...element, error };
  }
}

/** The list of a step is always the same, but for a later fault of its code. */
function arrayOf(state: OrderState, { stepId, ind }: CallState, result: string): OrderEvent {
  const isChanged = result === 'NONSENSE' && state.arrays.has(stepId);
  const count = isChanged ? 4 : stepId % 4;
  const elements = Array.from({ length: count }, (_, i) => String(i) as JsonText);
  return { type: 'array-returned', stepId, ind, elements, fingerprint: String(count) };
}

/** What session recovery makes of an order's rows, as the store does it; memory is gone. */
export function recoverSession(state: OrderState): OrderState {
  const toRetry = <T extends { readonly status: string }>(row: T): T =>
    row.status === 'IN-PROGRESS' ? { ...row, status: 'RETRY' } : row;
  return {
    ...state,
    columns: { ...toRetry(state.columns), sessionId: 0 as SessionId, synchronous: false },
    segments: new Map([...state.segments].map(([id, segment]) => [id, { ...toRetry(segment), mode: 'NORMAL' }])),
    steps: new Map([...state.steps].map(([key, step]) => [key, toRetry(step)])),
    calls: new Map(),
    tried: new Set(),
    businessErrors: new Set(),
    elements: new Map(),
    isStopping: false,
    tempData: null,
  };
}

/** Plays all draws from a new order on and shows each step that was not refused to `look`. */
export function playAll(
  rules: Rules,
  draws: readonly Draw[],
  look: (before: OrderState, after: Transition, draw: Draw) => void = () => undefined,
): OrderState {
  let { state } = newOrder(rules);
  for (const draw of draws) {
    const answer = play(rules, state, draw);
    if (!answer || isRefusal(answer)) continue;
    look(state, answer, draw);
    state = answer.state;
  }
  return state;
}
