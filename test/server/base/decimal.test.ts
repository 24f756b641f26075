import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Decimal } from '../../../server/base/decimal.ts';

describe('decimal numbers', () => {
  for (const [input, printed] of [
    ['1.10', '1.10'],
    ['-0.05', '-0.05'],
    ['+7', '7'],
    ['007.500', '7.500'],
    ['1e3', '1000'],
    ['1.5e-7', '0.00000015'],
    ['-0', '0'],
    [12n, '12'],
    [0.1, '0.1'],
    [1e21, '1000000000000000000000'],
  ] as const) {
    test(`${input} prints as ${printed}`, () => assert.equal(Decimal.of(input).toString(), printed));
  }

  for (const bad of ['', 'x', '1.', '.5', '1,5', '0x10', 'NaN', NaN, Infinity, '1e99999', '9'.repeat(20_000), ' 1']) {
    test(`${String(bad).slice(0, 10)} is refused`, () => assert.throws(() => Decimal.of(bad), RangeError));
  }

  test('sums and products are exact where doubles are not', () => {
    assert.equal(Decimal.of('0.1').plus('0.2').toString(), '0.3');
    assert.equal(Decimal.of('1.10').minus('1.1').toString(), '0.00');
    assert.equal(Decimal.of('19.99').times(3).toString(), '59.97');
    assert.ok(Decimal.of('0.1').plus('0.2').equals(0.3));
  });

  test('rounding sends a half away from zero and gives as many digits as asked', () => {
    assert.equal(Decimal.of('2.345').round(2).toString(), '2.35');
    assert.equal(Decimal.of('-2.345').round(2).toString(), '-2.35');
    assert.equal(Decimal.of('2.3449').round(2).toString(), '2.34');
    assert.equal(Decimal.of('2').round(2).toString(), '2.00');
    assert.equal(Decimal.of('0.5').round(0).toString(), '1');
    assert.throws(() => Decimal.of(1).round(-1), RangeError);
  });

  test('compare sorts by value, not by text', () => {
    const sorted = ['10', '9.5', '-1', '9.50'].map((text) => Decimal.of(text)).sort((a, b) => a.compare(b));
    assert.deepEqual(sorted.map(String), ['-1', '9.5', '9.50', '10']);
    assert.ok(Decimal.of('9.5').equals('9.50'));
  });

  test('JSON and numbers', () => {
    assert.equal(JSON.stringify({ price: Decimal.of('1.10') }), '{"price":"1.10"}');
    assert.equal(Decimal.of('1.25').toNumber(), 1.25);
  });

  const scaled = fc
    .tuple(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.nat(20))
    .map(([digits, scale]) => Decimal.fromDigits(digits, scale));
  test('arithmetic follows its laws, and text keeps every digit', () => {
    fc.assert(
      fc.property(scaled, scaled, scaled, (a, b, c) => {
        assert.ok(a.plus(b).minus(b).equals(a));
        assert.ok(a.plus(b).equals(b.plus(a)));
        assert.ok(a.times(b.plus(c)).equals(a.times(b).plus(a.times(c))));
        assert.equal(Decimal.of(a.toString()).toString(), a.toString());
      }),
    );
  });
});
