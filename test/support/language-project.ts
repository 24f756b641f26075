import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Project } from '../../server/language/project.ts';
import { loadProject } from '../../server/language/workspace/load-project.ts';

/** Texts of a project's files by their path in it. */
export type ProjectTexts = Readonly<Record<string, string>>;

/** Opens a project whose files are open documents in an empty folder, and removes the folder afterwards. */
export async function withProject<T>(texts: ProjectTexts, use: (project: Project) => Promise<T> | T): Promise<T> {
  const root = mkdtempSync(path.join(tmpdir(), 'ordo-language-'));
  try {
    const overlay = new Map(Object.entries(texts).map(([name, text]) => [path.join(root, name), text]));
    return await use(await loadProject(root, { overlay }));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** A text without the indentation that all its lines share, and without the empty first line. */
export function dedent(text: string): string {
  const lines = text
    .replace(/^\n/, '')
    .replace(/\n[ ]*$/, '\n')
    .split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const indent = Math.min(...indents, Number.MAX_SAFE_INTEGER);
  return lines.map((line) => line.slice(Math.min(indent, line.length))).join('\n');
}
