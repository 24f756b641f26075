import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readOrderFiles } from '../support/project.ts';
import { ShopRun } from './shop-run.ts';
import { ShopTemplate } from './shop-template.ts';

/** Kills at moments that nobody chose, with dozens of orders under way. */
describe('killed at random under load', () => {
  const seed = Number(process.env['ORDO_TEST_SEED'] ?? Date.now() % 1_000_000);
  let template: ShopTemplate;
  before(async () => {
    template = await ShopTemplate.create();
  });
  after(() => template.remove());

  test(`thirty kills, every order ends as its file says (ORDO_TEST_SEED=${seed})`, async () => {
    const files = readOrderFiles();
    const run = await ShopRun.begin(template.copy(), files);
    const random = randomFrom(seed);
    try {
      for (let kill = 0; kill < 30; kill += 1) await run.killAfter(random() * 1_500);
      assert.equal(await run.live({}, { inTurn: false }), true);
      assert.deepEqual(run.violations(), []);
      const { orders } = run.outcome();
      for (const { order, expect, name } of files) {
        assert.equal(orders[order.staticdata.orderNumber]?.status, expect.status, name);
      }
    } finally {
      await run.end();
    }
  });
});

/** Numbers from 0 to 1 that a seed gives again (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
