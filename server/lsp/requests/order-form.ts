import type { JsonObject, JsonValue } from '../../../schemas/model/data.ts';
import type { OrderForm, OrderFormParams } from '../../../schemas/protocol/editor.ts';
import { normaliseDataType } from '../../language/types/data-type.ts';
import type { Project } from '../../language/project.ts';

/** What a new order of a workflow looks like: the type of its static data and an example of it. */
export function orderForm(project: Project, params: OrderFormParams): OrderForm {
  const [workflow] = project.find('workflow', params.workflow, params.version);
  const declared = workflow?.data['staticdata-type'];
  const schema = declared === undefined ? undefined : asObject(normaliseDataType(declared));
  return schema === undefined ? { example: {} } : { schema, example: asObject(exampleOf(schema)) ?? {} };
}

/** A small value that fits a schema: what it defaults to, its first choice, or the plainest value of its type. */
export function exampleOf(schema: JsonObject): JsonValue {
  if (schema['default'] !== undefined) return schema['default'];
  if (Array.isArray(schema['enum']) && schema['enum'].length > 0) return schema['enum'][0] as JsonValue;
  const type = Array.isArray(schema['type']) ? (schema['type'][0] as JsonValue) : schema['type'];
  return (typeof type === 'string' ? plainest[type]?.(schema) : undefined) ?? null;
}

const plainest: Readonly<Record<string, (schema: JsonObject) => JsonValue>> = {
  string: (schema) => 'x'.repeat(numberOf(schema['minLength'], 0)),
  number: (schema) => numberOf(schema['minimum'], 0),
  integer: (schema) => Math.ceil(numberOf(schema['minimum'], 0)),
  boolean: () => false,
  array: (schema) => {
    const items = asObject(schema['items']);
    return items === undefined ? [] : [exampleOf(items)];
  },
  object: exampleObject,
  date: () => '2026-01-01T00:00:00.000Z',
  binary: () => '',
  bigint: () => '0',
  decimal: () => '0',
};

function exampleObject(schema: JsonObject): JsonObject {
  const properties = asObject(schema['properties']) ?? {};
  const required = Array.isArray(schema['required']) ? (schema['required'] as readonly JsonValue[]) : [];
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([key]) => required.includes(key))
      .map(([key, value]) => [key, exampleOf(asObject(value) ?? {})]),
  );
}

function numberOf(value: JsonValue | undefined, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}
