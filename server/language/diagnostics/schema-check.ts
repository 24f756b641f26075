import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { resourcePath } from '../../base/resources.ts';
import type { ObjectKind } from '../project.ts';
import type { PlainValue } from '../yaml/node.ts';

export type SchemaError = ErrorObject<string, Record<string, unknown>, JsonSchema>;

/** The parts of a JSON Schema that the tools look at. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  /** What a pattern demands, in words that go after "it". */
  readonly 'x-says'?: string;
}

/** Errors of the schema of a kind, all of them. Schemas are compiled when they are first needed (10 ms each). */
export function checkSchema(kind: ObjectKind, data: Readonly<Record<string, PlainValue>>): readonly SchemaError[] {
  const validate = validatorOf(kind);
  return validate(data) ? [] : ((validate.errors ?? []) as SchemaError[]);
}

/** The schema of a kind, or `common`. */
export function schemaOf(kind: ObjectKind | 'common'): JsonSchema {
  let schema = schemas.get(kind);
  if (!schema) {
    const file = resourcePath('schemas', 'metadata', `${kind}.schema.json`);
    schemas.set(kind, (schema = JSON.parse(readFileSync(file, 'utf8')) as JsonSchema));
  }
  return schema;
}

const schemas = new Map<string, JsonSchema>();
let ajv: Ajv2020 | undefined;

function validatorOf(kind: ObjectKind): ValidateFunction {
  if (!ajv) {
    // The schemas are ours and tested: neither checking nor optimising them pays (400 ms, then 60 ms, for ten kinds).
    const quick = { meta: false, validateSchema: false, inlineRefs: false, code: { optimize: false } } as const;
    ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false, ...quick });
    ajv.addFormat('date-time', fullFormats['date-time']);
    ajv.addSchema(schemaOf('common'));
  }
  return ajv.getSchema(`${kind}.schema.json`) ?? ajv.compile(schemaOf(kind));
}
