import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isFinal, type OrderStatus, type StepStatus } from '../../../../schemas/model/status.ts';
import { orderStatusFrom } from '../../../../server/engine/machine/release.ts';
import { type OrderState, stepKey } from '../../../../server/engine/machine/state.ts';
import { transition } from '../../../../server/engine/machine/transition.ts';
import { isRefusal, type MachineChange, type Rules } from '../../../../server/engine/machine/transition-types.ts';
import {
  drawsArbitrary,
  endArbitrary,
  eventOf,
  newOrder,
  planArbitrary,
  play,
  playAll,
  recoverSession,
  rulesOf,
  second,
  session,
} from './machine-arbitraries.ts';

const runs = { numRuns: 1500 };

test('no step is called before all steps it depends on are COMPLETE', () => {
  fc.assert(
    fc.property(planArbitrary, drawsArbitrary, (plan, draws) => {
      playAll(rulesOf(plan), draws, (_, { state, effects }) => {
        for (const effect of effects) {
          if (effect.type !== 'call') continue;
          for (const before of plan.stepById.get(effect.stepId)?.after ?? []) {
            assert.equal(state.steps.get(stepKey(before, 0))?.status, 'COMPLETE');
          }
        }
      });
    }),
    runs,
  );
});

test('a step that is COMPLETE stays so and is never called again; a COMPLETE order never changes its status', () => {
  fc.assert(
    fc.property(planArbitrary, drawsArbitrary, (plan, draws) => {
      playAll(rulesOf(plan), draws, (before, { state, effects }) => {
        for (const [key, step] of before.steps) {
          if (step.status !== 'COMPLETE') continue;
          assert.equal(state.steps.get(key)?.status, 'COMPLETE');
          assert.ok(!effects.some((effect) => effect.type === 'call' && stepKey(effect.stepId, effect.ind) === key));
        }
        if (before.columns.status === 'COMPLETE') assert.equal(state.columns.status, 'COMPLETE');
      });
    }),
    runs,
  );
});

test('a step that ended RETRY or ERROR is not called again before the order is released', () => {
  fc.assert(
    fc.property(planArbitrary, drawsArbitrary, (plan, draws) => {
      let ended = new Set<string>();
      playAll(rulesOf(plan), draws, (before, { state, effects }) => {
        if (before.columns.status !== 'IN-PROGRESS') ended = new Set();
        for (const [key, step] of state.steps) {
          if (before.calls.has(key) && !state.calls.has(key) && step.status !== 'COMPLETE') ended.add(key);
        }
        for (const effect of effects) {
          if (effect.type === 'call') assert.ok(!ended.has(stepKey(effect.stepId, effect.ind)));
        }
      });
    }),
    runs,
  );
});

test('a step is called as soon as all that it depends on is COMPLETE, however long other steps still run', () => {
  fc.assert(
    fc.property(planArbitrary, drawsArbitrary, (plan, draws) => {
      playAll(rulesOf(plan), draws, (_, { state }) => {
        if (state.columns.status !== 'IN-PROGRESS' || state.isStopping) return;
        for (const step of plan.steps) {
          const isFree = step.after.every((id) => state.steps.get(stepKey(id, 0))?.status === 'COMPLETE');
          if (isFree) assert.ok(state.steps.has(stepKey(step.stepId, 0)), step.name);
        }
      });
    }),
    runs,
  );
});

const legalOrder: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  READY: ['IN-PROGRESS', 'SCHEDULED', 'BLOCKED', 'CANCELED'],
  SCHEDULED: ['IN-PROGRESS', 'READY', 'BLOCKED', 'CANCELED'],
  'IN-PROGRESS': ['COMPLETE', 'ERROR', 'RETRY', 'CANCELED'],
  RETRY: ['IN-PROGRESS', 'ERROR', 'BLOCKED', 'CANCELED'],
  ERROR: ['RETRY', 'IN-PROGRESS', 'BLOCKED', 'CANCELED'],
  BLOCKED: ['READY', 'SCHEDULED', 'RETRY', 'ERROR', 'CANCELED'],
  CANCELED: ['READY', 'SCHEDULED', 'RETRY', 'ERROR', 'BLOCKED'],
  COMPLETE: [],
  WAITING: [],
  'ASYNC-WAITING': [],
  'EVENT-WAITING': [],
  INCOMPLETE: [],
};
const legalStep: Readonly<Record<StepStatus, readonly StepStatus[]>> = {
  'IN-PROGRESS': ['COMPLETE', 'ERROR', 'RETRY'],
  RETRY: ['IN-PROGRESS', 'COMPLETE', 'ERROR'],
  ERROR: ['RETRY'],
  COMPLETE: [],
  WAITING: [],
  'ASYNC-WAITING': [],
  'EVENT-WAITING': [],
};

