// Builds `dist`: the extension, the processes of the product and the declaration file of user code.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

const common = {
  absWorkingDir: root,
  bundle: true,
  logLevel: 'warning',
  sourcemap: 'linked',
  // Sources are in the repository; maps without their text keep the package small.
  sourcesContent: false,
  legalComments: 'none',
  keepNames: true,
  define: { 'process.env.ORDO_VERSION': JSON.stringify(version) },
};
/** Shipped as packages, because they are native or find files beside themselves. */
const external = ['better-sqlite3', 'esbuild', 'typescript'];
/** CommonJS packages inside an ES module bundle need a `require`. */
const banner = {
  js: "import { createRequire as ordoCreateRequire } from 'node:module'; const require = ordoCreateRequire(import.meta.url);",
};

// Written aside and cleaned up after: a running product keeps finding its chunks until the new ones stand.
const before = new Set(existsSync(path.join(dist, 'chunks')) ? readdirSync(path.join(dist, 'chunks')) : []);
const results = await Promise.all([
  build({
    ...common,
    entryPoints: existing({
      ordo: 'server/cli/main.ts',
      'language-server': 'server/lsp/main.ts',
      runner: 'server/runner/main.ts',
      'store-reader': 'server/engine/store/sqlite/reader/reader-worker.ts',
    }),
    outdir: dist,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    format: 'esm',
    splitting: true,
    platform: 'node',
    target: 'node22',
    external,
    banner,
    metafile: true,
  }),
  build({
    ...common,
    entryPoints: existing({ extension: 'extension/main.ts' }),
    outdir: dist,
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    external: ['vscode'],
  }),
  build({
    ...common,
    entryPoints: webviewPages(),
    outdir: path.join(dist, 'webview'),
    format: 'iife',
    platform: 'browser',
    target: 'chrome130',
    minify: true,
    keepNames: false,
  }),
]);
const written = new Set(Object.keys(results[0].metafile.outputs).map((file) => path.basename(file)));
for (const file of before) if (!written.has(file)) rmSync(path.join(dist, 'chunks', file));

const types = spawnSync(process.execPath, [path.join(root, '.ci', 'build-sdk-types.mjs')], {
  cwd: root,
  stdio: 'inherit',
});
if (types.status !== 0) process.exit(types.status ?? 1);
copyNodeTypes();
writeFileSync(path.join(dist, '.built'), `${version}\n`);

/** Node's declarations, so that a workspace's step code is checked without a registry (`.ordo/types`, the language server). */
function copyNodeTypes() {
  for (const [name, source] of [
    ['node', '@types/node'],
    ['undici-types', 'undici-types'],
  ]) {
    const from = path.join(root, 'node_modules', source);
    const isWanted = (file) => !path.relative(from, file).startsWith('ts5');
    const isDeclaration = (file) => /(\.d\.[cm]?ts|package\.json|LICENSE)$/.test(file) || !path.extname(file);
    cpSync(from, path.join(dist, 'node-types', name), {
      recursive: true,
      filter: (file) => isWanted(file) && isDeclaration(file),
    });
  }
}

function existing(entries) {
  return Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(path.join(root, file))));
}

/** Each page is `webview/pages/NAME/NAME.ts` or `webview/pages/NAME.ts`, with its style sheet beside it. */
function webviewPages() {
  const folder = path.join(root, 'webview', 'pages');
  if (!existsSync(folder)) return {};
  const pages = {};
  for (const entry of readdirSync(folder, { recursive: true })) {
    const name = path.basename(entry, path.extname(entry));
    const isPage = path.dirname(entry) === '.' || path.basename(path.dirname(entry)) === name;
    if (isPage && entry.endsWith('.ts')) pages[name] = path.join('webview', 'pages', entry);
  }
  return pages;
}
