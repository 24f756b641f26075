import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { throwIfCancelled } from '../../base/cancel.ts';
import { resourcePath, runsFromSource } from '../../base/resources.ts';
import type { Project } from '../project.ts';
import { stepOrdersText } from '../types/step-orders.ts';
import { nodeTypesFolder } from './sdk-files.ts';

/**
 * Writes `.ordo/`: all that plain `tsc` and the editor's own TypeScript need to understand step code without a package
 * registry. Only what differs is written. Never call it for a workspace that is not trusted.
 */
export async function writeOrdoFolder(
  project: Pick<Project, 'root' | 'objects' | 'find'>,
  options: { readonly signal?: AbortSignal } = {},
): Promise<{ readonly written: readonly string[] }> {
  const folder = path.join(project.root, '.ordo');
  const written: string[] = [];
  const put = async (name: string, text: string): Promise<void> => {
    throwIfCancelled(options.signal, 'Writing .ordo');
    if (await writeIfDifferent(path.join(folder, name), text)) written.push(`.ordo/${name}`);
  };
  await put('.gitignore', '*\n');
  await put('tsconfig.json', `${JSON.stringify(baseConfig, undefined, 2)}\n`);
  await put('ordo.d.ts', await sdkDeclaration());
  await put('steps.d.ts', stepOrdersText(project));
  for (const { name, source } of await nodeTypeFiles()) await put(name, await readFile(source, 'utf8'));
  return { written };
}

/** The part of `.ordo/` that follows the YAML files; cheap enough to be called after each change of them. */
export async function writeStepTypes(project: Pick<Project, 'root' | 'objects' | 'find'>): Promise<boolean> {
  return writeIfDifferent(path.join(project.root, '.ordo', 'steps.d.ts'), stepOrdersText(project));
}

/**
 * What the user's tsconfig.json extends. Paths are relative to this file. The same options as the check at deploy has
 * (`user-options.ts`).
 */
const baseConfig = {
  compilerOptions: {
    target: 'es2023',
    lib: ['es2023'],
    module: 'preserve',
    moduleResolution: 'bundler',
    moduleDetection: 'force',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    esModuleInterop: true,
    resolveJsonModule: true,
    allowImportingTsExtensions: true,
    isolatedModules: true,
    forceConsistentCasingInFileNames: true,
    typeRoots: ['./types'],
    types: ['node'],
    paths: { ordo: ['./ordo.d.ts'] },
  },
  files: ['./ordo.d.ts', './steps.d.ts'],
};

/** The built declaration of 'ordo'; a source checkout makes it from the sources as they are. */
async function sdkDeclaration(): Promise<string> {
  if (!runsFromSource) return readFile(resourcePath('dist', 'sdk', 'ordo.d.ts'), 'utf8');
  // A path in a variable: the bundler must not take the script into the product.
  const file = resourcePath('.ci', 'build-sdk-types.mjs');
  const script = (await import(file)) as { sdkDeclarationText(): string };
  return script.sdkDeclarationText();
}

interface TypeFile {
  readonly name: string;
  readonly source: string;
}

/** The types of Node, and the one package they need where module resolution finds it: in a `node_modules` beside them. */
async function nodeTypeFiles(): Promise<readonly TypeFile[]> {
  const { node, undici } = nodeTypesFolder();
  return [
    ...(await typeFiles(node, 'types/node')),
    ...(await typeFiles(undici, 'types/node/node_modules/undici-types')),
  ];
}

async function typeFiles(source: string, target: string): Promise<readonly TypeFile[]> {
  const entries = await readdir(source, { withFileTypes: true, recursive: true });
  return (
    entries
      .filter((entry) => entry.isFile() && /\.d\.[cm]?ts$|^package\.json$|^LICENSE$/.test(entry.name))
      .map((entry) => path.relative(source, path.join(entry.parentPath, entry.name)))
      // Declarations for compilers older than 5.7 are not needed.
      .filter((name) => !name.startsWith('ts5.'))
      .sort()
      .map((name) => ({ name: `${target}/${name.split(path.sep).join('/')}`, source: path.join(source, name) }))
  );
}

/** True when it was written. The file appears whole or not at all: editors watch it. */
async function writeIfDifferent(file: string, text: string): Promise<boolean> {
  const before = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (before === text) return false;
  await mkdir(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, text);
  await rename(temporary, file);
  return true;
}
