import { checkSchema, type SchemaError } from '../schema-check.ts';
import { schemaWords } from '../schema-words.ts';
import type { ObjectRule } from '../rule.ts';

/** Keys and values are as the schema of the kind says, worded for people. */
export const schema: ObjectRule = {
  scope: 'object',
  check(object, report) {
    if (object.document.root?.kind !== 'map') return;
    const seen = new Set<string>();
    for (const error of checkSchema(object.kind, object.data)) {
      if (isSaidElsewhere(object.kind, error)) continue;
      const words = schemaWords(object, error);
      const key = words && JSON.stringify([words.code, words.range]);
      // One place gets one problem of a sort, however many branches of the schema object to it.
      if (!words || key === undefined || seen.has(key)) continue;
      seen.add(key);
      report(words.code, words.range, words.values, words.data ? { data: words.data } : {});
    }
  },
};

/** Errors that another rule says better, and those that only sum up others. */
function isSaidElsewhere(kind: string, error: SchemaError): boolean {
  if (kind === 'workflow' && /^\/steps(\/|$)/.test(error.instancePath)) return true;
  return error.keyword === 'if' || error.keyword === 'anyOf' || error.instancePath === '/type';
}
