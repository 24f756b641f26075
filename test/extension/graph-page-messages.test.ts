import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { readFromGraphPage, readToGraphPage } from '../../schemas/protocol/graph-page.ts';
import { graphTexts } from '../../schemas/protocol/graph-texts.ts';
import { graphMessage, shopGraph } from '../support/graph/graph-message.ts';
import { orderLive, stepDetails } from '../support/graph/live-message.ts';

const root = path.resolve(import.meta.dirname, '../..');

test('what the page of a graph says is taken only in its form, without anything added', () => {
  assert.deepEqual(readFromGraphPage({ type: 'ready', command: 'x' }), { type: 'ready' });
  const gesture = { type: 'connect', from: 'a:1', to: 'b:1' };
  assert.deepEqual(
    readFromGraphPage({ type: 'gesture', id: 1, version: 2, gesture: { ...gesture, uri: 'file:///x' } }),
    {
      type: 'gesture',
      id: 1,
      version: 2,
      gesture,
    },
  );
  for (const wrong of [
    undefined,
    'ready',
    {},
    { type: 'toString' },
    { type: 'gesture', id: 1, version: 2, gesture: { type: 'write', text: 'x' } },
    { type: 'gesture', id: -1, version: 2, gesture },
    { type: 'gesture', id: 1, version: 2, gesture: { ...gesture, from: 1 } },
    { type: 'gesture', id: 1, version: 2, gesture: { type: 'set', key: '../x', value: 1 } },
    { type: 'gesture', id: 1, version: 2, gesture: { type: 'set', key: 'desc', value: () => 1 } },
    { type: 'gesture', id: 1, version: 2, gesture: { type: 'paste', steps: [{ step: 'a:1' }], after: [] } },
    { type: 'open', what: 'file:///etc/passwd' },
    { type: 'open', what: 'code', step: '' },
    { type: 'quick-fix', step: 'a:1', problem: '0' },
    { type: 'save-picture', format: 'exe', data: '' },
    { type: 'skip' },
  ]) {
    assert.equal(readFromGraphPage(wrong), undefined, JSON.stringify(wrong));
  }
});

test('no value at all makes the reader throw', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      readFromGraphPage(value);
      readToGraphPage(value);
    }),
    { numRuns: 300 },
  );
});

test('what the window says to the graph is taken only in its form', () => {
  for (const right of [graphMessage(shopGraph()), orderLive(), stepDetails(), { type: 'broken', reason: 'x' }]) {
    assert.ok(readToGraphPage(right), right.type);
  }
  for (const wrong of [
    null,
    { type: 'graph', version: 1, isReadOnly: false, graph: { steps: [{}] } },
    { type: 'live' },
  ]) {
    assert.equal(readToGraphPage(wrong), undefined, JSON.stringify(wrong));
  }
});

test('each word of the graph page has a text', () => {
  const source = readFileSync(path.join(root, 'extension/views/graph-page-texts.ts'), 'utf8');
  assert.deepEqual(
    graphTexts.filter((name) => !source.includes(`    ${name}: t(`)),
    [],
  );
});
