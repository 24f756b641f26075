import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { readOrderFiles } from '../support/project.ts';
import { choosePlaces, forEachPassage, killAt, type Passage, readPassages } from './passages.ts';
import { ShopRun } from './shop-run.ts';
import { ShopTemplate } from './shop-template.ts';

/** A crash is recovered by a start; that start may be killed as well, again and again. */
describe('killed while recovering from a crash', () => {
  const files = readOrderFiles('01-one-mug', '12-lost-payment-reply');
  const sent = { inTurn: false };
  let deployed: ShopTemplate;
  let crashed: ShopTemplate;
  before(async () => {
    deployed = await ShopTemplate.create();
    crashed = await crashInTheMiddle(deployed, files);
  });
  after(() => {
    deployed.remove();
    crashed.remove();
  });

  test('at every fault point of the recovery', async (t) => {
    const { places, outcome } = await recoverOnce();
    // The recovery of the session, and what the orders do first after it; later they are like any others.
    const walk = places.slice(0, 24);
    let kills = 0;
    await forEachPassage(walk, async (passage) => {
      const run = await ShopRun.begin(crashed.copy(), files);
      try {
        if (!(await run.live({ env: killAt(passage) }, sent))) kills += 1;
        assert.equal(await run.live({}, sent), true);
        assert.deepEqual(run.violations(), []);
        assert.deepEqual(run.outcome(), outcome);
      } finally {
        await run.end();
      }
    });
    t.diagnostic(`${kills} kills at ${walk.length} places`);
    assert.ok(kills >= Math.floor(walk.length * 0.75), `only ${kills} of ${walk.length} kills happened`);
  });

  test('five times in a row, a little later each time', async () => {
    const { outcome } = await recoverOnce();
    const run = await ShopRun.begin(crashed.copy(), files);
    try {
      for (const number of [1, 2, 3, 4, 5])
        await run.live({ env: killAt({ name: 'store.after-commit', number }) }, sent);
      assert.equal(await run.live({}, sent), true);
      assert.deepEqual(run.violations(), []);
      assert.deepEqual(run.outcome(), outcome);
    } finally {
      await run.end();
    }
  });

  async function recoverOnce(): Promise<{ places: readonly Passage[]; outcome: ReturnType<ShopRun['outcome']> }> {
    const run = await ShopRun.begin(crashed.copy(), files);
    try {
      const list = path.join(path.dirname(run.project.folder), 'passages');
      assert.equal(await run.live({ env: { ORDO_FAULT_LIST: list } }, sent), true);
      assert.deepEqual(run.violations(), []);
      return { places: choosePlaces(readPassages(list)), outcome: run.outcome() };
    } finally {
      await run.end();
    }
  }
});

/** All orders under way, the engine killed after the tenth commit. */
async function crashInTheMiddle(
  deployed: ShopTemplate,
  files: ReturnType<typeof readOrderFiles>,
): Promise<ShopTemplate> {
  const run = await ShopRun.begin(deployed.copy(), files);
  try {
    const lived = await run.live({ env: killAt({ name: 'store.after-commit', number: 10 }) }, { inTurn: false });
    assert.equal(lived, false);
    await run.systems.stop();
    return ShopTemplate.of(run.project);
  } finally {
    run.project.remove();
  }
}
