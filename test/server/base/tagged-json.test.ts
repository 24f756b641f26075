import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import type { JsonText } from '../../../schemas/model/data.ts';
import {
  checkDataSize,
  dataFromTagged,
  dataPatch,
  DataError,
  Decimal,
  decodeData,
  deleteKeys,
  encodeData,
  mergeData,
  plainFromData,
} from '../../../server/base/tagged-json.ts';

const text = (json: string): JsonText => json as JsonText;

describe('encoding order data', () => {
  test('JSON stays as it is, the four other kinds get a tag', () => {
    const data = {
      list: [1, 'two', null, true, { deep: 3.5 }],
      when: new Date(Date.UTC(2026, 0, 2)),
      bytes: new Uint8Array([104, 105]),
      buffer: Buffer.from('hi'),
      big: -12345678901234567890n,
      price: Decimal.of('1.10'),
    };
    assert.equal(
      encodeData(data),
      '{"list":[1,"two",null,true,{"deep":3.5}],"when":{"$type":"date","value":"2026-01-02T00:00:00.000Z"},' +
        '"bytes":{"$type":"binary","value":"aGk="},"buffer":{"$type":"binary","value":"aGk="},' +
        '"big":{"$type":"bigint","value":"-12345678901234567890"},"price":{"$type":"decimal","value":"1.10"}}',
    );
  });

  test('keys that begin with $ are escaped, so that no user data looks like a tag', () => {
    const data = { $type: 'date', value: 'not a date', $$x: 1, a$: 2 };
    assert.equal(encodeData(data), '{"$$type":"date","value":"not a date","$$$x":1,"a$":2}');
    assert.deepEqual(decodeData(encodeData(data)), data);
  });

  test('keys with undefined are dropped; objects without prototype and of another realm are plain', () => {
    assert.equal(encodeData({ a: undefined, b: 1 }), '{"b":1}');
    assert.equal(encodeData(Object.assign(Object.create(null), { a: 1 })), '{"a":1}');
    assert.equal(encodeData(runInNewContext('({ a: [1], d: new Date(0) })')).slice(0, 14), '{"a":[1],"d":{');
  });

  const cyclic: Record<string, unknown> = { a: { b: {} } };
  (cyclic['a'] as Record<string, unknown>)['b'] = cyclic;
  const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
  const refused: readonly (readonly [name: string, value: unknown, message: string | RegExp])[] = [
    ['NaN', { a: [0, { b: NaN }] }, 'a[1].b is NaN, which JSON does not know.'],
    ['Infinity', { a: -Infinity }, 'a is -Infinity, which JSON does not know.'],
    ['a function', { run: () => 1 }, 'run is a function, which cannot be stored.'],
    ['a symbol', [Symbol('s')], '[0] is a symbol, which cannot be stored.'],
    ['a symbol as key', { a: { [Symbol('s')]: 1 } }, 'a has a symbol as key.'],
    ['a Map', { 'a key': new Map() }, '["a key"] is an instance of Map; store plain data of it instead.'],
    ['a class instance', new (class Order {})(), 'The data is an instance of Order; store plain data of it instead.'],
    ['an error', { e: new TypeError('x') }, 'e is an instance of TypeError; store plain data of it instead.'],
    ['an invalid date', { d: new Date('x') }, 'd is an invalid Date.'],
    ['undefined', undefined, 'The data is undefined.'],
    ['undefined in a list', { a: [1, undefined] }, 'a[1] is undefined.'],
    ['a hole in a list', { a: Object.assign([], { 2: 1 }) }, 'a[0] is undefined.'],
    ['a cycle', cyclic, 'a.b refers back to an object that holds it (a cycle).'],
    ['a getter that throws', { a: { get b() { throw new Error('no'); } } }, 'a.b could not be read: its getter threw.'],
    ['an Int32Array', { a: new Int32Array(1) }, 'a is an instance of Int32Array; store plain data of it instead.'],
    ['too much depth', deep(1000), /is nested more than 200 levels deep\.$/],
  ]; // prettier-ignore
  for (const [name, value, message] of refused) {
    test(`${name} is refused with its path`, () => {
      assert.throws(() => encodeData(value), { name: 'DataError', code: 'ORDER-DATA-ERROR', message });
    });
  }

  test('the same object twice side by side is no cycle', () => {
    const shared = { x: 1 };
    assert.equal(encodeData({ a: shared, b: [shared, shared] }), '{"a":{"x":1},"b":[{"x":1},{"x":1}]}');
  });

  test('data over the limit is refused by its bytes, not its characters', () => {
    assert.equal(encodeData('äöü', { maxBytes: 8 }), '"äöü"');
    assert.throws(() => encodeData('äöü', { maxBytes: 7 }), /has 8 bytes, and at most 7 are allowed/);
    assert.throws(() => checkDataSize('x'.repeat(100), { maxBytes: 99 }), DataError);
  });
});

