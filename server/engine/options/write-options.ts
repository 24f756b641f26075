import { open, readFile, rename, rm } from 'node:fs/promises';
import type { Problem } from '../../../schemas/protocol/problem.ts';
import { readOptionLines } from '../../base/option-lines.ts';
import type { OptionValue } from './option-row.ts';
import { optionProblems } from './problems.ts';

/**
 * Writes values into an options file (manual: flush): the line of an option gets its new value, an option without a line gets
 * one at the end; comments and everything else stay. The file is replaced as a whole, or left as it was.
 */
export async function writeOptions(
  file: string,
  values: ReadonlyMap<string, OptionValue>,
): Promise<readonly Problem[]> {
  if (values.size === 0) return [];
  const unwritable = [...values].find(([, value]) => /[#\r\n]/.test(textOf(value)));
  if (unwritable !== undefined) {
    const reason = `the value of ${unwritable[0]} holds a character that a line of it cannot hold`;
    return [optionProblems.problem('ORDO-OPT-021', { file, reason }, { file })];
  }
  try {
    const text = await readFile(file, 'utf8').catch(ignoreMissing);
    await replaceFile(file, withOptions(text, values));
    return [];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [optionProblems.problem('ORDO-OPT-021', { file, reason }, { file })];
  }
}

/** The text of an options file with these values in it. */
export function withOptions(text: string, values: ReadonlyMap<string, OptionValue>): string {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(/\r\n|\n|\r/);
  const left = new Map(values);
  const dropped = new Set<number>();
  for (const { line, name, valueStart, value } of readOptionLines(text).entries) {
    const option = name.replace(/^(qorus|ordo)\./, '');
    const next = values.get(option);
    if (next === undefined || option === name) continue;
    // What stood on several lines stands on the first one now.
    if (!left.delete(option)) dropped.add(line);
    else lines[line] = replaced(lines[line] ?? '', valueStart, value.length, textOf(next));
  }
  const kept = lines.filter((_, line) => !dropped.has(line));
  while (kept.at(-1) === '') kept.pop();
  const added = [...left].map(([name, value]) => `qorus.${name} = ${textOf(value)}`);
  return [...kept, ...added, ''].join(end);
}

function replaced(line: string, start: number, length: number, value: string): string {
  return line.slice(0, start) + value + line.slice(start + length);
}

function textOf(value: OptionValue): string {
  if (Array.isArray(value)) return (value as readonly string[]).join(',');
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([key, member]) => `${key}=${String(member)}`)
    .join(',');
}

async function replaceFile(file: string, text: string): Promise<void> {
  const next = `${file}.new`;
  try {
    const handle = await open(next, 'w', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(next, file);
  } finally {
    await rm(next, { force: true });
  }
}

function ignoreMissing(error: unknown): string {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
  throw error;
}
