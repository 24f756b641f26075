import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readOptionLines, type BadOptionLine, type OptionLine } from '../../base/option-lines.ts';
import type { Problem, ProblemRange } from '../../../schemas/protocol/problem.ts';
import { catalogue, otherDomains, serverDomains } from './catalogue.ts';
import { expectation, shownDefault, type OptionRow, type OptionValue } from './option-row.ts';
import { readOptionText } from './option-values.ts';
import { optionProblems } from './problems.ts';
import { nearestName } from '../../base/nearest-name.ts';

export interface ReadOptions {
  /** Values of server options by name, without domain. */
  readonly values: ReadonlyMap<string, OptionValue>;
  readonly problems: readonly Problem[];
}

/** An options file is some dozens of lines; whatever is larger is another file named by mistake. */
const largestFile = 256 * 1024;
const domains = [...serverDomains, ...otherDomains.keys()];

/** Reads and checks an options file; a file that does not exist is an empty one. */
export function readOptionsFile(file: string): ReadOptions {
  try {
    const text = readLimited(file);
    if (text !== undefined) return parseOptions(text, file);
    return failed(file, 'ORDO-OPT-010', { limit: largestFile });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return { values: new Map(), problems: [] };
    return failed(file, 'ORDO-OPT-001', { reason: readFailures[code ?? ''] ?? code ?? 'unknown reason' });
  }
}

const readFailures: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  ENOTDIR: 'a part of its path is not a folder',
  ELOOP: 'its links go in a circle',
};

function failed(
  file: string,
  code: 'ORDO-OPT-001' | 'ORDO-OPT-010',
  values: Readonly<Record<string, string | number>>,
): ReadOptions {
  return { values: new Map(), problems: [optionProblems.problem(code, values, { file })] };
}

/** Undefined = too large. Reads a bounded number of bytes from one open file, whatever happens to its name meanwhile. */
function readLimited(file: string): string | undefined {
  const descriptor = openSync(file, 'r');
  try {
    if (fstatSync(descriptor).isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
    const buffer = Buffer.alloc(largestFile + 1);
    const length = readSync(descriptor, buffer, 0, buffer.length, 0);
    return length > largestFile ? undefined : buffer.toString('utf8', 0, length);
  } finally {
    closeSync(descriptor);
  }
}

/** Checks the text of an options file; never throws. */
export function parseOptions(text: string, file?: string): ReadOptions {
  const { entries, bad } = readOptionLines(text);
  const reader = new OptionReader(file);
  bad.forEach((line) => reader.addBadLine(line));
  entries.forEach((entry) => reader.addLine(entry));
  return reader.result();
}

class OptionReader {
  readonly #values = new Map<string, OptionValue>();
  readonly #firstLines = new Map<string, number>();
  readonly #problems: Problem[] = [];
  readonly #file: string | undefined;

  constructor(file: string | undefined) {
    this.#file = file;
  }

  result(): ReadOptions {
    const line = (problem: Problem): number => problem.range?.start.line ?? 0;
    return { values: this.#values, problems: [...this.#problems].sort((a, b) => line(a) - line(b)) };
  }

  addBadLine(bad: BadOptionLine): void {
    const code = bad.reason === 'control-character' ? 'ORDO-OPT-003' : 'ORDO-OPT-002';
    this.#problem(code, {}, range(bad.line, bad.start, bad.end));
  }

  addLine(entry: OptionLine): void {
    const nameRange = range(entry.line, entry.nameStart, entry.nameStart + entry.name.length);
    const dot = entry.name.indexOf('.');
    if (dot <= 0) return this.#problem('ORDO-OPT-004', { name: entry.name, domains: domains.join(', ') }, nameRange);
    const domain = entry.name.slice(0, dot);
    const rows = domain === 'qorus' || domain === 'ordo' ? catalogue : otherDomains.get(domain);
    if (rows === undefined) return this.#problem('ORDO-OPT-005', { domain, domains: domains.join(', ') }, nameRange);
    const row = rows.get(entry.name.slice(dot + 1));
    if (row === undefined) return this.#unknown(entry.name.slice(dot + 1), domain, rows.keys(), nameRange);
    this.#addValue(entry, row, rows === catalogue);
  }

  #addValue(entry: OptionLine, row: OptionRow, isServerOption: boolean): void {
    const key = isServerOption ? row.name : entry.name;
    const first = this.#firstLines.get(key);
    const nameRange = range(entry.line, entry.nameStart, entry.nameStart + entry.name.length);
    if (first !== undefined && !row.repeatable) {
      return this.#problem('ORDO-OPT-007', { name: row.name, first: first + 1 }, nameRange);
    }
    this.#firstLines.set(key, first ?? entry.line);
    if (entry.value === '')
      return this.#problem('ORDO-OPT-009', { name: row.name, default: shownDefault(row) }, nameRange);
    const read = readOptionText(row, entry.value);
    const valueRange = range(entry.line, entry.valueStart, entry.valueStart + entry.value.length);
    if (!read.ok) {
      const values = { name: row.name, expects: expectation(row), value: read.shown, default: shownDefault(row) };
      return this.#problem('ORDO-OPT-008', values, valueRange);
    }
    if (!isServerOption) return;
    if (!row.effective) this.#problem('ORDO-OPT-011', { name: row.name }, nameRange);
    const earlier = this.#values.get(row.name);
    const joined =
      Array.isArray(earlier) && Array.isArray(read.value)
        ? [...(earlier as string[]), ...(read.value as string[])]
        : read.value;
    this.#values.set(row.name, joined);
  }

  #unknown(name: string, domain: string, names: Iterable<string>, place: ProblemRange): void {
    const meant = nearestName(name, names);
    const hint =
      meant === undefined
        ? '`ordo rest system/options` lists them all while an engine runs.'
        : `Did you mean \`${domain}.${meant}\`?`;
    this.#problem('ORDO-OPT-006', { name: `${domain}.${name}`, hint }, place);
  }

  #problem(
    code: Parameters<typeof optionProblems.problem>[0],
    values: Readonly<Record<string, string | number>>,
    place: ProblemRange,
  ): void {
    const file = this.#file === undefined ? {} : { file: this.#file };
    this.#problems.push(optionProblems.problem(code, values, { ...file, range: place }));
  }
}

function range(line: number, from: number, to: number): ProblemRange {
  return { start: { line, character: from }, end: { line, character: to } };
}