test('only the legal transitions of orders and steps occur, and each has a line of history', () => {
  fc.assert(
    fc.property(planArbitrary, drawsArbitrary, (plan, draws) => {
      playAll(rulesOf(plan), draws, (before, { changes }, draw) => {
        if (draw.kind === 'crash') return;
        // One event may pass several statuses (retried by a skip); each of them is a line.
        const status = new Map<string, string | null>([['order', before.columns.status]]);
        for (const [key, step] of before.steps) status.set(key, step.status);
        for (const entry of changes) {
          if (entry.type !== 'history' || (entry.stepId === null && entry.segmentId !== null)) continue;
          const subject = entry.stepId === null ? 'order' : stepKey(entry.stepId, entry.ind ?? 0);
          assert.equal(entry.previousStatus, status.get(subject) ?? null);
          if (entry.status !== entry.previousStatus && entry.previousStatus !== null) {
            const legal =
              subject === 'order' ? legalOrder[entry.previousStatus] : legalStep[entry.previousStatus as StepStatus];
            assert.ok(
              (legal as readonly string[]).includes(entry.status),
              `${subject}: ${entry.previousStatus} -> ${entry.status}`,
            );
          }
          status.set(subject, entry.status);
        }
        for (const change of changes) assertLast(status, change);
      });
    }),
    runs,
  );
});

function assertLast(status: ReadonlyMap<string, string | null>, change: MachineChange): void {
  if (change.type === 'step') assert.equal(status.get(stepKey(change.stepId, change.ind)), change.status);
  if (change.type === 'order' && change.set.status) assert.equal(status.get('order'), change.set.status);
}

test('an order is IN-PROGRESS exactly while a call of it runs, and its status is the function of its segments', () => {
  fc.assert(
    fc.property(planArbitrary, drawsArbitrary, (plan, draws) => {
      playAll(rulesOf(plan), draws, (_, { state, effects }, draw) => {
        if (draw.kind === 'crash') return;
        assert.equal(state.columns.status === 'IN-PROGRESS', state.calls.size > 0);
        assert.equal(state.columns.sessionId === session, state.calls.size > 0);
        const released = effects.find((effect) => effect.type === 'released');
        if (!released) return;
        const computed = orderStatusFrom(plan, state);
        assert.ok(released.status === computed || (released.status === 'CANCELED' && computed === 'ERROR'));
        assert.equal(
          released.dueAt !== null,
          [...state.segments.values()].some(({ status }) => status === 'RETRY'),
        );
      });
    }),
    runs,
  );
});

test('an order that is picked up whenever it is due, and whose calls succeed, ends COMPLETE with every step run once', () => {
  fc.assert(
    fc.property(planArbitrary, fc.array(fc.nat(10)), (plan, picks) => {
      const rules = rulesOf(plan);
      const draws = [...picks, ...Array.from({ length: plan.steps.length + 1 }, () => 0)].map(
        (which) => ({ kind: 'end', which, how: 'returned', error: '', result: 'COMPLETE' }) as const,
      );
      const state = playAll(rules, [{ kind: 'pick-up', mode: 'NORMAL', afterSeconds: 0 }, ...draws]);
      assert.equal(state.columns.status, 'COMPLETE');
      assert.deepEqual(
        [...state.steps.values()].map(({ attempt }) => attempt),
        plan.steps.map(() => 1),
      );
    }),
    runs,
  );
});

