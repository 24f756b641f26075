// Brings what the project runs on: a Node with type stripping and Node-API 10, and the packages of the lockfile.
// Plain JavaScript for Node 20, because this is what a fresh machine has.
import { createHash } from 'node:crypto';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');
/** The Node that development and tests run on; the product itself runs on 22.14 and newer. */
export const privateNodeVersion = '24.21.0';

/** The user's cache folder for tools, by version, shared by all checkouts. */
export function cacheFolder() {
  const base =
    process.env.XDG_CACHE_HOME ||
    (process.platform === 'darwin'
      ? path.join(os.homedir(), 'Library', 'Caches')
      : process.platform === 'win32'
        ? process.env.LOCALAPPDATA || path.join(os.homedir(), 'AppData', 'Local')
        : path.join(os.homedir(), '.cache'));
  return path.join(base, 'ordo');
}

/** Path of a Node of version 24.12 or newer: the running one, or a private one from the package registry (about 3 s, once). */
export function ensureNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 12)) return process.execPath;
  return ensurePrivateNode();
}

/** Path of the private Node, fetched once: what code-server insists on, whatever Node runs the tests. */
export function ensurePrivateNode() {
  const folder = path.join(cacheFolder(), `node-${privateNodeVersion}`);
  const binary = path.join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(binary)) fetchNode(folder);
  return binary;
}

function fetchNode(folder) {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  say(`Fetching Node ${privateNodeVersion} (this machine has ${process.versions.node}) into ${folder} …`);
  mkdirSync(path.dirname(folder), { recursive: true });
  const temporary = mkdtempSync(path.join(path.dirname(folder), 'fetch-'));
  try {
    npm(['pack', `${name}@${privateNodeVersion}`, '--silent', '--pack-destination', temporary], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const archive = readdirSync(temporary).find((file) => file.endsWith('.tgz'));
    execFileSync('tar', ['xzf', archive], { cwd: temporary });
    rmSync(folder, { recursive: true, force: true });
    renameSync(path.join(temporary, 'package'), folder);
  } catch (error) {
    throw new Error(
      `Node ${privateNodeVersion} could not be fetched (npm package ${name}). Install Node 24.12 or newer yourself and run this again. Cause: ${error.message}`,
    );
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Installs the lockfile's packages when they are not what is installed. */
export function ensurePackages() {
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = path.join(root, 'node_modules', '.ordo-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('Installing packages …');
  npm(['ci', '--no-audit', '--no-fund', '--loglevel', 'error'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  writeFileSync(stamp, wanted);
}

/** Builds `dist` when a source is newer than the last build. */
export function ensureBuild(node) {
  const stamp = path.join(root, 'dist', '.built');
  if (existsSync(stamp) && newestSource() <= statSync(stamp).mtimeMs) return;
  say('Building …');
  execFileSync(node, [path.join(root, '.ci', 'build.mjs')], { cwd: root, stdio: ['ignore', 2, 'inherit'] });
}

function newestSource() {
  let newest = statSync(path.join(root, 'package-lock.json')).mtimeMs;
  const visit = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const full = path.join(folder, entry.name);
      if (entry.isDirectory()) visit(full);
      else newest = Math.max(newest, statSync(full).mtimeMs);
    }
  };
  for (const folder of ['schemas', 'server', 'webview', '.ci']) visit(path.join(root, folder));
  for (const entry of readdirSync(path.join(root, 'extension'), { withFileTypes: true })) {
    // The sample and the guide are shipped as they are; they are no input of the build.
    if (entry.isDirectory() && entry.name !== 'sample' && entry.name !== 'guide')
      visit(path.join(root, 'extension', entry.name));
    else if (entry.isFile()) newest = Math.max(newest, statSync(path.join(root, 'extension', entry.name)).mtimeMs);
  }
  return newest;
}

/** Runs npm, whichever way it was started. */
export function npm(args, options) {
  const viaNpm = process.env.npm_execpath;
  const [command, first] =
    viaNpm && viaNpm.endsWith('.js')
      ? [process.execPath, [viaNpm]]
      : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
  const env = environmentForNpm();
  const result = spawnSync(command, [...first, ...args], { env, ...options });
  if (result.error) throw result.error;
  if (result.status !== 0) throw new Error(`npm ${args[0]} ended with ${result.status ?? result.signal}`);
}

/** Runs a program to its end with this terminal; signals reach it, its exit code is the result. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: 'inherit',
      ...options,
      env: { ...process.env, ...options.env },
    });
    // Ctrl+C reaches the child from the terminal; this process waits for how the child ends.
    const forward = (signal) => child.kill(signal);
    const ignore = () => undefined;
    process.on('SIGINT', ignore);
    process.on('SIGTERM', forward);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      process.off('SIGINT', ignore);
      process.off('SIGTERM', forward);
      resolve(code ?? 128 + (os.constants.signals[signal] ?? 1));
    });
  });
}

/**
 * The environment without what a parent `npm run` put there: its Node version and folders (code-server reads them to refuse
 * another Node), and headers meant for other Node versions.
 */
export function environmentForNpm() {
  const own =
    /^npm_(config_(nodedir|loglevel|user_agent|local_prefix|node_gyp)|lifecycle_|package_|node_execpath|execpath|command)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([key]) => !own.test(key)));
}

export function say(text) {
  process.stderr.write(`${text}\n`);
}
