import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readOptionLines } from './option-lines.ts';

/** The options file that marks a project folder (design section 9). */
export const optionsFileName = 'ordo.options';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the engine of one instance key keeps everything it writes; nothing is created by asking. */
export function stateFolderOf(key: string, options: { stateHome?: string; env?: Environment } = {}): string {
  return path.join(options.stateHome ?? stateHome(options.env ?? process.env), key);
}

/** The user's own state folder: `ORDO_HOME`, else the place that the operating system gives to such files. */
export function stateHome(env: Environment, platform: NodeJS.Platform = process.platform): string {
  if (isSet(env['ORDO_HOME'])) return path.resolve(env['ORDO_HOME']);
  const home = env['HOME'] ?? env['USERPROFILE'] ?? os.homedir();
  if (platform === 'win32') return path.join(env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'), 'ordo');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'ordo');
  // The XDG rule: a relative path in the variable is to be ignored.
  const xdg = env['XDG_STATE_HOME'];
  return path.join(isSet(xdg) && path.isAbsolute(xdg) ? xdg : path.join(home, '.local', 'state'), 'ordo');
}

/** Creates the folder with its parts, readable by its owner alone. */
export function createStateFolder(folder: string): void {
  for (const part of [folder, path.join(folder, 'logs'), path.join(folder, 'keys'), path.join(folder, 'bundles')]) {
    mkdirSync(part, { recursive: true, mode: 0o700 });
    // The mode of mkdir counts only for new folders and is cut by the umask.
    chmodSync(part, 0o700);
  }
}

/** The nearest folder at or above `start` that holds `ordo.options`, else `start` itself. */
export function findProjectFolder(start: string): string {
  const from = path.resolve(start);
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, optionsFileName))) return folder;
    if (folder === path.dirname(folder)) return from;
  }
}

/** The instance key of a project: as its options file says, else folder name and 8 hex digits of its real path. */
export function instanceKeyOf(projectFolder: string): string {
  return configuredKey(path.join(projectFolder, optionsFileName)) ?? defaultKey(projectFolder);
}

/** Fit for a file name on every system: letters, digits, `.`, `_`, `-`, at most 64, no leading dot. */
export function isValidInstanceKey(key: string): boolean {
  return /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$/.test(key) && !key.endsWith('.');
}

function configuredKey(file: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    // No options file, or one that only the start-up can explain: the default key names the instance.
    return undefined;
  }
  const lines = readOptionLines(text).entries.filter((entry) => /^(qorus|ordo)\.instance-key$/.test(entry.name));
  const key = lines.at(-1)?.value;
  return key !== undefined && isValidInstanceKey(key) ? key : undefined;
}

function defaultKey(projectFolder: string): string {
  const real = realPath(projectFolder);
  const name = path
    .basename(real)
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replaceAll(/^[.-]+|[.-]+$/g, '')
    .slice(0, 40);
  const digits = createHash('sha256').update(real).digest('hex').slice(0, 8);
  return `${name === '' ? 'project' : name}-${digits}`;
}

function realPath(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    // The folder may not exist yet (New Project): its given path is its identity until it does.
    return path.resolve(folder);
  }
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}
