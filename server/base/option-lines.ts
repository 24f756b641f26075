/**
 * The line form of an options file (manual: system options file): `domain.option = value` or `domain.option: value`,
 * everything after `#` is a comment. Knows nothing of what options exist.
 */
export interface OptionLine {
  /** Counts from 0, as in a `ProblemRange`. */
  readonly line: number;
  readonly name: string;
  readonly nameStart: number;
  readonly value: string;
  readonly valueStart: number;
}

export interface BadOptionLine {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly reason: 'no-separator' | 'no-name' | 'bad-name' | 'control-character';
}

export interface OptionLines {
  readonly entries: readonly OptionLine[];
  readonly bad: readonly BadOptionLine[];
}

/** Splits the text of an options file into its lines; never throws. */
export function readOptionLines(text: string): OptionLines {
  const entries: OptionLine[] = [];
  const bad: BadOptionLine[] = [];
  text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .forEach((source, line) => {
      const result = readLine(source, line);
      if (result === undefined) return;
      if ('reason' in result) bad.push(result);
      else entries.push(result);
    });
  return { entries, bad };
}

function readLine(source: string, line: number): OptionLine | BadOptionLine | undefined {
  const hash = source.indexOf('#');
  const content = (hash < 0 ? source : source.slice(0, hash)).trimEnd();
  const start = content.length - content.trimStart().length;
  if (start === content.length) return undefined;
  const refuse = (reason: BadOptionLine['reason']): BadOptionLine => ({ line, start, end: content.length, reason });
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(content)) return refuse('control-character');
  const separator = content.slice(start).search(/[=:]/);
  if (separator < 0) return refuse('no-separator');
  const name = content.slice(start, start + separator).trimEnd();
  if (name === '') return refuse('no-name');
  if (/\s/.test(name)) return refuse('bad-name');
  const rest = content.slice(start + separator + 1);
  const value = rest.trim();
  return { line, name, nameStart: start, value, valueStart: start + separator + 1 + rest.indexOf(value) };
}
