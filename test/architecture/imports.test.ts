import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import assert from 'node:assert/strict';

/**
 * Who imports whom. A folder imports from lower layers, not sideways and not upwards; what must reach further goes through a
 * message in `schemas/protocol`. A new edge is a new line here, with its reason.
 */
const root = path.resolve(import.meta.dirname, '../..');

interface Area {
  /** Files below this folder belong to the area (the longest match wins). */
  readonly folder: string;
  /** Areas (by folder) it may import besides itself. */
  readonly mayImport: readonly string[];
}

const engineParts = ['server/engine', 'server/engine/machine', 'server/engine/store', 'server/engine/options'];

const areas: readonly Area[] = [
  { folder: 'schemas', mayImport: [] },
  { folder: 'server/base', mayImport: ['schemas'] },
  { folder: 'server/sdk', mayImport: ['schemas', 'server/base'] },
  { folder: 'server/engine/machine', mayImport: ['schemas'] },
  {
    folder: 'server/engine/store',
    mayImport: ['schemas', 'server/base', 'server/engine/machine', 'server/engine/errors', 'server/engine/releases'],
  },
  { folder: 'server/engine/errors', mayImport: ['schemas', 'server/base', 'server/engine/store'] },
  {
    folder: 'server/engine/releases',
    // A release brings error definitions, whose level rules are in errors.
    mayImport: ['schemas', 'server/base', 'server/engine/store', 'server/engine/machine', 'server/engine/errors'],
  },
  { folder: 'server/engine/options', mayImport: ['schemas', 'server/base'] },
  // The engine sees runners only through the role in `runner-host.ts`.
  {
    folder: 'server/engine',
    mayImport: [
      'schemas',
      'server/base',
      'server/isolation',
      ...engineParts,
      'server/engine/errors',
      'server/engine/releases',
    ],
  },
  { folder: 'server/isolation', mayImport: ['schemas', 'server/base'] },
  { folder: 'server/runner', mayImport: ['schemas', 'server/base', 'server/sdk'] },
  { folder: 'server/language', mayImport: ['schemas', 'server/base'] },
  { folder: 'server/api/client', mayImport: ['schemas', 'server/base'] },
  {
    folder: 'server/api',
    mayImport: [
      'schemas',
      'server/base',
      'server/api/client',
      'server/engine',
      'server/engine/store',
      'server/engine/options',
    ],
  },
  {
    folder: 'server/deploy',
    mayImport: ['schemas', 'server/base', 'server/language', 'server/isolation', 'server/api/client'],
  },
  { folder: 'server/debug', mayImport: ['schemas', 'server/base', 'server/api/client', 'server/language'] },
  {
    folder: 'server/host',
    mayImport: [
      'schemas',
      'server/base',
      'server/isolation',
      'server/engine',
      'server/api',
      'server/api/client',
      ...engineParts,
    ],
  },
  {
    folder: 'server/lsp',
    mayImport: ['schemas', 'server/base', 'server/language', 'server/deploy', 'server/api/client', 'server/isolation'],
  },
  {
    folder: 'server/cli',
    mayImport: [
      'schemas',
      'server/base',
      'server/language',
      'server/deploy',
      'server/debug',
      'server/api/client',
      'server/isolation',
      'server/host',
    ],
  },
  { folder: 'extension', mayImport: ['schemas', 'server/debug'] },
  { folder: 'webview', mayImport: ['schemas'] },
];

/** Packages that only some places may import. */
const packages: Readonly<Record<string, readonly string[]>> = {
  vscode: ['extension'],
  'vscode-languageclient': ['extension'],
  'vscode-languageserver': ['server/lsp'],
  'vscode-languageserver-textdocument': ['server/lsp'],
  yaml: ['server/language/yaml', 'server/api/http'],
  typescript: ['server/language/typescript'],
  esbuild: ['server/deploy'],
  'better-sqlite3': ['server/engine/store/sqlite'],
  fastify: ['server/api'],
  ws: ['server/api'],
  commander: ['server/cli'],
  ajv: ['server/language', 'server/api', 'server/engine/orders'],
  'ajv-formats': ['server/language', 'server/api', 'server/engine/orders'],
  '@vscode/webview-ui-toolkit': ['webview/ui'],
  // The window checks a Node before any process of ours exists (`ordo.nodePath`, a Node on the PATH).
  'node:child_process': ['server/isolation', 'server/base/spawn.ts', 'extension/client/check-node.ts'],
  'node:worker_threads': ['server/isolation', 'server/runner', 'server/base/spawn.ts'],
};