test('whatever happened, when faults stop the order ends: nothing is stuck', () => {
  fc.assert(
    fc.property(planArbitrary, drawsArbitrary, (plan, draws) => {
      const rules = rulesOf(plan);
      const end = finish(rules, playAll(rules, draws));
      assert.ok(isFinal(end.columns.status), end.columns.status);
    }),
    runs,
  );
});

/** Ends all calls with success, and picks up, unblocks and retries until nothing more can be done. */
function finish(rules: Rules, from: OrderState): OrderState {
  let state = from;
  const attempt = (draw: Parameters<typeof play>[2]): boolean => {
    const answer = play(rules, state, draw);
    if (!answer || isRefusal(answer)) return false;
    state = answer.state;
    return true;
  };
  for (let round = 0; round < 100 && !isFinal(state.columns.status); round += 1) {
    if (attempt({ kind: 'end', which: 0, how: 'returned', error: '', result: 'COMPLETE' })) continue;
    if (attempt({ kind: 'pick-up', mode: 'NORMAL', afterSeconds: 10 })) continue;
    if (attempt({ kind: 'pick-up', mode: 'RECOVERY', afterSeconds: 10 })) continue;
    if (attempt({ kind: 'ask', event: { type: 'unblock' } })) continue;
    attempt({ kind: 'ask', event: { type: 'retry' } });
  }
  return state;
}

test('recovering a session twice equals recovering it once', () => {
  fc.assert(
    fc.property(planArbitrary, drawsArbitrary, (plan, draws) => {
      const once = recoverSession(playAll(rulesOf(plan), draws));
      assert.deepEqual(recoverSession(once), once);
    }),
    runs,
  );
});

test('events of independent steps may be swapped without changing the outcome', () => {
  fc.assert(
    fc.property(planArbitrary, drawsArbitrary, endArbitrary, endArbitrary, (plan, draws, first, other) => {
      const rules = rulesOf(plan);
      const state = playAll(rules, draws);
      if (state.calls.size < 2 || first.kind !== 'end' || other.kind !== 'end') return;
      const a = eventOf(plan, state, { ...first, which: 0 });
      const b = eventOf(plan, state, { ...other, which: 1 });
      if (!a || !b) return;
      const at = state.modified + second;
      const both = [
        [a, b],
        [b, a],
      ].map((events) =>
        events.reduce((current, event) => {
          const answer = transition(rules, { at, who: 'test' }, current, event);
          assert.ok(!isRefusal(answer));
          return answer.state;
        }, state),
      );
      const [left, right] = both.map(outcomeOf);
      assert.deepEqual(left, right);
    }),
    { numRuns: 2000 },
  );
});

/** What an order came to, without the order in which its rows and history were written. */
function outcomeOf(state: OrderState) {
  const { columns, segments, steps } = state;
  return {
    columns,
    segments: [...segments].sort(([a], [b]) => a - b),
    steps: [...steps].sort(([a], [b]) => (a < b ? -1 : 1)),
    calls: [...state.calls.keys()].sort(),
  };
}

test('the same state and event give the same answer, and the state that was handed in is not touched', () => {
  fc.assert(
    fc.property(planArbitrary, drawsArbitrary, (plan, draws) => {
      const rules = rulesOf(plan);
      let { state } = newOrder(rules);
      for (const draw of draws) {
        const copy = structuredClone(state);
        const answer = play(rules, state, draw);
        assert.deepEqual(state, copy);
        assert.deepEqual(play(rules, state, draw), answer);
        if (answer && !isRefusal(answer)) state = answer.state;
      }
    }),
    { numRuns: 100 },
  );
});

test('history is numbered without gaps', () => {
  fc.assert(
    fc.property(planArbitrary, drawsArbitrary, (plan, draws) => {
      let last = 1;
      playAll(rulesOf(plan), draws, (_, { state, changes }) => {
        for (const change of changes) {
          if (change.type !== 'history') continue;
          assert.equal(change.sequence, last + 1);
          last += 1;
        }
        assert.equal(state.historyLength, last);
      });
    }),
    runs,
  );
});
