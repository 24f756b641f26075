import type { GraphField } from '../../../schemas/model/workflow-graph.ts';
import type { JsonValue } from '../../../schemas/model/data.ts';
import type { Problem } from '../../../schemas/protocol/problem.ts';
import { SchemaNode, type KnownKey } from '../features/place/schema-walk.ts';
import type { YamlObject } from '../objects/yaml-object.ts';
import { entryAt, toPlain } from '../yaml/node.ts';

/** What a form is made from besides the schema of the object's kind. */
export interface FieldSource {
  readonly object: YamlObject;
  /** Problems of the object's own file. */
  readonly problems: readonly Problem[];
  /** Names that a key may hold because there are such objects. */
  readonly namesFor: (key: string) => readonly string[] | undefined;
  readonly isHidden: (key: string) => boolean;
  readonly isReadOnly: (key: string) => boolean;
}

/** The fields of a form about an object: each key of its schema with what the file says and what the rules say about that. */
export function objectFields(source: FieldSource): readonly GraphField[] {
  const keys = SchemaNode.of(source.object.kind).keys.filter(
    ({ key, schema }) => !source.isHidden(key) && !schema.isDeprecated,
  );
  return keys.flatMap((known) => {
    const inner = isOpenHash(known) ? known.schema.keys : [];
    if (inner.length === 0) return [fieldOf(source, known, [known.key])];
    return inner.map((below) => fieldOf(source, below, [known.key, below.key]));
  });
}

/** A hash of a few known keys is shown key by key. */
function isOpenHash({ schema }: KnownKey): boolean {
  return (
    schema.types.length === 1 &&
    schema.types[0] === 'object' &&
    !schema.parts.some(
      (part) =>
        part.schema.additionalProperties === undefined &&
        part.schema.type === 'object' &&
        part.schema.properties === undefined,
    )
  );
}

function fieldOf(source: FieldSource, { schema, isRequired }: KnownKey, path: readonly string[]): GraphField {
  const { object } = source;
  const key = path.join('/');
  const entry = entryAt(object.document.root, path);
  const value = entry && toPlain(entry.value);
  const names = source.namesFor(key);
  const type = names === undefined ? typeOf(schema) : 'choice';
  const written = entry && object.document.text.slice(entry.value.start, entry.value.end);
  return {
    key,
    title: schema.title ?? path.at(-1) ?? key,
    description: schema.description ?? '',
    type,
    isRequired,
    isReadOnly: type === 'yaml' || source.isReadOnly(key),
    choices: type === 'choice' ? choicesOf(names ?? schema.choices, value) : [],
    ...(entry === undefined
      ? {}
      : { value: (type === 'yaml' ? written : value) as JsonValue, range: object.keyRange(path) }),
    ...(schema.defaultValue === undefined ? {} : { defaultValue: schema.defaultValue as JsonValue }),
    problems: problemsAt(source, path),
  };
}

function typeOf(schema: SchemaNode): GraphField['type'] {
  if (schema.choices.length > 0) return 'choice';
  const { types } = schema;
  if (types.every((type) => type === 'boolean') && types.length > 0) return 'boolean';
  if (types.every((type) => type === 'number' || type === 'integer') && types.length > 0) return 'number';
  if (types.length === 1 && types[0] === 'string') return 'text';
  const items = types.length === 1 && types[0] === 'array' ? schema.child(0) : undefined;
  return items?.types.length === 1 && items.types[0] === 'string' ? 'list' : 'yaml';
}

/** Names of the manuals' own prefix are read but not offered; what is written stays a choice. */
function choicesOf(choices: readonly unknown[], value: unknown): readonly string[] {
  const offered = choices.map(String).filter((choice) => !choice.startsWith('Qorus'));
  return typeof value === 'string' && !offered.includes(value) ? [...offered, value] : offered;
}

function problemsAt({ object, problems }: FieldSource, path: readonly string[]): readonly string[] {
  const entry = entryAt(object.document.root, path);
  if (!entry) return [];
  const { start, end } = object.document.lines.range(entry.keyStart, Math.max(entry.keyEnd, entry.value.end));
  return problems
    .filter(({ range }) => range !== undefined && start.line <= range.start.line && range.start.line <= end.line)
    .map(({ message, remedy }) => `${message} ${remedy}`.trim());
}
