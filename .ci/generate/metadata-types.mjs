import { compile } from 'json-schema-to-typescript';
import { pascalCase, readSchemas } from './schemas.mjs';

const banner = '/**\n * Types of the YAML objects, made from schemas/metadata. Do not edit: run npm run generate.\n */';

/** One TypeScript file with a type per kind of object, `WorkflowObject` and so on, and `ObjectByKind`. */
export async function metadataTypes(root) {
  const { common, kinds } = readSchemas(root);
  const definitions = {};
  for (const [name, schema] of Object.entries(common.$defs)) definitions[name] = prepare(schema, undefined);
  for (const [kind, schema] of kinds) {
    for (const [name, part] of Object.entries(schema.$defs ?? {})) definitions[`${kind}.${name}`] = prepare(part, kind);
    definitions[kind] = { ...prepare({ ...schema, $defs: undefined, $id: undefined, $schema: undefined }, kind) };
  }
  for (const [name, definition] of Object.entries(definitions)) nameType(name, definition, kinds);
  const all = {
    title: 'ObjectByKind',
    description: 'The data of an object by its kind.',
    type: 'object',
    required: [...kinds.keys()],
    properties: Object.fromEntries([...kinds.keys()].map((kind) => [kind, { $ref: `#/definitions/${kind}` }])),
    additionalProperties: false,
    definitions,
  };
  return compile(all, 'ObjectByKind', {
    bannerComment: banner,
    format: true,
    style: { printWidth: 120, singleQuote: true },
    unreachableDefinitions: false,
    additionalProperties: true,
  });
}

/** Only objects get a name of their own: an alias for each text would say nothing. */
function nameType(name, definition, kinds) {
  const isObject = definition.type === 'object' && definition.properties !== undefined;
  if (kinds.has(name)) definition.title = `${pascalCase(name)}Object`;
  else if (isObject || ['configType', 'typeWord', 'workflow.nestedStep'].includes(name))
    definition.title = pascalCase(name);
}

/** References point into one schema; titles go (they would name types), and so does what types cannot say. */
function prepare(schema, kind) {
  if (Array.isArray(schema)) return schema.map((each) => prepare(each, kind));
  if (typeof schema !== 'object' || schema === null) return schema;
  const result = {};
  for (const [key, value] of Object.entries(schema)) {
    if (value === undefined || dropped.has(key) || key.startsWith('x-')) continue;
    if (key === '$ref') result.$ref = reference(value, kind);
    else if (key === 'properties') result.properties = mapValues(value, (each) => prepare(each, kind));
    else if (key === 'enum' || key === 'const' || key === 'required' || key === 'description') result[key] = value;
    else result[key] = prepare(value, kind);
  }
  // What is named once keeps its name only as a bare reference.
  return result.$ref !== undefined && isNamed(result.$ref) ? { $ref: result.$ref } : result;
}

const dropped = new Set([
  'title',
  'examples',
  'if',
  'then',
  'propertyNames',
  'pattern',
  'uniqueItems',
  'default',
  'minItems',
  'maxItems',
  'deprecated',
]);

function isNamed(reference) {
  return /(nestedStep|explicitStep|configItem|dataType|typeWord|configType|error|method|field|row|state|element|value)$/.test(
    reference,
  );
}

function reference(written, kind) {
  const name = written.split('/').at(-1);
  return written.startsWith('#') && kind !== undefined ? `#/definitions/${kind}.${name}` : `#/definitions/${name}`;
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
