import path from 'node:path';
import { LineIndex } from '../yaml/line-index.ts';
import type { WorkspaceView } from '../objects/workspace-view.ts';
import { readText } from './read-text.ts';

/** Packages called `ordo` that the project's own package.json asks for or that lie in its `node_modules`. */
export function findForeignPackages(root: string): WorkspaceView['foreignPackages'] {
  return [
    ...declared(path.join(root, 'package.json')),
    ...installed(path.join(root, 'node_modules', 'ordo', 'package.json')),
  ];
}

function declared(file: string): WorkspaceView['foreignPackages'] {
  const read = readText(file);
  if ('reason' in read || !dependsOnOrdo(read.text)) return [];
  const at = Math.max(0, read.text.search(/"ordo"\s*:/));
  const range = new LineIndex(read.text).range(at, at + '"ordo"'.length);
  return [{ file, range, where: 'package.json asks for it' }];
}

function dependsOnOrdo(text: string): boolean {
  try {
    const manifest = JSON.parse(text) as Record<string, Record<string, unknown> | undefined>;
    return ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'].some(
      (key) => typeof manifest[key] === 'object' && manifest[key] !== null && 'ordo' in manifest[key],
    );
  } catch {
    // A package.json that is not JSON is its owner's affair; npm says so.
    return false;
  }
}

function installed(file: string): WorkspaceView['foreignPackages'] {
  if ('reason' in readText(file)) return [];
  const start = { line: 0, character: 0 };
  return [{ file, range: { start, end: start }, where: 'it lies in node_modules' }];
}