describe('decoding order data', () => {
  test('tags become values again', () => {
    const data = { d: new Date(5), b: Buffer.from([1, 255]), n: 10n ** 30n, m: [Decimal.of('-0.050')] };
    const back = decodeData(encodeData(data)) as unknown as typeof data;
    assert.deepEqual(back.d, data.d);
    assert.ok(back.b.equals(data.b));
    assert.equal(back.n, data.n);
    assert.equal(back.m[0]?.toString(), '-0.050');
  });

  test('people and REST get plain JSON: ISO-8601, base64, digits, the user’s keys', () => {
    const data = { $a: new Date(0), b: [Buffer.from('hi'), 1n, Decimal.of('1.50')] };
    assert.deepEqual(plainFromData(encodeData(data)), { $a: '1970-01-01T00:00:00.000Z', b: ['aGk=', '1', '1.50'] });
  });

  test('__proto__ is a key like any other and changes no prototype', () => {
    const source = JSON.parse('{"__proto__":{"polluted":1},"$x":2}') as object;
    const stored = encodeData(source);
    for (const back of [decodeData(stored), plainFromData(stored)]) {
      assert.ok(Object.hasOwn(back as object, '__proto__'));
      assert.equal(Object.getPrototypeOf(back), Object.prototype);
    }
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    const merged = mergeData(text('{"a":1}'), stored);
    assert.equal(merged, '{"a":1,"__proto__":{"polluted":1},"$$x":2}');
    assert.equal(deleteKeys(merged, ['__proto__', '$x']), '{"a":1}');
  });

  for (const [bad, message] of [
    ['{"a":{"$type":"date","value":"never"}}', /a is no valid date/],
    ['{"a":{"$type":"bigint","value":"1.5"}}', /a is no valid bigint/],
    ['{"a":{"$type":"decimal","value":"x"}}', /a is no valid decimal/],
    ['{"a":{"$type":"binary","value":"*"}}', /a is no valid binary/],
    ['[{"$type":"regexp","value":"x"}]', /\[0\] has the unknown type "regexp"/],
    ['{"$type":"date"}', /no valid tagged value/],
    ['{"$type":"date","value":"2026-01-01","more":1}', /no valid tagged value/],
    ['{"$other":1}', /\$other is not an escaped key/],
    ['{"a":', /is no JSON/],
  ] as const) {
    test(`${bad} is refused`, () => {
      assert.throws(() => decodeData(text(bad)), message);
      assert.throws(() => plainFromData(text(bad)), message);
    });
  }

  test('tagged JSON of a YAML body is checked and taken over', () => {
    const body = { when: { $type: 'date', value: '2026-01-01T12:00:00+01:00' }, $$key: 1 };
    assert.equal(dataFromTagged(body), '{"when":{"$type":"date","value":"2026-01-01T11:00:00.000Z"},"$$key":1}');
    assert.throws(() => dataFromTagged({ when: { $type: 'moment', value: 'x' } }), /unknown type "moment"/);
  });
});

