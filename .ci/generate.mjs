/**
 * Writes what is made from other files of the repository: TypeScript types of the YAML objects, reference pages of the
 * guide, the OpenAPI document. The same sources give the same bytes. Run: npm run generate. `--check` only says what is stale.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { metadataTypes } from './generate/metadata-types.mjs';
import { referencePages } from './generate/reference-pages.mjs';
import { rulesPage } from './conformance-rules.mjs';

const root = path.dirname(import.meta.dirname);

/** Folders that hold nothing but generated files: what is no longer made is removed there. */
const ownFolders = ['schemas/model/generated', 'extension/guide/reference'];

/** Every generated file by its path in the repository. */
export async function generatedFiles() {
  const openapi = await import('./generate-openapi.mjs');
  return new Map([
    ['schemas/model/generated/metadata.ts', await metadataTypes(root)],
    ...(await referencePages(root)),
    ['schemas/protocol/openapi.generated.json', await openapi.generate()],
    ['test/conformance/RULES.md', await rulesPage()],
  ]);
}

/** Paths of generated files that are missing, differ from what they should be, or should not be there. */
export async function staleFiles() {
  const files = await generatedFiles();
  const stale = [...files].filter(([file, text]) => readOrNothing(file) !== text).map(([file]) => file);
  return [...stale, ...leftOver(files)].sort();
}

function leftOver(files) {
  return ownFolders
    .flatMap((folder) => existingFiles(folder).map((name) => `${folder}/${name}`))
    .filter((file) => !files.has(file));
}

function existingFiles(folder) {
  try {
    return readdirSync(path.join(root, folder));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

function readOrNothing(file) {
  try {
    return readFileSync(path.join(root, file), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function main() {
  if (process.argv.includes('--check')) {
    const stale = await staleFiles();
    for (const file of stale) console.error(`${file} is stale: run npm run generate`);
    process.exitCode = stale.length === 0 ? 0 : 1;
    return;
  }
  const files = await generatedFiles();
  for (const [file, text] of files) {
    if (readOrNothing(file) === text) continue;
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
    console.log(`wrote ${file}`);
  }
  for (const file of leftOver(files)) rmSync(path.join(root, file));
}

if (process.argv[1] === import.meta.filename) await main();
