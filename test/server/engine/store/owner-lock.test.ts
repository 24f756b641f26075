import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { FakeClock } from '../../../../server/base/clock.ts';
import { openSqliteStore } from '../../../../server/engine/store/sqlite/open.ts';
import { takeOwnerLock } from '../../../../server/engine/store/sqlite/owner-lock.ts';
import { ChildProgram } from './processes/child.ts';
import { openTemporary, temporaryFolder } from './temporary.ts';

test('there is one owner in a process', (t) => {
  const file = path.join(temporaryFolder(t), 'owner.lock');
  const lock = takeOwnerLock(file);
  assert.ok(lock);
  assert.equal(takeOwnerLock(file), undefined);
  lock.release();
  const again = takeOwnerLock(file);
  assert.ok(again);
  again.release();
});

test('a second process is refused until the first lets go', async (t) => {
  const file = path.join(temporaryFolder(t), 'owner.lock');
  const owner = new ChildProgram(t, 'hold-lock.ts', [file]);
  await owner.line('locked');
  assert.equal(takeOwnerLock(file), undefined);
  assert.equal(takeOwnerLock(file), undefined, 'asking does not take the lock from its owner');
  owner.send('release');
  await owner.line('released');
  takeOwnerLock(file)?.release();
  assert.deepEqual(await owner.exited, { code: 0, signal: null });
});

test('the lock of a killed owner is free at once, that of a stopped one is not', async (t) => {
  const file = path.join(temporaryFolder(t), 'owner.lock');
  const owner = new ChildProgram(t, 'hold-lock.ts', [file]);
  await owner.line('locked');
  await owner.kill('SIGSTOP');
  assert.equal(takeOwnerLock(file), undefined);
  await owner.kill('SIGKILL');
  const lock = takeOwnerLock(file);
  assert.ok(lock);
  lock.release();
});

test('of several that start at once, one gets it', async (t) => {
  const file = path.join(temporaryFolder(t), 'owner.lock');
  const starters = Array.from({ length: 4 }, () => new ChildProgram(t, 'hold-lock.ts', [file]));
  const said = await Promise.all(starters.map((starter) => starter.line('locked', 'refused')));
  assert.deepEqual(said.sort(), ['locked', 'refused', 'refused', 'refused']);
});

test('a second engine on a database is refused by name, also through another path', async (t) => {
  const folder = temporaryFolder(t);
  const file = path.join(folder, 'ordo.db');
  const store = await openTemporary(t, { file });
  const link = path.join(folder, 'link.db');
  symlinkSync(file, link);
  for (const name of [file, link]) {
    await assert.rejects(openSqliteStore({ file: name, clock: new FakeClock() }), {
      name: 'StoreOpenError',
      message: /Another engine is using the database .*ordo\.db\. Stop that engine/,
    });
  }
  assert.equal(store.availability, 'ready');
});
