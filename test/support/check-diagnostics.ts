import assert from 'node:assert/strict';
import type { Problem } from '../../schemas/protocol/problem.ts';
import { dedent, withProject, type ProjectTexts } from './language-project.ts';

/**
 * Checks a project against what it expects of itself: a problem is a comment with its codes at the end of its line, and
 * its range stands between `<|` and `|>`. One text is one YAML file named by its `type:`. Lines without a comment have no
 * problem.
 *
 * ```
 * version: <|1.0|> # ORDO-KEY-005
 * ```
 */
export async function checkDiagnostics(
  written: string | ProjectTexts,
  options: { skipTypeScript?: boolean } = {},
): Promise<void> {
  const texts = typeof written === 'string' ? { [nameOf(written)]: written } : written;
  const expected = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, dedent(text)]));
  const clean = Object.fromEntries(Object.entries(expected).map(([name, text]) => [name, withoutMarks(text)]));
  const skipTypeScript = options.skipTypeScript ?? !Object.keys(texts).some((name) => name.endsWith('.ts'));
  const found = await withProject(clean, (project) => project.check({ skipTypeScript }));
  const actual = Object.fromEntries(Object.entries(clean).map(([name, text]) => [name, withMarks(text, name, found)]));
  assert.deepEqual(actual, expected);
  const elsewhere = found.filter((problem) => !Object.hasOwn(clean, problem.file ?? ''));
  assert.deepEqual(elsewhere, [], 'problems of files that were not given');
}

function nameOf(text: string): string {
  const kind = /^\s*type: *([\w-]+)/m.exec(text)?.[1] ?? 'workflow';
  return `test.${kind}.yaml`;
}

const expectedComment = / *(?:#|\/\/) ORDO-[A-Z]+-\d{3}(?:, ORDO-[A-Z]+-\d{3})*$/gm;

function withoutMarks(text: string): string {
  return text.replaceAll(expectedComment, '').replaceAll('<|', '').replaceAll('|>', '');
}

/** Writes the problems of a file into its text, as the expectation is written. */
function withMarks(text: string, name: string, found: readonly Problem[]): string {
  const own = found.filter((problem) => problem.file === name);
  const comment = name.endsWith('.ts') ? '//' : '#';
  const lines = text.split('\n').map((line, index) => {
    const here = own.filter((problem) => problem.range?.start.line === index);
    if (here.length === 0) return line;
    return `${marked(line, here)} ${comment} ${here.map((problem) => problem.code).join(', ')}`;
  });
  return lines.join('\n');
}

function marked(line: string, here: readonly Problem[]): string {
  const ranges = new Map(here.map(({ range }) => [`${range?.start.character}-${range?.end.character}`, range]));
  let result = line;
  for (const range of [...ranges.values()].sort((a, b) => (b?.start.character ?? 0) - (a?.start.character ?? 0))) {
    const start = range?.start.character ?? 0;
    // A range that goes on in later lines ends, for the mark, with the line it begins in.
    const end = range && range.end.line > range.start.line ? line.length : (range?.end.character ?? start);
    result = `${result.slice(0, start)}<|${result.slice(start, end)}|>${result.slice(end)}`;
  }
  return result;
}
