import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '../../schemas/protocol/problem.ts';
import type { ProjectObject } from '../language/project.ts';
import { read } from './definition.ts';
import { placeOf, problemFile, titleOf } from './place.ts';
import { deployProblems } from './problems.ts';

/** Where the class of a step or workflow is: what a program imports for it. */
export interface ClassImport {
  readonly object: ProjectObject;
  /** Absolute path. */
  readonly file: string;
  readonly className: string;
  /** The name to import: `default` for a default export. */
  readonly exportName: string;
}

export type ClassAnswer =
  | { readonly kind: 'class'; readonly import: ClassImport }
  | { readonly kind: 'none' }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** Finds the class that `class-name` names, or else the only class that the code file exports. */
export function findClass(root: string, object: ProjectObject): ClassAnswer {
  const className = read.text(object, 'class-name');
  if (object.codeFile === undefined) return withoutCode(root, object, className);
  const exported = exportedClasses(readFileSync(object.codeFile, 'utf8'));
  const wanted = className ?? (exported.length === 1 ? exported[0]?.className : undefined);
  if (wanted === undefined) {
    // A workflow's code file is optional, and so is a class in it (manual: a definition may name no class).
    if (object.kind === 'workflow' && exported.length === 0) return { kind: 'none' };
    return { kind: 'problem', problem: ambiguous(root, object, object.codeFile, exported) };
  }
  // A class that is re-exported or assigned is not seen here; the bundler knows whether the name is exported.
  const exportName = exported.find((entry) => entry.className === wanted)?.exportName ?? wanted;
  return { kind: 'class', import: { object, file: object.codeFile, className: wanted, exportName } };
}

/** Classes by `export class X` and `export default class X` at the beginning of a line. */
function exportedClasses(text: string): readonly { className: string; exportName: string }[] {
  const declarations = text.matchAll(/^export\s+(default\s+)?class\s+([\p{L}_$][\p{L}\p{N}_$]*)/gmu);
  return [...declarations].map(([, isDefault, className]) => ({
    className: className ?? '',
    exportName: isDefault === undefined ? (className ?? '') : 'default',
  }));
}

function withoutCode(root: string, object: ProjectObject, className: string | undefined): ClassAnswer {
  if (object.kind === 'workflow' && className === undefined) return { kind: 'none' };
  const expected = read.text(object, 'code') ?? path.basename(object.file).replace(/\.yaml$/, '.ts');
  const values = { kind: kindTitle(object), object: titleOf(object), file: expected };
  return {
    kind: 'problem',
    problem: deployProblems.problem('ORDO-DEPLOY-011', values, placeOf(root, object, 'code')),
  };
}

function ambiguous(
  root: string,
  object: ProjectObject,
  file: string,
  exported: readonly { className: string }[],
): Problem {
  const names = exported.map((entry) => entry.className).join(', ');
  const found = exported.length === 0 ? 'it exports none' : `it exports ${names}`;
  const values = { kind: kindTitle(object), object: titleOf(object), file: problemFile(root, file), found };
  return deployProblems.problem('ORDO-DEPLOY-014', values, placeOf(root, object, 'code'));
}

/** "Step", "Workflow": the kind at the beginning of a sentence. */
export function kindTitle(object: ProjectObject): string {
  return object.kind.charAt(0).toUpperCase() + object.kind.slice(1);
}
