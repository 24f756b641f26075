/**
 * Creates orders and moves them on as fast as it can, 20 at a time, and says each decision after its commit: `order ID SEQUENCE`.
 * It runs until it is killed.
 */
import { writeSync } from 'node:fs';
import { SystemClock } from '../../../../../server/base/clock.ts';
import { openSqliteStore } from '../../../../../server/engine/store/sqlite/open.ts';
import { createOrder, decision, historyEntry, installSample, json } from '../sample.ts';

const store = await openSqliteStore({ file: process.argv[2] ?? '', clock: new SystemClock() });
const { workflowId, stepId } = await installSample(store);
const sessionId = await store.openSession({
  instanceKey: 'key',
  host: '',
  url: '',
  version: '',
  pid: process.pid,
  now: Date.now() * 1000,
});
await Promise.all(Array.from({ length: 20 }, run));

async function run(): Promise<void> {
  for (;;) {
    const orderId = await createOrder(store, workflowId, { status: 'IN-PROGRESS', sessionId });
    say(orderId, 1);
    for (let sequence = 2; sequence <= 6; sequence += 1) {
      const step = {
        stepId: stepId('pay'),
        ind: 0,
        retries: null,
        attempt: sequence,
        skip: false,
        started: 1,
        completed: null,
      };
      await store.commit(
        decision(orderId, workflowId, [
          { type: 'step', status: 'IN-PROGRESS', ...step },
          { type: 'dynamic-data', data: json({ sequence }) },
          historyEntry(sequence),
        ]),
      );
      say(orderId, sequence);
    }
  }
}

/** Written at once: what is said was committed, also when the next moment is the last. */
function say(orderId: number, sequence: number): void {
  writeSync(1, `order ${orderId} ${sequence}\n`);
}
