import { createHash } from 'node:crypto';
import path from 'node:path';
import type { BuildResult, Metafile } from 'esbuild';
import type { JsonText } from '../../../schemas/model/data.ts';
import type { Bundle } from '../../../schemas/model/release.ts';
import type { ObjectIdentity } from '../../../schemas/model/steps.ts';
import type { SourceFile } from './source-plugin.ts';

type Sources = ReadonlyMap<string, SourceFile>;

/** One output of esbuild as a bundle: map with the sources as written, and the hash of both texts. */
export function buildBundle(
  root: string,
  program: ObjectIdentity,
  index: number,
  result: BuildResult<{ metafile: true; write: false }>,
  sources: Sources,
): Bundle {
  const text = (name: string): string => {
    const file = result.outputFiles.find((output) => output.path === path.join(root, name));
    if (file === undefined) throw new Error(`esbuild wrote no ${name} for ${program}`);
    return file.text;
  };
  const code = text(`${index}.js`);
  const sourceMap = withOriginals(text(`${index}.js.map`), sources);
  return { hash: hashOfBundle(code, sourceMap), program, code, sourceMap };
}

/** The identity of a bundle: SHA-256 over its code and then its map. */
export function hashOfBundle(code: string, sourceMap: string): string {
  return createHash('sha256').update(code).update(sourceMap).digest('hex');
}

/** Hash over the file and everything of the project that it imports, packages included. */
export function hashOfCode(root: string, file: string, metafile: Metafile, sources: Sources): string {
  const hash = createHash('sha256');
  for (const name of importClosure(path.relative(root, file).split(path.sep).join('/'), metafile)) {
    hash.update(`${name}\0${sources.get(name)?.hash ?? metafile.inputs[name]?.bytes ?? ''}\0`);
  }
  return hash.digest('hex');
}

function importClosure(start: string, metafile: Metafile): readonly string[] {
  const seen = new Set([start]);
  for (const name of seen) {
    const imports = metafile.inputs[name]?.imports ?? [];
    for (const { path: imported, external } of imports) if (external !== true) seen.add(imported);
  }
  return [...seen].sort();
}

/** What bundling added to a source is not in the text that a person compares or debugs. */
function withOriginals(text: string, sources: Sources): JsonText {
  const map = JSON.parse(text) as { sources: string[]; sourcesContent: (string | null)[] };
  const sourcesContent = map.sources.map((name, index) => sources.get(name)?.text ?? map.sourcesContent[index] ?? null);
  return JSON.stringify({ ...map, sourcesContent }) as JsonText;
}
