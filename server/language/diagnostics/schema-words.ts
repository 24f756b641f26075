import type { ProblemRange } from '../../../schemas/protocol/problem.ts';
import type { YamlObject } from '../objects/yaml-object.ts';
import { nearestName } from '../../base/nearest-name.ts';
import { didYouMean } from '../words/sentences.ts';
import type { ProblemCode } from './problems.ts';
import type { ReportMore } from './rule.ts';
import { expectedWords, foundWords } from './type-words.ts';
import type { SchemaError } from './schema-check.ts';
import { SchemaPlace } from './schema-place.ts';

export interface SchemaWords {
  readonly code: ProblemCode;
  readonly range: ProblemRange;
  readonly values: Readonly<Record<string, string | number>>;
  readonly data?: NonNullable<ReportMore['data']>;
}

/** Says a schema error as a person would; undefined when there is nothing to add to other errors. */
export function schemaWords(object: YamlObject, error: SchemaError): SchemaWords | undefined {
  const place = new SchemaPlace(object, error);
  return (wordings[error.keyword] ?? otherWords)(place);
}

type Wording = (place: SchemaPlace) => SchemaWords | undefined;

const wordings: Readonly<Record<string, Wording>> = {
  additionalProperties: unknownKey,
  required: missingKey,
  type: wrongType,
  enum: notOneOf,
  const: notOneOf,
  pattern: wrongPattern,
  format: (place) =>
    words(place, 'ORDO-KEY-008', { value: place.source, rule: 'Write a date and time like 2030-01-01T00:00:00Z.' }),
  maxLength: (place) => tooLong(place, 'characters'),
  maxItems: (place) => tooLong(place, 'entries'),
  minLength: isEmpty,
  minItems: isEmpty,
  minimum: (place) => wrongNumber(place, 'or more'),
  maximum: (place) => wrongNumber(place, 'or less'),
  exclusiveMinimum: (place) => wrongNumber(place, 'more than', true),
  exclusiveMaximum: (place) => wrongNumber(place, 'less than', true),
  uniqueItems: sameItems,
  // Said by the error of the key itself.
  propertyNames: () => undefined,
};

function words(
  place: SchemaPlace,
  code: ProblemCode,
  values: SchemaWords['values'],
  data?: SchemaWords['data'],
): SchemaWords {
  return { code, range: place.range, values: { what: place.what, ...values }, ...(data ? { data } : {}) };
}

function unknownKey(place: SchemaPlace): SchemaWords {
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

function missingKey(place: SchemaPlace): SchemaWords {
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

function wrongType(place: SchemaPlace): SchemaWords | undefined {
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

function notOneOf(place: SchemaPlace): SchemaWords {
  const allowed = (place.schema.enum ?? [place.schema.const]).map((value) => String(value));
  if (place.node?.kind === 'scalar' && place.node.value === null)
    return words(place, 'ORDO-KEY-012', { expected: `one of ${someOf(allowed)}` });
  const suggestion = nearestName(place.source, allowed);
  const data = suggestion === undefined ? undefined : { fix: 'replace', text: suggestion };
  const shown = place.source === '' ? foundWords(place.node) : place.source;
  const values = { value: shown, hint: didYouMean(suggestion), allowed: someOf(allowed) };
  return words(place, 'ORDO-KEY-007', values, data);
}

function someOf(values: readonly string[]): string {
  const shown = values.slice(0, 20).join(', ');
  return values.length > 20 ? `${shown} …` : shown;
}

function wrongPattern(place: SchemaPlace): SchemaWords | undefined {
  if (place.source === '') return undefined;
  const rule = place.schema['x-says'] ?? `It must match ${String(place.params['pattern'])}.`;
  return words(place, 'ORDO-KEY-008', { value: place.source.slice(0, 80), rule });
}

function tooLong(place: SchemaPlace, unit: string): SchemaWords {
  const { node } = place;
  const found = node?.kind === 'list' && !place.isKey ? node.items.length : place.source.length;
  return words(place, 'ORDO-KEY-009', { found, unit, limit: Number(place.params['limit']) });
}

function isEmpty(place: SchemaPlace): SchemaWords {
  return words(place, 'ORDO-KEY-010', {});
}

function wrongNumber(place: SchemaPlace, rule: string, isBefore = false): SchemaWords {
  const limit = String(place.params['limit']);
  return words(place, 'ORDO-KEY-011', {
    value: place.source,
    rule: isBefore ? `${rule} ${limit}` : `${limit} ${rule}`,
  });
}

function sameItems(place: SchemaPlace): SchemaWords {
  const [i, j] = [Number(place.params['i']), Number(place.params['j'])];
  const range = place.object.rangeOf([...place.path, Math.max(i, j)]);
  const values = { what: place.what, first: Math.min(i, j) + 1, second: Math.max(i, j) + 1 };
  return { code: 'ORDO-KEY-013', range, values };
}

function otherWords(place: SchemaPlace): SchemaWords {
  return words(place, 'ORDO-KEY-014', { rule: 'does not fit the schema' });
}
