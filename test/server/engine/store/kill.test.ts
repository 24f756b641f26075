import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { SystemClock } from '../../../../server/base/clock.ts';
import { openSqliteStore } from '../../../../server/engine/store/sqlite/open.ts';
import { quickCheck } from '../../../../server/engine/store/sqlite/integrity.ts';
import { openDatabase } from '../../../../server/engine/store/sqlite/open-database.ts';
import { ChildProgram } from './processes/child.ts';
import { temporaryFolder } from './temporary.ts';

const kills = 4;

test('a process that is killed under load loses nothing that it was told is committed', async (t) => {
  const file = path.join(temporaryFolder(t), 'ordo.db');
  const told = new Map<number, number>();
  for (let n = 0; n < kills; n += 1) {
    const child = new ChildProgram(t, 'commit-orders.ts', [file]);
    await child.line('order');
    await delay(20 + 37 * n);
    await child.kill();
    for (const line of child.lines) {
      const [, orderId = 0, sequence = 0] = line.split(' ').map(Number);
      // A last line that was cut short says nothing.
      if (Number.isInteger(orderId) && Number.isInteger(sequence) && sequence > 0) told.set(orderId, sequence);
    }
    await checkAll(file, told);
  }
  assert.ok(told.size > 100, `only ${told.size} orders were created`);
});

/** Everything told is there, whole: row, step, data and history of the same decision; and the dead session recovers. */
async function checkAll(file: string, told: ReadonlyMap<number, number>): Promise<void> {
  const store = await openSqliteStore({ file, clock: new SystemClock() });
  const session = await store.findActiveSession('key');
  assert.ok(session);
  await store.recoverSession(session.sessionId, { now: 1, batchSize: 50 });
  for (const [orderId, sequence] of told) {
    const order = await store.loadOrder(orderId as never);
    assert.ok(order, `order ${orderId} is lost`);
    const attempt = order.steps[0]?.attempt ?? 1;
    assert.ok(attempt >= sequence, `order ${orderId}: ${attempt} < ${sequence}`);
    assert.equal(order.dynamicData, attempt > 1 ? JSON.stringify({ sequence: attempt }) : null);
    assert.equal(order.columns.sessionId, 0);
    assert.notEqual(order.columns.status, 'IN-PROGRESS');
  }
  const last = Math.max(...told.keys());
  assert.ok(store.nextOrderId() > last, 'an id is given once');
  await store.close();
  const db = openDatabase(file, 'reader');
  assert.deepEqual(quickCheck(db), []);
  assert.deepEqual(db.pragma('foreign_key_check'), []);
  db.close();
}
