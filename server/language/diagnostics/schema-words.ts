import type { ProblemRange } from '../../../schemas/protocol/problem.ts';
import { kindRows } from '../objects/object-kinds.ts';
import type { YamlObject } from '../objects/yaml-object.ts';
import { nearestName } from '../../base/nearest-name.ts';
import { didYouMean } from '../words/sentences.ts';
import type { YamlNode } from '../yaml/node.ts';
import type { ProblemCode } from './problems.ts';
import type { ReportMore } from './rule.ts';
import { expectedWords, foundWords } from './type-words.ts';
import type { JsonSchema, SchemaError } from './schema-check.ts';

export interface SchemaWords {
  readonly code: ProblemCode;
  readonly range: ProblemRange;
  readonly values: Readonly<Record<string, string | number>>;
  readonly data?: NonNullable<ReportMore['data']>;
}

/** Says a schema error as a person would; undefined when there is nothing to add to other errors. */
export function schemaWords(object: YamlObject, error: SchemaError): SchemaWords | undefined {
  const place = new ErrorPlace(object, error);
  return (wordings[error.keyword] ?? otherWords)(place);
}

type Wording = (place: ErrorPlace) => SchemaWords | undefined;

/** An error with the node it is about. */
class ErrorPlace {
  readonly object: YamlObject;
  readonly path: readonly string[];
  readonly node: YamlNode | undefined;
  readonly params: Readonly<Record<string, unknown>>;
  readonly schema: JsonSchema;

  constructor(object: YamlObject, error: SchemaError) {
    this.object = object;
    this.path = error.instancePath
      .split('/')
      .slice(1)
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    this.node = object.node(this.path);
    this.params = error.params;
    this.schema = error.parentSchema as JsonSchema;
  }

  get range(): ProblemRange {
    return this.object.rangeOf(this.path);
  }

  /** The value as the sentence's subject: `"name"`, or `Entry 2 of "groups"`. */
  get what(): string {
    const last = this.path.at(-1) ?? '';
    if (!/^\d+$/.test(last)) return `"${last}"`;
    const list = this.path.findLast((part) => !/^\d+$/.test(part)) ?? '';
    return `Entry ${Number(last) + 1} of "${list}"`;
  }

  /** Where a key is: `in a step`, or `in "schedule"`. */
  get where(): string {
    if (this.path.length === 0) return `in a ${kindRows[this.object.kind].label}`;
    const key = this.path.findLast((part) => !/^\d+$/.test(part)) ?? '';
    return /^\d+$/.test(this.path.at(-1) ?? '') ? `in an entry of "${key}"` : `in "${key}"`;
  }

  /** The value as it is written. */
  get source(): string {
    if (this.node?.kind !== 'scalar') return '';
    return this.node.style === 'plain' ? this.node.source : String(this.node.value);
  }
}

const wordings: Readonly<Record<string, Wording>> = {
  additionalProperties: unknownKey,
  required: missingKey,
  type: wrongType,
  enum: notOneOf,
  const: notOneOf,
  pattern: wrongPattern,
  format: (place) =>
    words(place, 'ORDO-KEY-008', { value: place.source, rule: 'is a date and time like 2030-01-01T00:00:00Z' }),
  maxLength: (place) => tooLong(place, 'characters'),
  maxItems: (place) => tooLong(place, 'entries'),
  minLength: isEmpty,
  minItems: isEmpty,
  minimum: (place) => wrongNumber(place, 'or more'),
  maximum: (place) => wrongNumber(place, 'or less'),
  exclusiveMinimum: (place) => wrongNumber(place, 'more than', true),
  exclusiveMaximum: (place) => wrongNumber(place, 'less than', true),
  uniqueItems: sameItems,
  propertyNames: () => undefined,
};

function words(
  place: ErrorPlace,
  code: ProblemCode,
  values: SchemaWords['values'],
  data?: SchemaWords['data'],
): SchemaWords {
  return { code, range: place.range, values: { what: place.what, ...values }, ...(data ? { data } : {}) };
}

function unknownKey(place: ErrorPlace): SchemaWords {
  const key = String(place.params['additionalProperty']);
  const known = Object.keys(place.schema.properties ?? {});
  const unused = known.filter((other) => !place.object.node([...place.path, other]));
  const suggestion = nearestName(key, unused);
  const range = place.object.keyRange([...place.path, key]);
  const values = { key, where: place.where };
  if (suggestion !== undefined) {
    const data = { fix: 'replace', text: suggestion };
    return { code: 'ORDO-KEY-001', range, values: { ...values, suggestion }, data };
  }
  return { code: 'ORDO-KEY-002', range, values: { ...values, known: known.join(', ') }, data: { fix: 'remove-key' } };
}

