import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { FakeClock } from '../../../../server/base/clock.ts';
import { StoreOpenError } from '../../../../server/engine/store/store-problems.ts';
import { openSqliteStore } from '../../../../server/engine/store/sqlite/open.ts';
import type { Store } from '../../../../server/engine/store/store.ts';
import { createOrder, installSample, json } from './sample.ts';

const clock = new FakeClock();
const pageSize = 4096;
const flips = 60;

describe('a damaged file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ordo-damage-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const reference = path.join(folder, 'reference.db');
  let orders: number[] = [];

  before(async () => {
    const store = await openSqliteStore({ file: reference, clock });
    const { workflowId } = await installSample(store);
    orders = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        createOrder(store, workflowId, {}, { staticData: json({ text: 'x'.repeat(20 * (n % 30)) }) }),
      ),
    );
    await store.close();
  });

  test('bytes flipped anywhere are found, or everything can still be read', async () => {
    const bytes = readFileSync(reference);
    let found = 0;
    for (let n = 0; n < flips; n += 1) {
      const position = placeOf(n, bytes.length);
      const file = path.join(folder, 'flipped.db');
      const damaged = Buffer.from(bytes);
      damaged[position] = (damaged[position] ?? 0) ^ (1 << (n % 8));
      writeFileSync(file, damaged);
      if (await isRefused(file)) found += 1;
    }
    // Most bytes are page contents, where a flip is just another text; page headers and pointers must be noticed.
    assert.ok(found >= flips / 10, `only ${found} of ${flips} were found`);
  });

  test('a file that was cut short is refused by name', async () => {
    const pages = readFileSync(reference).length / pageSize;
    for (const length of [1, 100, pageSize - 1, pageSize, pageSize * 3 + 17, pageSize * (pages - 1)]) {
      const file = path.join(folder, 'short.db');
      copyFileSync(reference, file);
      truncateSync(file, length);
      assert.ok(await isRefused(file), `cut to ${length} bytes`);
    }
  });

  /** True = refused with a message that names the file and what to do; false = opened, and every order is readable. */
  async function isRefused(file: string): Promise<boolean> {
    let store: Store;
    try {
      store = await openSqliteStore({ file, clock });
    } catch (error) {
      assert.ok(error instanceof StoreOpenError, String((error as Error).stack));
      assert.ok(error.message.includes(path.basename(file)), error.message);
      assert.ok(error.problem.remedy.length > 0);
      return true;
    }
    for (const orderId of orders) await store.loadOrder(orderId as never);
    await store.loadDefinitions();
    await store.close();
    return false;
  }

  /** The same places in every run: half in page headers and cell pointers, half anywhere. */
  function placeOf(n: number, length: number): number {
    const scattered = (n * 2_654_435_761) % length;
    return n % 2 === 0 ? scattered - (scattered % pageSize) + (n % 24) : scattered;
  }
});
