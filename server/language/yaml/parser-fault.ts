import type { ErrorCode, YAMLError } from 'yaml';
import type { YamlFault, YamlFaultKind } from './fault.ts';

/** The parser's errors that have words of their own; all others are `syntax` with the parser's sentence. */
const kindByCode: Partial<Record<ErrorCode, YamlFaultKind>> = {
  TAB_AS_INDENT: 'tab-indent',
  BAD_INDENT: 'indent',
  MISSING_CHAR: 'missing-character',
  BAD_SCALAR_START: 'bad-start',
  BAD_DQ_ESCAPE: 'bad-escape',
  TAG_RESOLVE_FAILED: 'tag-ignored',
  BAD_ALIAS: 'alias-unknown',
  RESOURCE_EXHAUSTION: 'too-deep',
  BLOCK_AS_IMPLICIT_KEY: 'colon-in-text',
  MULTILINE_IMPLICIT_KEY: 'no-colon',
  UNEXPECTED_TOKEN: 'unexpected',
};

/** The parser's errors as faults. One slip makes the parser stumble many times; only the first `unexpected` is told. */
export function parserFaults(errors: readonly YAMLError[], openQuote: number | undefined): readonly YamlFault[] {
  const faults = errors.map((error) => faultOf(error, openQuote));
  const first = faults.findIndex((fault) => cascading.has(fault.kind));
  return faults.filter((fault, index) => !(cascading.has(fault.kind) && fault.kind !== 'quote-open' && index > first));
}

const cascading: ReadonlySet<YamlFaultKind> = new Set([
  'unexpected',
  'syntax',
  'no-colon',
  'colon-in-text',
  'quote-open',
  'bracket-open',
]);

function faultOf(error: YAMLError, openQuote: number | undefined): YamlFault {
  const start = Math.max(0, error.pos[0]);
  const values = { detail: sentence(error.message) };
  if (error.code === 'MISSING_CHAR' && error.message.includes('closing') && openQuote !== undefined)
    return { kind: 'quote-open', start: openQuote, end: openQuote + 1, values };
  const bracket = /^Flow (?:sequence|map)\b.* with a ([\]}])/.exec(error.message)?.[1];
  if (bracket !== undefined)
    return { kind: 'bracket-open', start, end: Math.max(error.pos[1], start + 1), values: { bracket } };
  const kind = /need to be followed by map values/.test(error.message)
    ? 'no-colon'
    : (kindByCode[error.code] ?? 'syntax');
  return { kind, start, end: Math.max(error.pos[1], start + 1), values };
}

function sentence(text: string): string {
  const line = text.split('\n', 1)[0] ?? text;
  return line.endsWith('.') ? line : `${line}.`;
}
