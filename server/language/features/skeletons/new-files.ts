import path from 'node:path';
import { kindRows } from '../../objects/object-kinds.ts';
import type { WorkspaceView } from '../../objects/workspace-view.ts';
import { plainClassText, stepClassText } from './class-text.ts';
import { classNameOf, fileNameOf } from './names.ts';
import { objectYaml, type NewObject } from './object-text.ts';

/** A file to create. */
export interface NewFile {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
}

/** The files of a new object: its YAML and, where code belongs to the kind, its class. */
export function newObjectFiles(workspace: WorkspaceView, wanted: NewObject, folder?: string): readonly NewFile[] {
  const base = path.join(folder ?? folderFor(workspace, wanted), baseNameFor(workspace, wanted));
  const yaml = { file: `${base}.${wanted.kind}.yaml`, text: objectYaml(wanted) };
  const code = classText(wanted);
  return code === undefined ? [yaml] : [yaml, { file: `${base}.${wanted.kind}.ts`, text: code }];
}

/** Where new objects of a kind go: beside others of the kind, else `KINDs/`. */
export function folderFor(workspace: WorkspaceView, { kind }: Pick<NewObject, 'kind'>): string {
  const other = workspace.objects.find((object) => object.kind === kind);
  return other ? path.dirname(other.file) : path.join(workspace.root, /s$/.test(kind) ? kind : `${kind}s`);
}

/** The name, and the version when another version has the plain name already. */
function baseNameFor(workspace: WorkspaceView, { kind, name, version }: NewObject): string {
  const base = fileNameOf(name) === '' ? 'object' : fileNameOf(name);
  const isTaken = kindRows[kind].hasVersion && workspace.find(kind, name).length > 0;
  return isTaken && version !== undefined ? `${base}-${version}` : base;
}

/** The class of a new object; undefined for kinds without code. */
export function classText({ kind, name, baseClass = 'NormalStep' }: NewObject): string | undefined {
  const className = classNameOf(name);
  if (kind === 'step') return stepClassText({ className, step: name, base: baseClass });
  if (kind === 'job' || kind === 'service' || kind === 'class') return plainClassText(kind, className);
  return undefined;
}

/** Why a text cannot be the name of a new object; undefined when it can. */
export function problemWithName(
  workspace: WorkspaceView,
  { kind, name, version = '1.0' }: Pick<NewObject, 'kind' | 'name' | 'version'>,
): string | undefined {
  if (name.trim() === '') return 'A name is needed.';
  if (!/^[\p{L}\p{N}_](?:[\p{L}\p{N}_. -]*[\p{L}\p{N}_-])?$/u.test(name) && kind !== 'type')
    return 'A name begins with a letter, a digit or _, and goes on with letters, digits, _, -, . and spaces.';
  if (name.length > 160) return 'A name has at most 160 characters.';
  const { hasVersion, label } = kindRows[kind];
  const same = workspace.find(kind, name, hasVersion ? version : undefined);
  if (same.length > 0) return `There is a ${label} "${name}"${hasVersion ? ` ${version}` : ''} already.`;
  const similar = workspace.similarNames(kind, name)[0];
  return similar === undefined ? undefined : `It differs from "${similar}" only in upper and lower case.`;
}
