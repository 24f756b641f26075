import type { Problem, ProblemRange } from '../../../schemas/protocol/problem.ts';
import type { ObjectKind } from '../project.ts';
import type { WorkspaceView } from '../objects/workspace-view.ts';
import type { YamlFile } from '../objects/yaml-file.ts';
import type { YamlObject } from '../objects/yaml-object.ts';
import type { ProblemCode } from './problems.ts';

/**
 * A rule looks at one thing and reports what is wrong with it. Its scope says on what its answer depends, and so when it
 * must be asked again: `file` and `object` only on the text of one file, the others on the whole project.
 */
export type Rule = FileRule | ObjectRule | ReferenceRule | WorkspaceRule;

export interface FileRule {
  readonly scope: 'file';
  check(file: YamlFile, report: Report): void;
}

export interface ObjectRule {
  readonly scope: 'object';
  readonly kinds?: readonly ObjectKind[];
  check(object: YamlObject, report: Report): void;
}

export interface ReferenceRule {
  readonly scope: 'references';
  readonly kinds?: readonly ObjectKind[];
  check(object: YamlObject, report: Report, workspace: WorkspaceView): void;
}

export interface WorkspaceRule {
  readonly scope: 'workspace';
  check(workspace: WorkspaceView, report: WorkspaceReport): void;
}

/** Reports a problem of the file at hand. */
export type Report = (
  code: ProblemCode,
  range: ProblemRange,
  values?: Readonly<Record<string, string | number>>,
  more?: ReportMore,
) => void;

/** Reports a problem of any file (absolute path). */
export type WorkspaceReport = (
  code: ProblemCode,
  place: { readonly file: string; readonly range?: ProblemRange },
  values?: Readonly<Record<string, string | number>>,
  more?: ReportMore,
) => void;

export interface ReportMore {
  /** What a quick fix needs to know. */
  readonly data?: NonNullable<Problem['data']>;
  /** Other places that belong to it; without `file` in the same file. */
  readonly related?: readonly { readonly file?: string; readonly range: ProblemRange; readonly message: string }[];
}

/** Data of problems about what is accepted and shown, but refused at deploy. */
export const notRunnable = { notRunnable: true } as const;
