import type { ArgumentKind } from './argument-kinds.ts';
import { badArgument } from './refusals.ts';

/** An array of a step is worked on element by element; a call that names more than this names too many. */
const mostIndexes = 10_000;

/** Elements of an array step: a number, a list, or a text with ranges such as "1,3,5-7" (manual: typical arguments). */
export const arrayIndexes: ArgumentKind<readonly number[]> = {
  schema: { type: ['integer', 'string', 'array'], items: { type: 'integer' } },
  read: (value, name) => {
    const parts = (Array.isArray(value) ? value.map(String) : String(value as unknown as string).split(',')).map(
      (part) => part.trim(),
    );
    const indexes = parts.flatMap((part) => range(part) ?? []);
    const isWrong = parts.some((part) => range(part) === undefined) || indexes.length === 0;
    if (isWrong || indexes.length > mostIndexes) {
      throw badArgument(`${name} must be a list of numbers from 0 with ranges, for example "1,3,5-7".`);
    }
    return [...new Set(indexes)].sort((a, b) => a - b);
  },
};

function range(part: string): readonly number[] | undefined {
  const match = /^(\d{1,9})(?:\s*-\s*(\d{1,9}))?$/.exec(part);
  if (match === null) return undefined;
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  return last < first || last - first > mostIndexes
    ? undefined
    : Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
