/**
 * What a user did: one sentence that says what is wrong and a remedy, with its place. The same object, with the same
 * texts, is a diagnostic in the editor, a line of `ordo check` and an entry of the API's answer.
 */
export interface Problem {
  /** `ORDO-<AREA>-<number>`, for example `ORDO-WF-012`; texts are in `server/base/problems.ts`. */
  readonly code: string;
  readonly severity: ProblemSeverity;
  readonly message: string;
  readonly remedy: string;
  /** Path relative to the project folder with `/`, or absolute when outside of it; absent for a problem without a file. */
  readonly file?: string;
  readonly range?: ProblemRange;
  readonly related?: readonly { readonly file: string; readonly range: ProblemRange; readonly message: string }[];
  /** What a quick fix needs to know. */
  readonly data?: Readonly<Record<string, string | number | boolean>>;
}

export type ProblemSeverity = 'error' | 'warning' | 'information' | 'hint';

/** Zero-based lines and UTF-16 columns, as in the language server protocol; the end is exclusive. */
export interface ProblemRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}