interface Import {
  readonly file: string;
  readonly target: string;
  readonly isTypeOnly: boolean;
}

const files = globSync('{schemas,server,extension,webview}/**/*.ts', { cwd: root })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => !file.startsWith('extension/sample/') && !file.endsWith('.d.ts'));
const imports = files.flatMap(importsOf);

describe('imports', () => {
  test('files were found and read', () => assert.ok(files.length > 20 && imports.length > 20));

  test('every file belongs to an area', () => {
    assert.deepEqual(
      files.filter((file) => areaOf(file) === undefined && file !== 'server/host.ts'),
      [],
    );
  });

  test('a folder imports only what the table allows', () => {
    const wrong = imports
      .filter((entry) => entry.target.startsWith('.'))
      .flatMap((entry) => refusedFolder(entry) ?? []);
    assert.deepEqual(wrong, []);
  });

  test('a package is imported only where it belongs', () => {
    const wrong = imports
      .filter((entry) => !entry.target.startsWith('.'))
      .flatMap((entry) => refusedPackage(entry) ?? []);
    assert.deepEqual(wrong, []);
  });

  test('schemas and the machine use no Node and no package', () => {
    const pure = imports.filter(
      (entry) => /^(schemas|server\/engine\/machine)\//.test(entry.file) && !entry.target.startsWith('.'),
    );
    assert.deepEqual(pure, []);
  });

  test('there is no cycle between files', () => assert.deepEqual(findCycle(), []));
});

function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  // Statements only, so that code in strings and comments that merely speaks of imports is not read as one.
  const pattern =
    /^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|(?<![\w.])import\(\s*'([^']+)'\s*\)/gm;
  return [...text.matchAll(pattern)].map((match) => ({
    file,
    target: match[2] ?? match[3] ?? '',
    isTypeOnly: match[1] !== undefined,
  }));
}

function areaOf(file: string): Area | undefined {
  if (file === 'server/host.ts') return areas.find((area) => area.folder === 'server/host');
  return areas
    .filter((area) => file.startsWith(`${area.folder}/`))
    .sort((a, b) => b.folder.length - a.folder.length)[0];
}

function resolveImport(entry: Import): string {
  return path.posix.normalize(path.posix.join(path.posix.dirname(entry.file), entry.target));
}

function refusedFolder(entry: Import): string | undefined {
  const from = areaOf(entry.file);
  const target = resolveImport(entry);
  const to = areaOf(target);
  if (from === undefined || to === from || (to && from.mayImport.includes(to.folder))) return undefined;
  return `${entry.file} imports ${target}`;
}

function refusedPackage(entry: Import): string | undefined {
  const name = Object.keys(packages).find((known) => entry.target === known || entry.target.startsWith(`${known}/`));
  if (name === undefined) return undefined;
  const allowed = packages[name] ?? [];
  if (allowed.some((place) => entry.file === place || entry.file.startsWith(`${place}/`))) return undefined;
  return `${entry.file} imports ${entry.target}`;
}

/** The first cycle of imports that exist at run time, as a list of files; empty = none. */
function findCycle(): string[] {
  const edges = new Map<string, string[]>();
  for (const entry of imports) {
    if (!entry.target.startsWith('.') || entry.isTypeOnly) continue;
    edges.set(entry.file, [...(edges.get(entry.file) ?? []), resolveImport(entry)]);
  }
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): string[] => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const next of edges.get(file) ?? []) {
      const cycle = visit(next, [...trail, file]);
      if (cycle.length > 0) return cycle;
    }
    done.add(file);
    return [];
  };
  return files.map((file) => visit(file, [])).find((cycle) => cycle.length > 0) ?? [];
}
