import fc from 'fast-check';
import type { SegmentId, SessionId, StepId, WorkflowId } from '../../../../schemas/model/ids.ts';
import type { ErrorDefinition } from '../../../../schemas/model/errors.ts';
import type { JsonText } from '../../../../schemas/model/data.ts';
import { createOrder } from '../../../../server/engine/machine/create-order.ts';
import type { Plan, PlanStep } from '../../../../server/engine/machine/plan.ts';
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

/** A plan of normal steps on a random acyclic graph: each step waits for some of those before it. */
export const planArbitrary: fc.Arbitrary<Plan> = fc
  .array(fc.record({ bits: fc.integer({ min: 0, max: 2 ** 8 - 1 }), hasValidation: fc.boolean() }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((drawn) =>
    planOf(
      drawn.map(({ bits, hasValidation }, i) => ({
        hasValidation,
        after: Array.from({ length: i }, (_, j) => j).filter((j) => (bits >> j) & 1),
      })),
    ),
  );

/** Step i has the id i + 1; `after` holds indexes. */
export function planOf(steps: readonly { readonly after: readonly number[]; readonly hasValidation: boolean }[]): Plan {
  const idOf = (index: number): StepId => (index + 1) as StepId;
  const planSteps = steps.map(({ after, hasValidation }, i): PlanStep => ({
    stepId: idOf(i),
    identity: `s${i}:1`,
    name: `s${i}`,
    version: '1',
    stepType: 'NORMAL',
    arrayType: 'NONE',
    hasValidation,
    after: after.map(idOf),
    successors: steps.flatMap((step, j) => (step.after.includes(i) ? [idOf(j)] : [])),
    segmentId: 0 as SegmentId,
  }));
  return {
    workflowId: 1 as WorkflowId,
    name: 'random',
    version: '1',
    keylist: [],
    steps: planSteps,
    stepById: new Map(planSteps.map((step) => [step.stepId, step])),
    segments: [{ segmentId: 0 as SegmentId, steps: planSteps.map(({ stepId }) => stepId), dependsOn: [] }],
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

export const drawsArbitrary: fc.Arbitrary<readonly Draw[]> = fc.array(
  fc.oneof(
    { weight: 10, arbitrary: endArbitrary },
    { weight: 5, arbitrary: pickUpArbitrary },
    { weight: 4, arbitrary: askArbitrary },
    { weight: 1, arbitrary: fc.constant<Draw>({ kind: 'crash' }) },
  ),
  { maxLength: 60 },
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
  const event = eventOf(state, draw);
  return event && transition(rules, { at, who: 'test' }, state, event);
}

export function eventOf(state: OrderState, draw: Exclude<Draw, { kind: 'crash' }>): OrderEvent | undefined {
  if (draw.kind === 'ask') return draw.event;
  if (draw.kind === 'pick-up') return { type: 'picked-up', mode: draw.mode, sessionId: session };
  const calls = [...state.calls.values()];
  const call = calls[draw.which % Math.max(1, calls.length)];
  return call && endOf(call, draw);
}

function endOf(call: CallState, draw: Extract<Draw, { kind: 'end' }>): OrderEvent {
  const element = { stepId: call.stepId, ind: call.ind };
  const error = { error: draw.error, info: '' };
  switch (draw.how) {
    case 'returned': {
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
