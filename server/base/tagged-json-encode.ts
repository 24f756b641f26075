import { types } from 'node:util';
import type { JsonValue } from '../../schemas/model/data.ts';
import { DataError, type DataPath } from './data-error.ts';
import { Decimal } from './decimal.ts';

/** JS value -> JSON value with tags and escaped keys. Throws `DataError` for what order data cannot hold. */
export function toTagged(value: unknown, maxDepth: number): JsonValue {
  return new Encoder(maxDepth).encode(value);
}

class Encoder {
  readonly #maxDepth: number;
  /** Keys from the root to the value at hand; turned into a text only when something is wrong. */
  readonly #path: (string | number)[] = [];
  readonly #ancestors = new Set<object>();

  constructor(maxDepth: number) {
    this.#maxDepth = maxDepth;
  }

  encode(value: unknown): JsonValue {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        if (!Number.isFinite(value)) throw this.#refusal(`is ${value}, which JSON does not know`);
        return value;
      case 'bigint':
        return tag('bigint', value.toString());
      case 'object':
        return value === null ? null : this.#object(value);
      case 'undefined':
        throw this.#refusal('is undefined');
      case 'function':
      case 'symbol':
        throw this.#refusal(`is a ${typeof value}, which cannot be stored`);
    }
  }

  #object(value: object): JsonValue {
    if (types.isDate(value)) return this.#date(value);
    if (types.isUint8Array(value)) return tag('binary', Buffer.from(value).toString('base64'));
    if (value instanceof Decimal) return tag('decimal', value.toString());
    if (this.#ancestors.has(value)) throw this.#refusal('refers back to an object that holds it (a cycle)');
    if (this.#path.length >= this.#maxDepth) throw this.#refusal(`is nested more than ${this.#maxDepth} levels deep`);
    this.#ancestors.add(value);
    const encoded = Array.isArray(value) ? this.#array(value) : this.#plainObject(value);
    this.#ancestors.delete(value);
    return encoded;
  }

  #date(value: Date): JsonValue {
    if (Number.isNaN(value.getTime())) throw this.#refusal('is an invalid Date');
    return tag('date', value.toISOString());
  }

  #array(value: readonly unknown[]): JsonValue {
    // A sparse array's holes are undefined here and refused like it, instead of becoming null unseen.
    return Array.from(value, (item, i) => this.#at(i, () => this.encode(item)));
  }

  #plainObject(value: object): JsonValue {
    if (!isPlain(value)) throw this.#refusal(`is ${describeClass(value)}; store plain data of it instead`);
    if (Object.getOwnPropertySymbols(value).length > 0) throw this.#refusal('has a symbol as key');
    const encoded: Record<string, JsonValue> = {};
    for (const key of Object.keys(value)) {
      this.#at(key, () => {
        const item = this.#read(value, key);
        if (item !== undefined) setKey(encoded, key, this.encode(item));
      });
    }
    return encoded;
  }

  #read(value: object, key: string): unknown {
    try {
      return (value as Record<string, unknown>)[key];
    } catch {
      throw this.#refusal('could not be read: its getter threw');
    }
  }

  #at<T>(key: string | number, run: () => T): T {
    this.#path.push(key);
    const result = run();
    this.#path.pop();
    return result;
  }

  #refusal(what: string): DataError {
    const path: DataPath = [...this.#path];
    return new DataError(path, what);
  }
}

function tag(type: string, value: string): JsonValue {
  return { $type: type, value };
}

function setKey(target: Record<string, JsonValue>, key: string, value: JsonValue): void {
  const stored = key.startsWith('$') ? `$${key}` : key;
  if (stored !== '__proto__') target[stored] = value;
  else Object.defineProperty(target, stored, { value, writable: true, enumerable: true, configurable: true });
}

/** An object literal, `Object.create(null)` or JSON, of this realm or another. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return true;
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'isPrototypeOf');
}

function describeClass(value: object): string {
  const constructor: unknown = (value as { constructor?: unknown }).constructor;
  const name = typeof constructor === 'function' ? constructor.name : '';
  return name === '' ? 'not a plain object' : `an instance of ${name.slice(0, 80)}`;
}
