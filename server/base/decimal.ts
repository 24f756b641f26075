/**
 * An exact decimal number: money and measures that a double would round. A value never changes; `0.10` equals `0.1` but
 * keeps its two digits when printed. Division is left out on purpose: it has no exact answer.
 */
export class Decimal {
  readonly #digits: bigint;
  readonly #scale: number;

  private constructor(digits: bigint, scale: number) {
    this.#digits = digits;
    this.#scale = scale;
  }

  /** Reads `-12.340`, `1e-7`, a bigint or a number (its shortest text); throws a RangeError for anything else. */
  static of(value: string | bigint | number | Decimal): Decimal {
    if (value instanceof Decimal) return value;
    const match = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/.exec(String(value));
    if (!match || String(value).length > longestText) throw new RangeError(`Not a decimal number: ${cut(value)}`);
    const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
    const digits = BigInt(sign + whole + fraction);
    const scale = fraction.length - Number(exponent);
    return scale >= 0 ? new Decimal(digits, scale) : new Decimal(digits * 10n ** BigInt(-scale), 0);
  }

  /** The exact sum. */
  plus(other: DecimalInput): Decimal {
    return combine(this, Decimal.of(other), (a, b) => a + b);
  }

  /** The exact difference. */
  minus(other: DecimalInput): Decimal {
    return combine(this, Decimal.of(other), (a, b) => a - b);
  }

  /** The exact product. */
  times(other: DecimalInput): Decimal {
    const factor = Decimal.of(other);
    return new Decimal(this.#digits * factor.#digits, this.#scale + factor.#scale);
  }

  /** Negative, 0 or positive, as `sort` wants it. */
  compare(other: DecimalInput): number {
    const difference = this.minus(other).#digits;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  /** Whether both are the same number, however many digits they are written with. */
  equals(other: DecimalInput): boolean {
    return this.compare(other) === 0;
  }

  /** Exactly `places` digits after the point; a half goes away from zero, as on an invoice. */
  round(places: number): Decimal {
    if (!Number.isInteger(places) || places < 0 || places > 1000) throw new RangeError(`Not a scale: ${places}`);
    if (places >= this.#scale) return new Decimal(this.#digits * 10n ** BigInt(places - this.#scale), places);
    const unit = 10n ** BigInt(this.#scale - places);
    const half = this.#digits < 0n ? -unit / 2n : unit / 2n;
    return new Decimal((this.#digits + half) / unit, places);
  }

  /** All digits, with as many after the point as it was made with. */
  toString(): string {
    if (this.#scale === 0) return this.#digits.toString();
    const negative = this.#digits < 0n;
    const text = (negative ? -this.#digits : this.#digits).toString().padStart(this.#scale + 1, '0');
    return `${negative ? '-' : ''}${text.slice(0, -this.#scale)}.${text.slice(-this.#scale)}`;
  }

  /** The nearest double: for display and for libraries that know nothing better. */
  toNumber(): number {
    return Number(this.toString());
  }

  /** As `toString`. */
  toJSON(): string {
    return this.toString();
  }

  /** Both with the same scale, which is how sums are made. @internal */
  static aligned(a: Decimal, b: Decimal): { readonly a: bigint; readonly b: bigint; readonly scale: number } {
    const scale = Math.max(a.#scale, b.#scale);
    return {
      a: a.#digits * 10n ** BigInt(scale - a.#scale),
      b: b.#digits * 10n ** BigInt(scale - b.#scale),
      scale,
    };
  }

  /** A decimal of `digits` divided by ten to the power of `scale`. @internal */
  static fromDigits(digits: bigint, scale: number): Decimal {
    return new Decimal(digits, scale);
  }
}

/** What is taken where a decimal is meant. */
export type DecimalInput = string | bigint | number | Decimal;

/** Longer texts are a mistake or an attack: arithmetic on them takes quadratic time. */
const longestText = 10_000;

function combine(left: Decimal, right: Decimal, operation: (a: bigint, b: bigint) => bigint): Decimal {
  const { a, b, scale } = Decimal.aligned(left, right);
  return Decimal.fromDigits(operation(a, b), scale);
}

function cut(value: unknown): string {
  const text = String(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
