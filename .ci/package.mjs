// Makes the `.vsix` for this machine (`--target all`: for every platform that the database driver has).
// All code is bundled; what finds files beside itself is shipped as a package, cut down to what is used.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { ensureBuild, npm, root, say } from './bootstrap.mjs';
import { currentTarget, targets, vsixFile } from './vsix-targets.mjs';

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const all = process.argv.includes('--target') && process.argv[process.argv.indexOf('--target') + 1] === 'all';
ensureBuild(process.execPath);
for (const name of all ? Object.keys(targets) : [currentTarget()]) packageFor(name);

function packageFor(name) {
  const stage = mkdtempSync(path.join(os.tmpdir(), 'ordo-package-'));
  try {
    copyProduct(stage);
    copyPackages(stage, targets[name]);
    const file = vsixFile(name, manifest.version);
    rmSync(file, { force: true });
    runVsce(stage, name, file);
    say(`${path.relative(root, file)}  ${(statSync(file).size / 1e6).toFixed(1)} MB`);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** Our own files; what is not named here is not shipped. */
function copyProduct(stage) {
  for (const name of [
    'dist',
    'sql',
    'schemas/metadata',
    'extension/media',
    'extension/guide',
    'extension/sample',
    'extension/l10n',
    'package.nls.json',
    'README.md',
    'CHANGELOG.md',
    'LICENSE',
    '.vscodeignore',
  ]) {
    const source = path.join(root, name);
    if (existsSync(source)) cpSync(source, path.join(stage, name), { recursive: true });
  }
  // Scripts and development packages mean nothing to a user, and dependencies are inside.
  const { scripts, devDependencies, dependencies, ...shipped } = manifest;
  writeFileSync(path.join(stage, 'package.json'), JSON.stringify(shipped, null, 2));
}

/** Packages below `dist`, where Node looks for them first. */
function copyPackages(stage, target) {
  const modules = path.join(stage, 'dist', 'node_modules');
  copyPackage(
    'better-sqlite3',
    modules,
    (file) => /^(lib|package\.json|LICENSE)/.test(file) || file === `prebuilds/${target.sqlite}.node`,
  );
  copyPackage('typescript', modules, (file) =>
    /^(package\.json|LICENSE|ThirdParty|lib\/typescript\.js|lib\/lib\.[\w.]+\.d\.ts)/.test(file),
  );
  copyPackage('esbuild', modules, (file) => /^(package\.json|LICENSE|lib\/main\.js)/.test(file));
  copyEsbuildBinary(modules, target.esbuild);
}

function copyPackage(name, modules, isShipped) {
  const source = path.join(root, 'node_modules', name);
  for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.relative(source, path.join(entry.parentPath, entry.name)).split(path.sep).join('/');
    if (isShipped(file)) cpSync(path.join(source, file), path.join(modules, name, file));
  }
}

/** The bundler's program: installed here for this platform, fetched by npm for another. */
function copyEsbuildBinary(modules, name) {
  const target = path.join(modules, name);
  const installed = path.join(root, 'node_modules', name);
  if (existsSync(installed)) return cpSync(installed, target, { recursive: true });
  const { version } = JSON.parse(readFileSync(path.join(root, 'node_modules/esbuild/package.json'), 'utf8'));
  mkdirSync(target, { recursive: true });
  npm(['pack', `${name}@${version}`, '--silent', '--pack-destination', target], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const archive = readdirSync(target).find((file) => file.endsWith('.tgz'));
  execFileSync('tar', ['xzf', archive, '--strip-components=1'], { cwd: target });
  rmSync(path.join(target, archive));
}

function runVsce(stage, name, file) {
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  const options = [
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--target',
    name,
    '--out',
    file,
  ];
  execFileSync(process.execPath, [vsce, 'package', ...options], { cwd: stage, stdio: ['ignore', 'ignore', 'inherit'] });
}
