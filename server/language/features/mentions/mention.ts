import type { ObjectKind } from '../../project.ts';

/** Kinds of thing that have a name and are named elsewhere: objects, and what objects define. */
export type TargetKind = ObjectKind | 'error' | 'order-key' | 'config-item' | 'code-class';

/** A thing that is named: an object by name and version, an error, a key of an order, a class of a code file. */
export interface Target {
  readonly kind: TargetKind;
  readonly name: string;
  readonly version?: string;
  /** The code file of a class. */
  readonly codeFile?: string;
}

/** One place where a thing is named. */
export interface Mention {
  readonly target: Target;
  readonly role: 'definition' | 'reference';
  /** Absolute path. */
  readonly file: string;
  /** Offsets of the whole word in the text, quotes included. */
  readonly start: number;
  readonly end: number;
  /** Offsets of the name alone, without quotes and version. */
  readonly nameStart: number;
  readonly nameEnd: number;
  /** A YAML value in block style without quotes: a new name may need them. */
  readonly isPlain: boolean;
}

/** True when both are the same thing; a reference without version means every version. */
export function isSameTarget(a: Target, b: Target): boolean {
  if (a.kind !== b.kind || a.name !== b.name) return false;
  if (a.kind === 'code-class') return a.codeFile === b.codeFile;
  return a.version === undefined || b.version === undefined || a.version === b.version;
}

/** `name:version`, or the name. */
export function targetText({ name, version }: Target): string {
  return version === undefined ? name : `${name}:${version}`;
}
