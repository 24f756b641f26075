import type { FeatureProject } from '../feature-project.ts';
import type { ProjectEdit } from '../navigation/text-edit.ts';

/** A problem as a quick fix sees it: its code, its place as offsets, and what the rule left for the fix. */
export interface FixableProblem {
  readonly code: string;
  readonly start: number;
  readonly end: number;
  readonly data: Readonly<Record<string, string | number | boolean>>;
}

export interface Fix {
  readonly title: string;
  readonly edit: ProjectEdit;
  /** The one that is meant in nearly every case. */
  readonly isPreferred?: boolean;
  /** Means the same as before, so that it may be done on save without asking. */
  readonly isSafe?: boolean;
}

export interface FixContext {
  readonly project: FeatureProject;
  readonly file: string;
  readonly text: string;
  readonly problem: FixableProblem;
}

export type Fixer = (context: FixContext) => readonly Fix[];

/** One edit of the file at hand. */
export function edited(file: string, start: number, end: number, text: string): ProjectEdit {
  return { edits: [{ file, start, end, text }] };
}
