import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { asId } from '../../../../schemas/model/ids.ts';
import { isStepComplete } from '../../../../server/engine/machine/elements.ts';
import type { Plan } from '../../../../server/engine/machine/plan.ts';
import { orderStatusFrom, waitingStatusOf } from '../../../../server/engine/machine/release.ts';
import { type OrderState, stepKey } from '../../../../server/engine/machine/state.ts';
import { transition } from '../../../../server/engine/machine/transition.ts';
import { isRefusal, type OrderEvent, type Rules } from '../../../../server/engine/machine/transition-types.ts';
import {
  anyDrawsArbitrary,
  anyPlanArbitrary,
  type Draw,
  eventOf,
  playAll,
  rulesOf,
  second,
  session,
} from './machine-arbitraries.ts';

const runs = { numRuns: Number(process.env['ORDO_PROPERTY_RUNS'] ?? 800) };

test('steps of every kind: none is called before all it depends on are COMPLETE with all their elements', () => {
  fc.assert(
    fc.property(anyPlanArbitrary, anyDrawsArbitrary, (plan, draws) => {
      playAll(rulesOf(plan), draws, (_, { state, effects }) => {
        for (const effect of effects) {
          if (effect.type !== 'call') continue;
          for (const before of plan.stepById.get(effect.stepId)?.after ?? []) {
            const step = plan.stepById.get(before);
            assert.ok(step && isStepComplete(state, step));
          }
        }
      });
    }),
    runs,
  );
});

test('steps of every kind: a COMPLETE element stays so; elements of one step never run at the same time', () => {
  fc.assert(
    fc.property(anyPlanArbitrary, anyDrawsArbitrary, (plan, draws) => {
      playAll(rulesOf(plan), draws, (before, { state }) => {
        for (const [key, step] of before.steps) {
          if (step.status === 'COMPLETE') assert.equal(state.steps.get(key)?.status, 'COMPLETE');
        }
        const running = [...state.calls.values()].map(({ stepId }) => stepId);
        assert.equal(new Set(running).size, running.length);
      });
    }),
    runs,
  );
});

test('steps of every kind: an order is IN-PROGRESS exactly while a call runs; then its status is that of its segments', () => {
  fc.assert(
    fc.property(anyPlanArbitrary, anyDrawsArbitrary, (plan, draws) => {
      playAll(rulesOf(plan), draws, (_, { state, effects }, draw) => {
        if (draw.kind === 'crash') return;
        assert.equal(state.columns.status === 'IN-PROGRESS', state.calls.size > 0);
        for (const [segmentId, segment] of state.segments) {
          const isRunning = [...state.calls.values()].some((call) => call.segmentId === segmentId);
          assert.equal(segment.status === 'IN-PROGRESS', isRunning, `segment ${segmentId}`);
          assert.ok(segment.status !== 'COMPLETE' || isWhole(plan, state, segmentId));
        }
        const released = effects.find((effect) => effect.type === 'released');
        if (!released) return;
        const computed = orderStatusFrom(plan, state);
        assert.ok(released.status === computed || (released.status === 'CANCELED' && computed === 'ERROR'));
      });
    }),
    runs,
  );
});

test('steps of every kind: a back end starts with its step, a join with all it depends on, and never before', () => {
  fc.assert(
    fc.property(anyPlanArbitrary, anyDrawsArbitrary, (plan, draws) => {
      playAll(rulesOf(plan), draws, (_, { state }) => {
        for (const { segmentId, entry, dependsOn } of plan.segments) {
          if (segmentId === 0) continue;
          const step = entry === undefined ? undefined : plan.stepById.get(entry);
          const isDue = step
            ? isStepComplete(state, step)
            : dependsOn.every((id) => state.segments.get(id)?.status === 'COMPLETE');
          assert.equal(state.segments.has(segmentId), isDue, `segment ${segmentId}`);
        }
      });
    }),
    runs,
  );
});

test('steps of every kind: at rest, each row of a segment says what the segment says', () => {
  fc.assert(
    fc.property(anyPlanArbitrary, anyDrawsArbitrary, (plan, draws) => {
      playAll(rulesOf(plan), draws, (_, { state, effects }) => {
        if (!effects.some(({ type }) => type === 'released')) return;
        for (const [segmentId, { status }] of state.segments) {
          const computed = waitingStatusOf(plan, state, asId(segmentId));
          // Stopped between two steps: RETRY although no step says so.
          assert.ok(status === computed || status === 'RETRY', `segment ${segmentId}: ${status}, steps ${computed}`);
        }
      });
    }),
    runs,
  );
});

test('steps of every kind: when faults stop and all that is waited for comes, the order ends COMPLETE', () => {
  fc.assert(
    fc.property(anyPlanArbitrary, anyDrawsArbitrary, (plan, draws) => {
      const rules = rulesOf(plan);
      const state = bringToEnd(rules, playAll(rules, draws));
      assert.equal(state.columns.status, 'COMPLETE', JSON.stringify([...state.steps.values()]));
    }),
    runs,
  );
});

/** Operators, end systems and code do what is right from now on. */
function bringToEnd(rules: Rules, start: OrderState): OrderState {
  let state = start;
  const apply = (event: OrderEvent | undefined, seconds = 0): boolean => {
    if (!event) return false;
    const answer = transition(rules, { at: state.modified + seconds * second + 1, who: 'test' }, state, event);
    if (isRefusal(answer)) return false;
    state = answer.state;
    return true;
  };
  for (let round = 0; round < 400 && state.columns.status !== 'COMPLETE'; round += 1) {
    if (state.calls.size > 0) {
      const bind = { kind: 'bind', which: 0, skips: false } as const;
      const end = { kind: 'end', which: 0, how: 'returned', error: '', result: 'RETRY' } as const satisfies Draw;
      const [call] = state.calls.values();
      if (call?.failure === null && call.method === 'primary') apply(eventOf(rules.plan, state, bind));
      apply(eventOf(rules.plan, state, end));
      continue;
    }
    for (const row of state.steps.values()) {
      const { stepId, ind } = row;
      if (row.wait?.kind === 'queue' && row.wait.status === 'USED') apply({ type: 'retry' });
      if (row.wait?.kind === 'queue') apply({ type: 'queue-data-arrived', stepId, ind, data: null, corrected: false });
      if (row.wait?.kind === 'event') {
        apply({ type: 'event-posted', eventType: row.wait.eventType, key: row.wait.key });
      }
      if (row.wait?.kind === 'child') apply({ type: 'child-changed', child: row.wait.orderId, status: 'COMPLETE' });
    }
    apply({ type: 'uncancel' });
    apply({ type: 'unblock' });
    const wasTaken =
      apply({ type: 'picked-up', mode: 'NORMAL', sessionId: session }) ||
      apply({ type: 'picked-up', mode: 'RECOVERY', sessionId: session }, 1000);
    if (!wasTaken) apply({ type: 'retry' });
  }
  return state;
}

function isWhole(plan: Plan, state: OrderState, segmentId: number): boolean {
  return (plan.segments[segmentId]?.steps ?? []).every((stepId) => {
    const step = plan.stepById.get(stepId);
    return step !== undefined && isStepComplete(state, step) && state.steps.has(stepKey(stepId, 0));
  });
}
