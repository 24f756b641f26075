import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { JsonObject, JsonValue } from '../../../schemas/model/data.ts';

/** Checks static data against a workflow's `staticdata-type`; answers what is wrong, with paths, or undefined. */
export type StaticDataCheck = (data: JsonValue) => string | undefined;

/** Compiled types by their definition: a workflow's type is compiled once per deployed form. */
const compiled = new WeakMap<JsonObject, StaticDataCheck>();
const shownErrors = 5;

/** The check of a static data type, which is a JSON Schema; a type that is no usable schema throws. */
export function staticDataCheck(type: JsonObject): StaticDataCheck {
  const check = compiled.get(type) ?? compile(type);
  compiled.set(type, check);
  return check;
}

function compile(type: JsonObject): StaticDataCheck {
  // Unknown keywords and formats belong to the author; only what the schema says in known words is checked.
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false, logger: false });
  const validate: ValidateFunction = ajv.compile(type);
  return (data) => (validate(data) ? undefined : describe(validate.errors ?? []));
}

function describe(errors: readonly ErrorObject[]): string {
  const lines = errors.slice(0, shownErrors).map((error) => `${pathOf(error)} ${error.message ?? 'is wrong'}`);
  const more = errors.length > shownErrors ? [`and ${errors.length - shownErrors} more`] : [];
  return [...lines, ...more].join('; ');
}

/** `staticdata/lines/0/quantity`: where the value stands in the request. */
function pathOf(error: ErrorObject): string {
  return `staticdata${error.instancePath}`;
}
