import type { ErrorDeclaration, ErrorDefinition } from '../../../schemas/model/errors.ts';

/** A definition as stored; what operations changed by hand is theirs. */
export interface KnownDefinition extends ErrorDefinition {
  readonly manuallyUpdated: boolean;
}
export type KnownDefinitions = ReadonlyMap<string, KnownDefinition>;

/** A definition to write, and where. */
export interface DefinitionChange {
  readonly place: 'global' | 'workflow';
  readonly definition: ErrorDefinition;
}

/**
 * What one declaration of an errors file changes (manual: error definitions, global and workflow level):
 * - GLOBAL: creates or changes the global definition.
 * - WORKFLOW: creates or changes the workflow's own.
 * - AUTO: creates the global one when there is none; where that differs, the workflow gets its own.
 * Nothing that operations changed is touched. Without `autoUpdate` only missing global definitions are made.
 */
export function applyDeclaration(
  declaration: ErrorDeclaration,
  known: { readonly global: KnownDefinitions; readonly workflow: KnownDefinitions | undefined },
  options: { readonly autoUpdate: boolean },
): readonly DefinitionChange[] {
  const definition = definitionOf(declaration);
  const global = known.global.get(definition.error);
  const own = known.workflow?.get(definition.error);
  const isGlobalWritten = declaration.level !== 'WORKFLOW' && writesGlobal(declaration, definition, global, options);
  const changes: DefinitionChange[] = isGlobalWritten ? [{ place: 'global', definition }] : [];
  if (known.workflow === undefined || declaration.level === 'GLOBAL' || !options.autoUpdate) return changes;
  // A definition of its own that an earlier load made goes on being the one that counts, so it follows the file.
  const differs = !isSame(definition, isGlobalWritten ? definition : global);
  const isNeeded = declaration.level === 'WORKFLOW' || own !== undefined || differs;
  return isNeeded && changed(definition, own) ? [...changes, { place: 'workflow', definition }] : changes;
}

/** AUTO only makes a missing one; GLOBAL also changes it. */
function writesGlobal(
  { level }: ErrorDeclaration,
  definition: ErrorDefinition,
  global: KnownDefinition | undefined,
  { autoUpdate }: { readonly autoUpdate: boolean },
): boolean {
  if (global === undefined) return true;
  return level === 'GLOBAL' && autoUpdate && changed(definition, global);
}

/** True when both say the same about the error. */
export function isSame(a: ErrorDefinition, b: ErrorDefinition | undefined): boolean {
  return (
    b !== undefined &&
    a.description === b.description &&
    a.severity === b.severity &&
    a.status === b.status &&
    a.business === b.business &&
    a.retryDelaySeconds === b.retryDelaySeconds
  );
}

function changed(definition: ErrorDefinition, known: KnownDefinition | undefined): boolean {
  return known === undefined || (!known.manuallyUpdated && !isSame(definition, known));
}

function definitionOf({
  error,
  description,
  severity,
  status,
  business,
  retryDelaySeconds,
}: ErrorDeclaration): ErrorDefinition {
  const delay = retryDelaySeconds === undefined ? {} : { retryDelaySeconds };
  return { error, description, severity, status, business, ...delay };
}
