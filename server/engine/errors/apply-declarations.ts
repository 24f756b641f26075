import type { ErrorDeclaration, ErrorDefinition } from '../../../schemas/model/errors.ts';

/** A definition as stored; what operations changed by hand is theirs. */
export interface KnownDefinition extends ErrorDefinition {
  readonly manuallyUpdated: boolean;
}
export type KnownDefinitions = ReadonlyMap<string, KnownDefinition>;

/** A definition to write: global without `workflow`. */
export interface DefinitionChange {
  readonly place: 'global' | 'workflow';
  readonly definition: ErrorDefinition;
}

/**
 * Where one declaration of an errors file leads (manual: error definitions, global and workflow level). At most one change:
 * - GLOBAL: creates or changes the global definition.
 * - WORKFLOW: creates or changes the workflow's own.
 * - AUTO: creates the global one when there is none; where that differs, the workflow gets its own.
 * Nothing that operations changed is touched. Without `autoUpdate` only missing global definitions are made.
 */
export function applyDeclaration(
  declaration: ErrorDeclaration,
  known: { readonly global: KnownDefinitions; readonly workflow: KnownDefinitions | undefined },
  options: { readonly autoUpdate: boolean },
): DefinitionChange | undefined {
  const definition = definitionOf(declaration);
  const global = known.global.get(definition.error);
  if (declaration.level !== 'WORKFLOW' && global === undefined) return { place: 'global', definition };
  if (!options.autoUpdate) return undefined;
  if (declaration.level === 'GLOBAL') return changed(definition, global) ? { place: 'global', definition } : undefined;
  if (known.workflow === undefined) return undefined;
  const own = known.workflow.get(definition.error);
  // A definition of its own that an earlier load made goes on being the one that counts, so it follows the file.
  const isNeeded = declaration.level === 'WORKFLOW' || own !== undefined || !isSame(definition, global);
  return isNeeded && changed(definition, own) ? { place: 'workflow', definition } : undefined;
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