describe('changing order data by key', () => {
  test('merge replaces whole keys and keeps tags of the others (manual: update calls merge, never replace)', () => {
    const before = encodeData({ keep: new Date(0), change: { a: 1, b: 2 } });
    assert.equal(
      mergeData(before, encodeData({ change: { b: 3 }, more: 1n })),
      '{"keep":{"$type":"date","value":"1970-01-01T00:00:00.000Z"},"change":{"b":3},"more":{"$type":"bigint","value":"1"}}',
    );
    assert.equal(mergeData(undefined, text('{"a":1}')), '{"a":1}');
    assert.equal(mergeData(null, text('{"a":1}')), '{"a":1}');
  });

  test('keys are deleted by the name the user knows', () => {
    assert.equal(deleteKeys(encodeData({ $a: 1, b: 2 }), ['$a', 'none']), '{"b":2}');
    assert.equal(deleteKeys(null, ['a']), '{}');
  });

  test('what is no object cannot be changed by key', () => {
    for (const bad of ['[1]', '1', '{"$type":"date","value":"2026-01-01"}']) {
      assert.throws(() => mergeData(text(bad), text('{"a":1}')), /is no object with keys/);
      assert.throws(() => mergeData(text('{}'), text(bad)), /is no object with keys/);
    }
  });

  test('the patch from one state to the next names what changed, and null for what went', () => {
    const before = text('{"same":[1],"changed":1,"gone":2}');
    assert.equal(dataPatch(before, text('{"same":[1],"changed":2,"new":3}')), '{"changed":2,"new":3,"gone":null}');
    assert.equal(dataPatch(null, null), '{}');
  });
});

/** Anything that order data can hold; -0 is left out, because JSON has only one zero. */
const { data } = fc.letrec<{ data: unknown }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (n === 0 ? 0 : n)),
    fc.string({ unit: 'binary' }),
    fc.bigInt(),
    fc.date({ noInvalidDate: true }),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    fc.array(tie('data')),
    fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('$type', 'value', '$', '$$', '__proto__', 'constructor')),
      tie('data'),
    ),
  ),
}));
const object = fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('$type', 'value', '__proto__', '$$')), data);

/** Prototypes aside (fast-check makes objects without one), both sides hold the same. */
const shape = (value: unknown): unknown => JSON.parse(encodeData(value));

describe('order data in general', () => {
  test('what is encoded decodes to the same', () => {
    fc.assert(fc.property(data, (value) => assert.deepEqual(shape(decodeData(encodeData(value))), shape(value))));
  });

  test('encoding is stable: decoded and encoded again is the same text', () => {
    fc.assert(fc.property(data, (value) => assert.equal(encodeData(decodeData(encodeData(value))), encodeData(value))));
  });

  test('merging texts equals merging objects', () => {
    fc.assert(
      fc.property(object, object, (a, b) => {
        const merged = new Map([...Object.entries(a), ...Object.entries(b)]);
        const back = decodeData(mergeData(encodeData(a), encodeData(b))) as object;
        assert.deepEqual(new Set(Object.keys(back)), new Set(merged.keys()));
        for (const [key, value] of Object.entries(back)) assert.deepEqual(shape(value), shape(merged.get(key)));
      }),
    );
  });

  test('plain JSON holds no tag and no escaped key', () => {
    const hasKeys = (value: unknown, keys: Set<string>): void => {
      if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof Date) return;
      for (const [key, part] of Object.entries(value)) {
        if (!Array.isArray(value)) keys.add(key);
        hasKeys(part, keys);
      }
    };
    fc.assert(
      fc.property(object, (value) => {
        const expected = new Set<string>();
        const found = new Set<string>();
        hasKeys(value, expected);
        hasKeys(plainFromData(encodeData(value)), found);
        assert.deepEqual(found, expected);
      }),
    );
  });

  test('no text makes decoding throw anything but a DataError, or run away', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.jsonValue().map((v) => JSON.stringify(v)),
        ),
        (input) => {
          try {
            decodeData(text(input));
          } catch (error) {
            assert.ok(error instanceof DataError);
          }
        },
      ),
    );
    assert.throws(() => decodeData(text(`{"$$a":${'['.repeat(5000)}${']'.repeat(5000)}}`)), DataError);
  });
});
