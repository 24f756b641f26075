import { inspect } from 'node:util';
import type { RaisedError } from '../../schemas/protocol/runner.ts';

/**
 * What user code threw, as an error of the order (manual: raising errors). Anything can be thrown: nothing here trusts the
 * value, nothing here throws, and all texts are capped.
 */
export function describeThrown(thrown: unknown, mapStack: (stack: string) => string): RaisedError {
  if (typeof thrown !== 'object' || thrown === null) return { error: unknownError, info: describePrimitive(thrown) };
  const code = textOf(thrown, 'code');
  const name = textOf(thrown, 'name');
  const className = classNameOf(thrown);
  const error = code ?? name ?? unknownError;
  // "Error" alone says nothing, so the class goes before it.
  const ownName = name === 'Error' ? undefined : name;
  const alternative = [causeCode(thrown), ownName, className, name].find(
    (other) => other !== undefined && other !== error,
  );
  const stack = textOf(thrown, 'stack', maxStack);
  return {
    error: error.slice(0, maxName),
    ...(alternative === undefined ? {} : { alternative: alternative.slice(0, maxName) }),
    info: infoOf(thrown),
    ...(stack === undefined ? {} : { stack: mapSafely(stack, mapStack) }),
  };
}

/** Name of an error without one (manual: raising errors). */
const unknownError = 'UNKNOWN-ERROR';
const maxName = 255;
const maxInfo = 8_000;
const maxStack = 16_000;
const maxCauses = 5;

/** Any value as text for people, never longer than `maxLength`; hostile getters and `toString` are not called. */
export function showValue(value: unknown, maxLength = maxInfo): string {
  if (typeof value === 'string') return cap(value, maxLength);
  try {
    return cap(
      inspect(value, { customInspect: false, depth: 4, maxStringLength: 4000, maxArrayLength: 50 }),
      maxLength,
    );
  } catch {
    return 'a value that cannot be shown';
  }
}

function describePrimitive(thrown: unknown): string {
  if (typeof thrown === 'string') return cap(thrown, maxInfo);
  return `The code threw ${showValue(thrown, 200)}, which is no error.`;
}

function infoOf(thrown: object): string {
  const message = textOf(thrown, 'message', maxInfo);
  const own = message ?? showValue(thrown);
  const causes: string[] = [];
  for (const cause of causesOf(thrown)) {
    const text = typeof cause === 'object' && cause !== null ? textOf(cause, 'message', 1000) : showValue(cause, 1000);
    if (text !== undefined && text !== '') causes.push(text);
  }
  return cap(causes.length === 0 ? own : `${own} (cause: ${causes.join('; cause: ')})`, maxInfo);
}

/** `fetch` and its kin throw a TypeError whose cause has the telling code, for example ECONNREFUSED. */
function causeCode(thrown: object): string | undefined {
  for (const cause of causesOf(thrown)) {
    const code = typeof cause === 'object' && cause !== null ? textOf(cause, 'code') : undefined;
    if (code !== undefined) return code;
  }
  return undefined;
}

function causesOf(thrown: object): unknown[] {
  const causes: unknown[] = [];
  const seen = new Set<unknown>([thrown]);
  for (let cause = read(thrown, 'cause'); cause !== undefined && causes.length < maxCauses;) {
    if (seen.has(cause)) break;
    seen.add(cause);
    causes.push(cause);
    cause = typeof cause === 'object' && cause !== null ? read(cause, 'cause') : undefined;
  }
  return causes;
}

function classNameOf(thrown: object): string | undefined {
  const constructor = read(thrown, 'constructor');
  if (typeof constructor !== 'function' || constructor === Object || constructor === Error) return undefined;
  return textOf(constructor, 'name');
}

function textOf(value: object, key: string, maxLength = maxName): string | undefined {
  const text = read(value, key);
  return typeof text === 'string' && text !== '' ? cap(text, maxLength) : undefined;
}

function read(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

function mapSafely(stack: string, mapStack: (stack: string) => string): string {
  try {
    return cap(mapStack(stack), maxStack);
  } catch {
    return stack;
  }
}

function cap(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength)}… (${text.length - maxLength} more characters)`;
}
