import type { Problem, ProblemRange } from '../../schemas/protocol/problem.ts';
import type { WorkspaceView } from './objects/workspace-view.ts';

/**
 * A project folder as the language tools see it. Reading never throws on a user's file: each file gives what was
 * understood and a list of problems. Editor (open documents), `ordo check` and deploy (files on disk) use this same view.
 */
export interface Project {
  /** Absolute path. */
  readonly root: string;
  readonly objects: readonly ProjectObject[];
  /** The files themselves, with the place of every part: what editor features stand on. */
  readonly workspace: WorkspaceView;
  /** Objects of one kind by `name:version` (or `name` for kinds without version). */
  find(kind: string, name: string, version?: string): readonly ProjectObject[];
  /** Problems of all rules (YAML, references, graph, TypeScript), by file and position. */
  check(options?: CheckOptions): Promise<readonly Problem[]>;
  /** Every place of the project's TypeScript that means what stands at an offset, by its types; none when that is nothing. */
  codeReferences(file: string, offset: number): Promise<readonly CodePlace[]>;
  /** Replaces the text of one file (open document or disk change); `undefined` = deleted. Incremental. */
  updateFile(file: string, text: string | undefined): void;
}

/** A place in a TypeScript file; offsets of its text. */
export interface CodePlace {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

export interface CheckOptions {
  readonly signal?: AbortSignal;
  /** Only problems of these files (absolute paths); the rest of the project is still what they are checked against. */
  readonly files?: readonly string[];
  /** Without the TypeScript program (the YAML rules alone, for the first answer while typing). */
  readonly skipTypeScript?: boolean;
}

/** One object of a `*.yaml` file whose `type` is one of ours. */
export interface ProjectObject {
  readonly kind: ObjectKind;
  readonly name: string;
  readonly version?: string;
  readonly description: string;
  /** Absolute path of the YAML file. */
  readonly file: string;
  readonly range: ProblemRange;
  /** Plain data of the file, as far as it was understood. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Absolute path of its TypeScript file, if it has one and it exists. */
  readonly codeFile?: string;
  /** Range of a key or value by path, for problems found later (deploy). */
  rangeOf(path: readonly (string | number)[]): ProblemRange;
  /** Steps of a workflow in list order, both written forms resolved; absent when they could not be understood. */
  readonly steps?: readonly ResolvedStep[] | undefined;
}

export const objectKinds = [
  'workflow',
  'step',
  'job',
  'service',
  'class',
  'mapper',
  'mapper-code',
  'value-map',
  'queue',
  'event',
  'group',
  'errors',
  'fsm',
  'pipeline',
  'type',
  'connection',
  'function',
  'constant',
  'config-item-values',
] as const;
export type ObjectKind = (typeof objectKinds)[number];

export interface ResolvedStep {
  /** `name:version` */
  readonly step: `${string}:${string}`;
  readonly after: readonly `${string}:${string}`[];
  readonly range: ProblemRange;
}

/** Text of files that differ from disk (open documents). */
export type FileOverlay = ReadonlyMap<string, string>;
