/** What is wrong with a text as YAML; `server/language/diagnostics` has the words for it. */
export interface YamlFault {
  readonly kind: YamlFaultKind;
  readonly start: number;
  readonly end: number;
  readonly values: Readonly<Record<string, string | number>>;
}

export type YamlFaultKind =
  | 'too-long'
  | 'too-many-nodes'
  | 'too-many-tokens'
  | 'too-deep'
  | 'too-many-aliases'
  | 'duplicate-key'
  | 'key-not-text'
  | 'alias-unknown'
  | 'merge-not-map'
  | 'several-documents'
  | 'tag-ignored'
  | 'tab-indent'
  | 'indent'
  | 'missing-character'
  | 'bad-start'
  | 'bad-escape'
  | 'quote-open'
  | 'bracket-open'
  | 'colon-in-text'
  | 'no-colon'
  | 'unexpected'
  | 'syntax';

/** Faults after which the rest of the text may mean anything. */
export const structuralFaults: ReadonlySet<YamlFaultKind> = new Set([
  'tab-indent',
  'indent',
  'missing-character',
  'bad-start',
  'quote-open',
  'bracket-open',
  'colon-in-text',
  'no-colon',
  'unexpected',
  'alias-unknown',
  'syntax',
]);
