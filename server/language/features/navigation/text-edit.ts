/** A change of one file's text, by offsets of the text it is about. */
export interface TextEdit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Edits and new files that belong together: one step to undo. */
export interface ProjectEdit {
  readonly edits: readonly TextEdit[];
  readonly created?: readonly { readonly file: string; readonly text: string }[];
}
