// Brings what the editor tests run in: an offline VS Code (code-server), the Node it needs, and a Chromium to look at it.
// Kept by version in the user's cache folder; the second run finds everything and takes no time.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentForNpm, cacheFolder, ensurePrivateNode, privateNodeVersion, say } from './bootstrap.mjs';

/** VS Code 1.139.1. */
export const codeServerVersion = '4.139.1';
const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** Chromium with a font, and what code-server's native parts are built with. */
const debianPackages = ['chromium', 'fonts-dejavu-core', 'libkrb5-dev', 'build-essential', 'python3'];

/** Paths of the programs; `undefined` for what is not installed. */
export function installedEditor() {
  const node = path.join(cacheFolder(), `node-${privateNodeVersion}`, 'bin', 'node');
  const browser = [process.env.ORDO_CHROMIUM, ...browsers].find((file) => file && existsSync(file));
  return { node: existsSync(node) ? node : undefined, codeServer: codeServerIn(codeServerFolder()), browser };
}

function codeServerIn(folder) {
  const entry = path.join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js');
  return existsSync(entry) ? entry : undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    install();
  } catch (error) {
    say(error.message);
    process.exitCode = 1;
  }
}

function install() {
  const before = installedEditor();
  installDebianPackages(before);
  ensurePrivateNode();
  if (before.codeServer === undefined) installCodeServer();
  const { node, codeServer, browser } = installedEditor();
  if (!node || !codeServer || !browser)
    throw new Error(`Not installed: ${JSON.stringify({ node, codeServer, browser })}`);
}

/** On Debian as root what is missing is installed; anywhere else it is named with the command to install it. */
function installDebianPackages({ browser, codeServer }) {
  // The compilers are only for building code-server's native parts.
  const needed = codeServer === undefined ? debianPackages : ['chromium', 'fonts-dejavu-core'];
  const missing = isDebian() ? needed.filter((name) => !isInstalled(name)) : browser ? [] : ['chromium'];
  if (missing.length === 0 || (browser && codeServer)) return;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (!isDebian() || process.getuid?.() !== 0) {
    const how = isDebian() ? `Run: sudo ${command}` : 'Install Chromium and set ORDO_CHROMIUM to its program.';
    throw new Error(`The editor tests need ${missing.join(', ')}. ${how}`);
  }
  say(`Installing ${missing.join(', ')} …`);
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  execFileSync('apt-get', ['update', '-qq'], options);
  execFileSync('apt-get', command.split(' ').slice(1), options);
}

function isDebian() {
  return existsSync('/etc/debian_version');
}

function isInstalled(name) {
  const { stdout, status } = spawnSync('dpkg-query', ['-W', '-f', '${Status}', name], { encoding: 'utf8' });
  return status === 0 && stdout.includes('install ok installed');
}

function codeServerFolder() {
  return path.join(cacheFolder(), `code-server-${codeServerVersion}`);
}

/**
 * code-server's installation builds native parts and accepts only the Node it was made for, so npm itself runs on that
 * Node, with its headers. It has a folder of its own: beside other packages npm prunes what the build needs.
 */
function installCodeServer() {
  const nodeFolder = path.join(cacheFolder(), `node-${privateNodeVersion}`);
  const folder = codeServerFolder();
  const temporary = `${folder}.part`;
  say(`Installing code-server ${codeServerVersion} (an offline VS Code, about two minutes) …`);
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  writeFileSync(path.join(temporary, 'package.json'), JSON.stringify({ name: 'ordo-vscode', private: true }));
  const env = { ...environmentForNpm(), PATH: `${path.join(nodeFolder, 'bin')}${path.delimiter}${process.env.PATH}` };
  const args = ['install', `code-server@${codeServerVersion}`, '--no-audit', '--no-fund', '--loglevel', 'error'];
  const output = execFileSync(path.join(nodeFolder, 'bin', 'node'), [npmProgram(), ...args], {
    cwd: temporary,
    env: { ...env, npm_config_nodedir: nodeFolder, npm_config_ignore_scripts: 'false' },
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  if (codeServerIn(temporary) === undefined) throw new Error(`code-server was not built:\n${output}`);
  rmSync(folder, { recursive: true, force: true });
  renameSync(temporary, folder);
}

/** npm's own script, wherever this npm is, so that it can run on another Node. */
function npmProgram() {
  const given = process.env.npm_execpath;
  if (given?.endsWith('.js') && existsSync(given)) return given;
  const found = (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, 'npm'))
    .find((file) => existsSync(file));
  if (found === undefined) throw new Error('npm is not on the PATH.');
  return realpathSync(found);
}
