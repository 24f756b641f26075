import type { ErrorCode } from 'yaml';

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
  | 'syntax';

/** The parser's error codes that have words of their own; all others are `syntax` with the parser's sentence. */
export const faultByParserCode: Partial<Record<ErrorCode, YamlFaultKind>> = {
  TAB_AS_INDENT: 'tab-indent',
  BAD_INDENT: 'indent',
  MISSING_CHAR: 'missing-character',
  BAD_SCALAR_START: 'bad-start',
  BAD_DQ_ESCAPE: 'bad-escape',
  TAG_RESOLVE_FAILED: 'tag-ignored',
  BAD_ALIAS: 'alias-unknown',
  RESOURCE_EXHAUSTION: 'too-deep',
};
