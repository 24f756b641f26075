import type { ErrorDefinition } from '../../../schemas/model/errors.ts';

type Definitions = ReadonlyMap<string, ErrorDefinition>;

export interface RaisedName {
  readonly error: string;
  /** A second name that the exception carries (manual: error handling); looked up when the first is not defined. */
  readonly alternative?: string;
}

export interface ResolvedError {
  readonly definition: ErrorDefinition;
  /** False = nobody defined it: MAJOR, ERROR. The error handler hook is told "none" then. */
  readonly isDefined: boolean;
}

/** Finds how an error is treated: the workflow's definition, else the global one, else by the alternative name, else the default. */
export function resolveErrorDefinition(
  raised: RaisedName,
  definitions: { readonly workflow: Definitions; readonly global: Definitions },
): ResolvedError {
  const find = (name: string): ErrorDefinition | undefined =>
    definitions.workflow.get(name) ?? definitions.global.get(name);
  const definition = find(raised.error) ?? (raised.alternative === undefined ? undefined : find(raised.alternative));
  return definition === undefined
    ? { definition: undefinedError(raised.error), isDefined: false }
    : { definition, isDefined: true };
}

/** What holds for an error without a definition (manual: error handling). */
export function undefinedError(error: string): ErrorDefinition {
  return { error, description: '', severity: 'MAJOR', status: 'ERROR', business: false };
}
