import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normaliseDataType } from '../../../../server/language/types/data-type.ts';
import { typeText } from '../../../../server/language/types/type-text.ts';

/** The TypeScript type of a data type as written in YAML, in one line. */
function text(written: unknown): string {
  return typeText(normaliseDataType(written) ?? {}).replaceAll(/\s+/g, ' ');
}

const cases: readonly (readonly [unknown, string])[] = [
  [{ type: 'string' }, 'string'],
  [{ type: 'int' }, 'number'],
  [{ type: '*bool' }, 'boolean | null'],
  [{ type: ['string', 'null', 'number'] }, 'string | null | number'],
  [{ type: 'date' }, 'Date'],
  [{ type: 'binary' }, 'Uint8Array'],
  [{ type: 'bigint' }, 'bigint'],
  [{ type: '*decimal' }, 'Decimal | null'],
  [{ type: 'any' }, 'any'],
  [{}, 'any'],
  [{ enum: ['a', "b'c", 1, null, true] }, "'a' | 'b\\'c' | 1 | null | true"],
  [{ const: 'a\nb' }, "'a\\nb'"],
  [{ type: 'list', items: { type: 'string' } }, 'readonly string[]'],
  [{ type: 'array', items: { type: '*string' } }, 'readonly (string | null)[]'],
  [{ type: 'array' }, 'readonly any[]'],
  [{ type: 'array', items: { type: 'array', items: { type: 'int' } } }, 'readonly (readonly number[])[]'],
  [{ type: 'hash' }, 'Record<string, any>'],
  [{ type: 'object', additionalProperties: { type: 'int' } }, 'Record<string, number>'],
  [
    {
      type: 'object',
      required: ['a'],
      properties: { a: { type: 'string', description: 'What */ it is' }, 'b-c': { type: 'int' } },
    },
    "{ /** What *\\/ it is */ readonly a: string; readonly 'b-c'?: number; }",
  ],
  [{ properties: { a: {} } }, '{ readonly a?: any; }'],
];

for (const [written, expected] of cases)
  test(`${JSON.stringify(written)} is ${expected}`, () => assert.equal(text(written), expected));

test('the plain form keeps all that is no type word', () => {
  assert.deepEqual(
    normaliseDataType({ type: 'hash', properties: { a: { type: '*int', minimum: 1 } }, required: ['a'] }),
    {
      type: 'object',
      properties: { a: { type: ['integer', 'null'], minimum: 1 } },
      required: ['a'],
    },
  );
  assert.equal(normaliseDataType('string'), undefined);
  assert.equal(normaliseDataType(undefined), undefined);
});
