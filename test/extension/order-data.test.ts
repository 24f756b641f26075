import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeType, misfit } from '../../extension/commands/data-type.ts';
import { readOrderFile } from '../../extension/commands/order-file.ts';
import type { JsonObject, JsonValue } from '../../schemas/model/data.ts';

/** English, as it is written. */
const t = (message: string, ...values: (string | number)[]): string =>
  message.replaceAll(/\{(\d)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole));

const type: JsonObject = {
  type: 'object',
  required: ['name', 'lines'],
  properties: {
    name: { type: 'string' },
    note: { type: ['string', 'null'] },
    currency: { type: 'string', enum: ['EUR', 'USD'] },
    due: { type: 'date' },
    lines: { type: 'array', items: { type: 'object', required: ['sku'], properties: { sku: { type: 'string' } } } },
  },
  additionalProperties: false,
};

test('a data type is described in one line, optional keys with a question mark', () => {
  assert.equal(describeType(type), 'name: string, note?: string | null, currency?: string, due?: date, lines: array');
});

test('data that fits its type has no misfit', () => {
  const data = { name: 'x', note: null, currency: 'EUR', due: '2026-01-01', lines: [{ sku: 'a' }] };
  assert.equal(misfit(type, data, t), undefined);
});

const misfits: readonly (readonly [string, JsonValue, string])[] = [
  ['a missing key', { name: 'x' }, '"lines" is missing.'],
  ['a value of another kind', { name: 1, lines: [] }, '"name" must be string.'],
  ['a value that is no choice', { name: 'x', lines: [], currency: 'GBP' }, '"currency" must be one of ["EUR","USD"].'],
  ['a key that is not known', { name: 'x', lines: [], more: 1 }, '"more" is not known.'],
  ['an element of a list', { name: 'x', lines: [{ sku: 'a' }, {}] }, '"lines[1].sku" is missing.'],
  ['no object at all', 'x', 'The data must be object.'],
];
for (const [what, data, expected] of misfits) {
  test(`the place of ${what} is named`, () => assert.equal(misfit(type, data, t), expected));
}

test('an order file is an order with its workflow, a body of createOrder, or static data', () => {
  assert.deepEqual(readOrderFile('{"workflow":"w","order":{"staticdata":{"a":1}},"expect":{}}', 0, t), {
    workflow: 'w',
    request: { staticdata: { a: 1 } },
  });
  assert.deepEqual(readOrderFile('{"priority":5,"staticdata":{}}', 0, t), { request: { priority: 5, staticdata: {} } });
  assert.deepEqual(readOrderFile('{"a":1}', 0, t), { request: { staticdata: { a: 1 } } });
});

test('an order file may put its order off', () => {
  const { request } = readOrderFile('{"workflow":"w","order":{},"scheduleAfterSeconds":90}', Date.UTC(2026, 0, 1), t);
  assert.equal(request.scheduled, '2026-01-01T00:01:30.000Z');
});

test('what is no order is refused with a sentence', () => {
  assert.throws(() => readOrderFile('{', 0, t), /not JSON/);
  assert.throws(() => readOrderFile('[1]', 0, t), /is an object/);
});
