import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resourcePath } from '../../server/base/resources.ts';

const list = (await import(resourcePath('.ci', 'conformance-rules.mjs'))) as {
  ruleGaps(): Promise<readonly string[]>;
};

test('every rule of the manuals names tests that are there', async () => {
  assert.deepEqual(await list.ruleGaps(), []);
});