function missingKey(place: ErrorPlace): SchemaWords {
  const key = String(place.params['missingProperty']);
  const property = place.schema.properties?.[key];
  const example = property?.examples?.[0] ?? property?.default;
  const remedy =
    example === undefined
      ? `Add "${key}".`
      : `Add it, for example "${key}: ${JSON.stringify(example).replaceAll('"', "'")}".`;
  const values = { key, where: place.where, remedy };
  return { code: 'ORDO-KEY-003', range: place.range, values, data: { fix: 'add-key', key } };
}

function wrongType(place: ErrorPlace): SchemaWords | undefined {
  const { node } = place;
  const types = [place.schema.type ?? []].flat();
  const expected = expectedWords(types);
  if (node?.kind === 'scalar' && node.value === null) return words(place, 'ORDO-KEY-012', { expected });
  if (types.includes('string') && node?.kind === 'scalar' && node.style === 'plain') {
    const values = { source: node.source, found: foundWords(node) };
    return words(place, 'ORDO-KEY-005', values, { fix: 'quote', text: node.source });
  }
  const wanted = types.includes('boolean') ? meantBoolean(place.source) : undefined;
  if (wanted !== undefined)
    return words(place, 'ORDO-KEY-006', { source: place.source, wanted }, { fix: 'replace', text: wanted });
  return node ? words(place, 'ORDO-KEY-004', { expected, found: foundWords(node) }) : undefined;
}

/** YAML 1.1 wrote truth in many ways; in today's YAML they are texts. */
function meantBoolean(source: string): string | undefined {
  if (/^(yes|on|true|y)$/i.test(source)) return 'true';
  return /^(no|off|false|n)$/i.test(source) ? 'false' : undefined;
}

function notOneOf(place: ErrorPlace): SchemaWords {
  const allowed = (place.schema.enum ?? [place.schema.const]).map((value) => String(value));
  if (place.node?.kind === 'scalar' && place.node.value === null)
    return words(place, 'ORDO-KEY-012', { expected: `one of ${allowed.join(', ')}` });
  const suggestion = nearestName(place.source, allowed);
  const data = suggestion === undefined ? undefined : { fix: 'replace', text: suggestion };
  const shown = place.source === '' ? foundWords(place.node) : place.source;
  const values = { value: shown, hint: didYouMean(suggestion), allowed: allowed.join(', ') };
  return words(place, 'ORDO-KEY-007', values, data);
}

function wrongPattern(place: ErrorPlace): SchemaWords | undefined {
  if (place.source === '') return undefined;
  const rule = place.schema['x-says'] ?? `matches ${String(place.params['pattern'])}`;
  return words(place, 'ORDO-KEY-008', { value: place.source.slice(0, 80), rule: ruleWords(rule) });
}

function ruleWords(rule: string): string {
  return `must be so that it ${rule}`;
}

function tooLong(place: ErrorPlace, unit: string): SchemaWords {
  const { node } = place;
  const found = node?.kind === 'list' ? node.items.length : String(node?.kind === 'scalar' ? node.value : '').length;
  return words(place, 'ORDO-KEY-009', { found, unit, limit: Number(place.params['limit']) });
}

function isEmpty(place: ErrorPlace): SchemaWords {
  return words(place, 'ORDO-KEY-010', {});
}

function wrongNumber(place: ErrorPlace, rule: string, isBefore = false): SchemaWords {
  const limit = String(place.params['limit']);
  return words(place, 'ORDO-KEY-011', {
    value: place.source,
    rule: isBefore ? `${rule} ${limit}` : `${limit} ${rule}`,
  });
}

function sameItems(place: ErrorPlace): SchemaWords {
  const [i, j] = [Number(place.params['i']), Number(place.params['j'])];
  const range = place.object.rangeOf([...place.path, Math.max(i, j)]);
  const values = { what: place.what, first: Math.min(i, j) + 1, second: Math.max(i, j) + 1 };
  return { code: 'ORDO-KEY-013', range, values };
}

function otherWords(place: ErrorPlace): SchemaWords {
  return words(place, 'ORDO-KEY-014', { rule: 'does not fit the schema' });
}
