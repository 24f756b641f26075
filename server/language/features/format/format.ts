import type { TextEdit } from '../navigation/text-edit.ts';
import { isSameYaml, multilineSpans } from '../../yaml/layout.ts';

/**
 * Tidies a YAML text line by line: blanks at line ends, tabs and breaks, one blank after a dash or a colon, one empty
 * line at most, a break at the end. Comments, quotes, order and the structure stay as they are, and when the result would
 * not say exactly the same nothing is changed at all.
 */
export function formatEdits(file: string, text: string): readonly TextEdit[] {
  const spans = multilineSpans(text);
  if (!spans) return [];
  const edits: TextEdit[] = [];
  let emptyLines = 0;
  for (const { start, content, end } of linesOf(text)) {
    if (spans.some((span) => start > span.start && start < span.end)) {
      emptyLines = 0;
      continue;
    }
    const endsIn = spans.some((span) => span.start < start + content.length && span.end > start + content.length);
    const tidy = endsIn ? content : tidyLine(content);
    emptyLines = tidy === '' ? emptyLines + 1 : 0;
    if (tidy === '' && (emptyLines > 1 || (start === 0 && end > start)) && end > start)
      edits.push({ file, start, end, text: '' });
    else if (tidy !== content) edits.push({ file, start, end: start + content.length, text: tidy });
  }
  // A last line of nothing but blanks loses them and needs no break of its own.
  if (/[^\r\n \t][ \t]*$/.test(text)) edits.push({ file, start: text.length, end: text.length, text: breakOf(text) });
  return edits.length > 0 && isSameYaml(text, applied(text, edits)) ? edits : [];
}

function tidyLine(line: string): string {
  const trimmed = line.replace(/[ \t]+$/, '');
  const dashes = /^( *)((?:-[ \t]+)*)/.exec(trimmed);
  if (!dashes) return trimmed;
  const [head, indent = '', marks = ''] = dashes;
  const rest = trimmed.slice(head.length);
  // Only the last dash may lose blanks: what stands below lines up with what follows it.
  const isAlone = !/^[\w"'-][^#]*:(?:\s|$)/.test(rest);
  const tidyMarks = isAlone ? marks.replace(/-[ \t]+/g, '- ') : marks;
  const key = /^((?:"[^"]*"|'[^']*'|[\w.-]+)[ \t]*):[ \t]{2,}(?=[^\s#])/.exec(rest);
  const tidyRest = key ? `${(key[1] ?? '').trimEnd()}: ${rest.slice(key[0].length)}` : rest;
  return indent + tidyMarks + tidyRest;
}

function* linesOf(text: string): Generator<{ start: number; content: string; end: number }> {
  let start = 0;
  for (const match of text.matchAll(/\r\n|\n|\r/g)) {
    yield { start, content: text.slice(start, match.index), end: match.index + match[0].length };
    start = match.index + match[0].length;
  }
  if (start < text.length) yield { start, content: text.slice(start), end: text.length };
}

function breakOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}

/** A text with edits, which are sorted and do not overlap. */
export function applied(text: string, edits: readonly Omit<TextEdit, 'file'>[]): string {
  let result = '';
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}
