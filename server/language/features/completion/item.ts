/** One choice that completion offers; offsets are those of the text asked about. */
export interface CompletionItem {
  readonly label: string;
  readonly kind: 'key' | 'choice' | 'reference' | 'value' | 'snippet' | 'file' | 'class';
  /** Short, beside the label. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** What replaces the text from `start` to `end`; with `isSnippet` in the editor's snippet syntax. */
  readonly insert: string;
  readonly isSnippet?: boolean;
  readonly start: number;
  readonly end: number;
  readonly sortText: string;
  /** What typed letters are compared with, where it is not the label. */
  readonly filterText?: string;
  readonly isDeprecated?: boolean;
  /** After it was inserted the next choice is offered at once. */
  readonly thenSuggest?: boolean;
}

/** A text that stands for itself in the editor's snippet syntax. */
export function snippetEscape(text: string): string {
  return text.replace(/[\\$}]/g, (char) => `\\${char}`);
}
