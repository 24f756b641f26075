import type { ProblemRange } from '../../../schemas/protocol/problem.ts';
import type { ObjectKind } from '../project.ts';
import type { YamlFile } from './yaml-file.ts';
import type { YamlObject } from './yaml-object.ts';

/** What rules and tools may ask of all files of a project. */
export interface WorkspaceView {
  readonly root: string;
  readonly files: ReadonlyMap<string, YamlFile>;
  /** Files that could not be read, with the reason. */
  readonly unreadable: ReadonlyMap<string, string>;
  readonly objects: readonly YamlObject[];
  readonly find: (kind: string, name: string, version?: string) => readonly YamlObject[];
  /** Names of all objects of a kind, once each. */
  namesOf(kind: ObjectKind): readonly string[];
  /** Whether a file of any sort exists (open documents included). */
  hasFile(file: string): boolean;
  /** Absolute paths of all files of the project folder, of any sort. */
  readonly fileNames: Iterable<string>;
  /** Other names of a kind that differ from `name` in letter case alone. */
  similarNames(kind: ObjectKind, name: string): readonly string[];
  /** Real packages that are called `ordo`, with the place that names them. */
  readonly foreignPackages: readonly { readonly file: string; readonly range: ProblemRange; readonly where: string }[];
  /** Path relative to the project folder with `/`, or absolute when outside of it. */
  relativePath(file: string): string;
}
