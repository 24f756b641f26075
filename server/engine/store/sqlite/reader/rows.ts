import { isoFromMicros } from '../../../../base/clock.ts';
import { statusOf, type OrderStatus, type StatusCode } from '../../../../../schemas/model/status.ts';

/** A row as SQLite answers it. */
export type Row = Readonly<Record<string, number | string | null>>;

/** Reads typed values out of a row by column name. */
export const column = {
  number: (row: Row, name: string): number => row[name] as number,
  numberOrNull: (row: Row, name: string): number | null => row[name] as number | null,
  text: (row: Row, name: string): string => row[name] as string,
  textOrNull: (row: Row, name: string): string | null => row[name] as string | null,
  flag: (row: Row, name: string): boolean => row[name] === 1,
  time: (row: Row, name: string): string => isoFromMicros(row[name] as number),
  timeOrNull: (row: Row, name: string): string | null => {
    const micros = row[name] as number | null;
    return micros === null ? null : isoFromMicros(micros);
  },
  status: (row: Row, name: string): OrderStatus => statusOf(row[name] as StatusCode),
  statusOrNull: (row: Row, name: string): OrderStatus | null => {
    const code = row[name] as StatusCode | null;
    return code === null ? null : statusOf(code);
  },
};

/** A WHERE clause put together from what a filter says; values are always bound, never part of the text. */
export class Conditions {
  readonly values: (number | string)[] = [];
  readonly #terms: string[] = [];

  /** Adds a term with one `?` when the value is given. */
  add(term: string, value: number | string | undefined): this {
    return value === undefined ? this : this.addTerm(term, [value]);
  }

  /** Adds `column IN (…)` when the list is given; an empty list matches nothing. */
  addList(columnName: string, list: readonly (number | string)[] | undefined): this {
    if (list === undefined) return this;
    return this.addTerm(`${columnName} IN (SELECT value FROM json_each(?))`, [JSON.stringify(list)]);
  }

  /** Adds a term with as many `?` as there are values. */
  addTerm(term: string, values: readonly (number | string)[]): this {
    this.#terms.push(term);
    this.values.push(...values);
    return this;
  }

  toString(): string {
    return this.#terms.length === 0 ? '' : `WHERE ${this.#terms.join(' AND ')}`;
  }
}
