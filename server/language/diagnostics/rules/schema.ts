import type { YamlObject } from '../../objects/yaml-object.ts';
import { structuralFaults } from '../../yaml/fault.ts';
import { entryAt } from '../../yaml/node.ts';
import { checkSchema, type SchemaError } from '../schema-check.ts';
import { SchemaPlace } from '../schema-place.ts';
import { schemaWords, type SchemaWords } from '../schema-words.ts';
import type { ObjectRule } from '../rule.ts';

/** Keys and values are as the schema of the kind says, worded for people. */
export const schema: ObjectRule = {
  scope: 'object',
  check(object, report) {
    if (object.document.root?.kind !== 'map') return;
    const errors = withoutBranches(checkSchema(object.kind, object.data)).filter(
      (error) => !isSaidElsewhere(object.kind, error),
    );
    const fault = object.document.faults.find(({ kind }) => structuralFaults.has(kind));
    const sure = fault ? errors.filter((error) => isSure(object, error, fault.start)) : errors;
    for (const { code, range, values, data } of worthSaying(sure.map((error) => schemaWords(object, error))))
      report(code, range, values, data ? { data } : {});
  },
};

/** What the text says after a slip of syntax is anyone's guess, and so is what it lacks. */
function isSure(object: YamlObject, error: SchemaError, faultStart: number): boolean {
  if (error.keyword === 'required') return false;
  const { node, path } = new SchemaPlace(object, error);
  const entry = entryAt(object.document.root, path);
  const end = Math.max(node?.end ?? 0, entry?.keyEnd ?? 0);
  // An unknown key is an error of the hash that holds it.
  const isOfRoot = path.length === 0 && error.keyword === 'additionalProperties';
  return isOfRoot ? isBefore(object, String(error.params['additionalProperty']), faultStart) : end < faultStart;
}

function isBefore(object: YamlObject, key: string, offset: number): boolean {
  const entry = entryAt(object.document.root, [key]);
  return entry !== undefined && entry.keyEnd < offset;
}

/** Errors that another rule says better, and those that only sum up others. */
function isSaidElsewhere(kind: string, error: SchemaError): boolean {
  if (kind === 'workflow' && /^\/steps(\/|$)/.test(error.instancePath)) return true;
  if (kind === 'job' && error.instancePath.startsWith('/schedule/') && error.keyword === 'pattern') return true;
  return error.keyword === 'if' || error.keyword === 'anyOf' || error.instancePath === '/type';
}

/** Where a value fits none of several branches, a branch of another type is not what was meant. */
function withoutBranches(errors: readonly SchemaError[]): readonly SchemaError[] {
  const choices = new Set(errors.filter((error) => error.keyword === 'anyOf').map((error) => error.instancePath));
  const better = new Set(
    errors
      .filter(({ keyword, instancePath }) => choices.has(instancePath) && !['anyOf', 'type'].includes(keyword))
      .map((error) => error.instancePath),
  );
  return errors.filter((error) => error.keyword !== 'type' || !better.has(error.instancePath));
}

/** One place gets one problem of a sort, and a key that was only misspelt is not missing as well. */
function worthSaying(found: readonly (SchemaWords | undefined)[]): readonly SchemaWords[] {
  const meant = new Set(
    found.flatMap((words) =>
      words?.code === 'ORDO-KEY-001' ? `${words.values['where']} ${words.values['suggestion']}` : [],
    ),
  );
  const seen = new Set<string>();
  return found.filter((words): words is SchemaWords => {
    if (!words) return false;
    if (words.code === 'ORDO-KEY-003' && meant.has(`${words.values['where']} ${words.values['key']}`)) return false;
    const place = JSON.stringify([words.code, words.range, words.code === 'ORDO-KEY-003' ? words.values['key'] : '']);
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}
