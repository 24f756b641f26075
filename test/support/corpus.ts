import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { resourcePath } from '../../server/base/resources.ts';

/**
 * One document of the corpus and what is expected of it. A corpus file holds many, each after a line `### TITLE = VERDICT`,
 * where the verdict is `ok` or the codes without `ORDO-`. What stands before the first is the base of all of them.
 */
export interface CorpusCase {
  readonly title: string;
  /** Codes in alphabetical order, each as often as it is told. */
  readonly verdict: readonly string[];
  readonly text: string;
  /** The text is the whole document; otherwise it is what differs from the base. */
  readonly isWhole: boolean;
}

export interface CorpusFile {
  readonly name: string;
  readonly base: string;
  readonly cases: readonly CorpusCase[];
}

/** All files of one part of the corpus. */
export function readCorpus(part: 'yaml' | 'typescript'): readonly CorpusFile[] {
  const folder = resourcePath('test', 'fixtures', 'corpus', part);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => readCorpusFile(name, readFileSync(path.join(folder, name), 'utf8')));
}

function readCorpusFile(name: string, text: string): CorpusFile {
  const [base = '', ...parts] = text.split(/^### (.+)\n/m);
  const cases: CorpusCase[] = [];
  for (let at = 0; at < parts.length; at += 2) cases.push(caseOf(parts[at] ?? '', parts[at + 1] ?? ''));
  return { name: name.replace(/\.txt$/, ''), base: base.replaceAll(/^#.*\n/gm, ''), cases };
}

function caseOf(head: string, text: string): CorpusCase {
  const at = head.lastIndexOf(' = ');
  const written = head.slice(at + 3).trim();
  const isWhole = head.startsWith('whole: ');
  return {
    title: head.slice(isWhole ? 'whole: '.length : 0, at).trim(),
    verdict: written === 'ok' ? [] : written.split(/, */).sort(),
    // Characters that an editor would not show, or would remove.
    text: text
      .replaceAll(/\\r$/gm, '\r')
      .replaceAll(/\\u\{([0-9a-f]+)\}/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    isWhole,
  };
}

/** A document with some of its top-level keys replaced, added (`key: …`) or removed (`-key`). */
export function patched(base: string, patch: string): string {
  const blocks = blocksOf(base);
  for (const [key, block] of blocksOf(patch)) {
    if (key.startsWith('-')) blocks.delete(key.slice(1));
    else blocks.set(key, block);
  }
  return [...blocks.values()].join('');
}

function blocksOf(text: string): Map<string, string> {
  const blocks = new Map<string, string>();
  for (const block of text.split(/^(?=-?[A-Za-z"'<&?][^\n]*)/m)) {
    const key = /^-?["']?([^:\n"']*)/.exec(block)?.[1] ?? '';
    if (block.trim() !== '') blocks.set(block.startsWith('-') ? `-${key.trim()}` : key.trim(), block);
  }
  return blocks;
}
