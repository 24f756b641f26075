import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { FakeClock, SystemClock } from '../../../../server/base/clock.ts';
import { MemoryLog } from '../../../../server/base/logger.ts';
import { openDatabase } from '../../../../server/engine/store/sqlite/open-database.ts';
import { openSqliteStore } from '../../../../server/engine/store/sqlite/open.ts';
import { Writer } from '../../../../server/engine/store/sqlite/writer.ts';
import { ChildProgram } from './processes/child.ts';
import { createOrder, installSample } from './sample.ts';
import { temporaryFolder } from './temporary.ts';

test('when the disk is full all that was handed in is rejected, nothing is half recorded, and later it goes on', async (t) => {
  const { writer, clock, states, count } = await counterWriter(temporaryFolder(t));
  writer.db.pragma(`max_page_count = ${String(writer.db.pragma('page_count', { simple: true }))}`);
  const failed = await Promise.allSettled(
    [1, 2, 3].map((n) => writer.add('data', (insert) => insert.run(n, 'x'.repeat(9000)))),
  );
  for (const result of failed) {
    assert.equal(result.status, 'rejected');
    assert.equal((result.reason as Error).name, 'StoreUnavailable');
    assert.match((result.reason as Error).message, /The store cannot write: database or disk is full/);
  }
  await assert.rejects(
    writer.add('data', (insert) => insert.run(4, '')),
    { name: 'StoreUnavailable' },
  );
  clock.advance(500);
  await writer.add('data', (insert) => insert.run(5, 'x'.repeat(9000)));
  assert.deepEqual(count(), [5]);
  assert.deepEqual(states, ['unavailable', 'ready']);
  await writer.close();
});

test('while another process holds the write lock, work waits and the event loop goes on', async (t) => {
  const { writer, file, clock, states, count } = await counterWriter(temporaryFolder(t));
  const other = openDatabase(file, 'writer');
  other.exec('BEGIN IMMEDIATE');
  let isDone = false;
  const waiting = writer.add('data', (insert) => insert.run(1, '')).then(() => (isDone = true));
  await nextTurn();
  const start = performance.now();
  clock.advance(25);
  assert.ok(performance.now() - start < 200, 'one attempt is short');
  clock.advance(6000);
  assert.equal(isDone, false);
  assert.deepEqual(states, ['waiting']);
  other.exec('ROLLBACK');
  other.close();
  clock.advance(200);
  await waiting;
  assert.deepEqual(count(), [1]);
  assert.deepEqual(states, ['waiting', 'ready']);
  await writer.close();
});

test('a file that is moved away stops the writing until it is back', async (t) => {
  const { writer, file, clock, log, states } = await counterWriter(temporaryFolder(t));
  renameSync(file, `${file}.away`);
  writer.checkFile();
  await assert.rejects(
    writer.add('data', (insert) => insert.run(1, '')),
    { name: 'StoreUnavailable' },
  );
  assert.match(log.lines[0]?.message ?? '', /was deleted, moved or replaced/);
  clock.advance(500);
  assert.deepEqual(states, ['unavailable']);
  renameSync(`${file}.away`, file);
  clock.advance(500);
  await writer.add('data', (insert) => insert.run(2, ''));
  await writer.close();
});

test('closing waits for what was handed in', async (t) => {
  const { writer } = await counterWriter(temporaryFolder(t));
  const added = writer.add('data', (insert) => insert.run(1, ''));
  await writer.close();
  await added;
  await assert.rejects(
    writer.add('data', (insert) => insert.run(2, '')),
    /it is closed/,
  );
});

test('closing does not wait for ever for another process', async (t) => {
  const { writer, file, clock } = await counterWriter(temporaryFolder(t));
  const other = openDatabase(file, 'writer');
  other.exec('BEGIN IMMEDIATE');
  const added = writer.add('data', (insert) => insert.run(1, ''));
  const closed = writer.close();
  const rejected = assert.rejects(added, { name: 'StoreUnavailable' });
  await nextTurn();
  clock.advance(6000);
  await Promise.all([rejected, closed]);
  other.close();
});

// The limit on file sizes stands for a full disk: the system refuses the write in the middle of a transaction.
if (process.platform === 'linux') {
  for (const kilobytes of [1000, 1500, 3000]) {
    test(`a disk that is full at ${kilobytes} KB loses nothing, and orders go on when there is space`, async (t) => {
      const file = path.join(temporaryFolder(t), 'ordo.db');
      const limited = ['bash', '-c', `ulimit -S -f ${kilobytes}; exec "$@"`, 'limited'];
      const child = new ChildProgram(t, 'fill-disk.ts', [file], limited);
      await child.line('full');
      await child.line('unavailable');
      const { status } = spawnSync('prlimit', ['--pid', String(child.pid), '--fsize=unlimited']);
      assert.equal(status, 0, 'the limit is raised');
      const line = await child.line('recorded');
      await child.line('ready');
      assert.deepEqual(await child.exited, { code: 0, signal: null });
      const recorded = JSON.parse(line.slice('recorded '.length)) as number[];
      const store = await openSqliteStore({ file, clock: new SystemClock() });
      for (const orderId of recorded) assert.ok(await store.loadOrder(orderId as never), `order ${orderId} is lost`);
      const [{ count } = { count: 0 }] = await store.countOrders({});
      assert.equal(count, recorded.length, 'no order was recorded that was refused');
      await store.close();
    });
  }
}

test('a short log: what is committed is in the file soon after, without a close', async (t) => {
  const file = path.join(temporaryFolder(t), 'ordo.db');
  const store = await openSqliteStore({ file, clock: new SystemClock() });
  const { workflowId } = await installSample(store);
  const before = statSync(file).mtimeMs;
  await Promise.all(Array.from({ length: 500 }, () => createOrder(store, workflowId)));
  while (statSync(file).mtimeMs === before) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(store.availability, 'ready');
  await store.close();
});

/** A writer on a table of numbers, its clock, what it said about itself, and the numbers in the table. */
async function counterWriter(folder: string) {
  const file = path.join(folder, 'ordo.db');
  await (await openSqliteStore({ file, clock: new SystemClock() })).close();
  openDatabase(file, 'writer').exec('CREATE TABLE numbers (n INTEGER PRIMARY KEY, padding TEXT)').close();
  const clock = new FakeClock();
  const log = new MemoryLog();
  const writer = new Writer({
    file,
    clock,
    log: log.logger,
    prepare: (db) => db.prepare<unknown[]>('INSERT INTO numbers VALUES (?, ?)'),
    onCommit: () => undefined,
  });
  const states: string[] = [];
  writer.onAvailability((state) => states.push(state));
  const count = (): unknown[] => writer.db.prepare('SELECT n FROM numbers ORDER BY n').pluck().all();
  return { writer, file, clock, log, states, count };
}
