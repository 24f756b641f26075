import { flag } from './argument-kinds.ts';
import { optional } from './route.ts';

/** Arguments of every list of named objects (manual: REST API, rules). */
export const namingArguments = {
  list: optional(flag, 'Only the names.'),
  short: optional(flag, 'Texts of the form "name: description".'),
};

interface Named {
  readonly name: string;
  readonly version?: string;
  readonly description: string;
}

/** The list itself, or what `list` or `short` makes of it. */
export function named<T>(
  rows: readonly T[],
  asked: { readonly list: boolean | undefined; readonly short: boolean | undefined },
  describe: (row: T) => Named,
): readonly T[] | readonly string[] {
  const nameOf = ({ name, version }: Named): string => (version === undefined ? name : `${name}:${version}`);
  if (asked.list === true) return rows.map((row) => nameOf(describe(row)));
  if (asked.short === true) return rows.map((row) => `${nameOf(describe(row))}: ${describe(row).description}`);
  return rows;
}
