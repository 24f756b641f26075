/** A data type in plain words of JSON Schema and our four tagged types (date, binary, bigint, decimal). */
export interface DataType {
  /** Absent = any value. */
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, DataType>>;
  readonly required?: readonly string[];
  readonly items?: DataType;
  readonly additionalProperties?: boolean | DataType;
  readonly [keyword: string]: unknown;
}

/**
 * Brings a `staticdata-type` to its plain form: `hash`, `list`, `int`, `float` and `bool` become the words of JSON Schema,
 * `*x` becomes `[x, null]`, `any` becomes no type at all. Everything else stays. Undefined for what is not a data type.
 */
export function normaliseDataType(written: unknown): DataType | undefined {
  if (!isHash(written)) return undefined;
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(written)) result[key] = normaliseKeyword(key, value);
  if (result['type'] === undefined) delete result['type'];
  return result;
}

type Hash = Readonly<Record<string, unknown>>;

function normaliseKeyword(key: string, value: unknown): unknown {
  if (key === 'type') return normaliseTypes(value);
  if (key === 'items') return normaliseDataType(value) ?? value;
  if (key === 'additionalProperties') return normaliseDataType(value) ?? value;
  if (key !== 'properties' || !isHash(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, type]) => [name, normaliseDataType(type) ?? {}]));
}

const wordsOfManuals: Readonly<Record<string, string>> = {
  hash: 'object',
  list: 'array',
  int: 'integer',
  float: 'number',
  bool: 'boolean',
};

function normaliseTypes(value: unknown): string | readonly string[] | undefined {
  const words = (Array.isArray(value) ? (value as unknown[]) : [value]).filter((word) => typeof word === 'string');
  const types = new Set(words.flatMap(normaliseWord));
  if (types.size === 0 || types.has('any')) return undefined;
  return types.size === 1 ? [...types][0] : [...types];
}

function normaliseWord(word: string): readonly string[] {
  const bare = word.replace(/^\*/, '');
  const type = wordsOfManuals[bare] ?? bare;
  return word.startsWith('*') ? [type, 'null'] : [type];
}

function isHash(value: unknown): value is Hash {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
