/** Kinds of option values (manual: system options). */
export type OptionType = 'string' | 'int' | 'bool' | 'list' | 'hash';

export type OptionValue = string | number | boolean | readonly string[] | Readonly<Record<string, string>>;

/** One row of the catalogue: all that is known of an option. */
export interface OptionRow {
  readonly name: string;
  readonly type: OptionType;
  /** `null` = not set. */
  readonly default: OptionValue | null;
  readonly text: string;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly choices: readonly string[] | undefined;
  /** Read once at start; a change needs a restart. */
  readonly startupOnly: boolean;
  /** A workflow may set it for itself without declaring it (manual: workflow options). */
  readonly workflow: boolean;
  /** May stand on several lines of the options file, whose values are put together. */
  readonly repeatable: boolean;
  /** The value is a secret or names one; it is never shown. */
  readonly secret: boolean;
  /** False = accepted and shown, for files written for other versions, without effect in this one. */
  readonly effective: boolean;
}

type Details = Partial<Omit<OptionRow, 'name' | 'type' | 'default' | 'text'>>;

const plain: Details = {
  startupOnly: false,
  workflow: false,
  repeatable: false,
  secret: false,
  effective: true,
};

/** Builds a row; what `details` leaves out is "no". */
export function optionRow(
  name: string,
  type: OptionType,
  defaultValue: OptionValue | null,
  text: string,
  details: Details = {},
): OptionRow {
  return {
    minimum: undefined,
    maximum: undefined,
    choices: undefined,
    ...plain,
    ...details,
    name,
    type,
    default: defaultValue,
    text,
  } as OptionRow;
}

/** Details that stand in many rows. */
export const startup: Details = { startupOnly: true };
export const unused: Details = { effective: false };
export const unusedAtStartup: Details = { effective: false, startupOnly: true };

/** The default of a row, for messages. */
export function shownDefault(row: OptionRow): string {
  if (row.default === null) return 'none';
  return typeof row.default === 'object' ? Object.values(row.default).join(', ') : String(row.default);
}

/** What a row expects, in words for messages and `GET system/options`. */
export function expectation(row: OptionRow): string {
  if (row.choices !== undefined) {
    return `${row.type === 'list' ? 'a list with commas of' : 'one of'} ${row.choices.join(', ')}`;
  }
  switch (row.type) {
    case 'bool':
      return 'true or false';
    case 'int':
      return `a whole number${range(row)}`;
    case 'list':
      return 'a list of values separated by commas';
    case 'hash':
      return 'a list of name=value separated by commas';
    case 'string':
      return 'a text';
  }
}

function range({ minimum, maximum }: OptionRow): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return ` of ${minimum} or more`;
  return maximum === undefined ? '' : ` up to ${maximum}`;
}
