import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ProjectTexts } from './language-project.ts';

/**
 * A golden file holds a project and what is expected of it: parts that begin with `=== NAME`, the last one being the
 * expectation. `UPDATE_GOLDEN=1` rewrites the expectation; review the diff like code.
 */
export interface GoldenFile {
  readonly file: string;
  readonly texts: ProjectTexts;
  readonly expected: string;
}

/** All golden files of a folder; `expectation` is the name of the part that is compared. */
export function goldenFiles(folder: string, expectation: string): readonly GoldenFile[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));
  return names.sort().map((name) => readGolden(path.join(folder, name), expectation));
}

/** Compares, or rewrites the file when `UPDATE_GOLDEN` says so. */
export function checkGolden(golden: GoldenFile, expectation: string, actual: string): void {
  if (process.env['UPDATE_GOLDEN'] === '1' && actual !== golden.expected) {
    const text = readFileSync(golden.file, 'utf8');
    const at = text.lastIndexOf(`=== ${expectation}\n`);
    writeFileSync(golden.file, `${text.slice(0, at)}=== ${expectation}\n${actual}`);
    return;
  }
  assert.equal(actual, golden.expected, `${golden.file} (UPDATE_GOLDEN=1 rewrites it)`);
}

function readGolden(file: string, expectation: string): GoldenFile {
  const parts = readFileSync(file, 'utf8')
    .split(/^=== (.+)\n/m)
    .slice(1);
  const texts: Record<string, string> = {};
  for (let index = 0; index < parts.length; index += 2) texts[parts[index] ?? ''] = parts[index + 1] ?? '';
  const { [expectation]: expected = '', ...rest } = texts;
  return { file, texts: rest, expected };
}
