import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const projectFolder = path.resolve(import.meta.dirname, '..');

/**
 * The engine that runs this project, as its own file says: `engine.json` in the state folder of this user. End systems answer
 * by its REST API, with the token of that file.
 */
export class Engine {
  #stateHome = stateHome(process.env, process.platform);

  /** The running engine, or nothing. */
  find() {
    for (const key of keysIn(this.#stateHome)) {
      const engine = readJson(path.join(this.#stateHome, key, 'engine.json'));
      if (engine !== undefined && path.resolve(engine.projectFolder ?? '') === projectFolder) return engine;
    }
    return undefined;
  }

  /** The HTTP status of the answer; 0 when there is no engine, or it did not answer. */
  async call(method, pathAndAction, body) {
    const engine = this.find();
    if (engine === undefined) return 0;
    const headers = { 'content-type': 'application/json', 'qorus-token': engine.token };
    const request = { method, headers, body: JSON.stringify(body), signal: AbortSignal.timeout(5000) };
    return fetch(`${engine.url}/api/latest/${pathAndAction}`, request).then(
      async (response) => {
        await response.arrayBuffer();
        return response.status;
      },
      () => 0,
    );
  }
}

/** Calls `act` again and again until it answers true; the program may end meanwhile. */
export function untilDone(act, everyMs = 200) {
  const again = () => setTimeout(() => void attempt(), everyMs).unref();
  const attempt = async () => {
    if (!(await act())) again();
  };
  again();
}

function keysIn(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // no engine, or one that writes its file just now
  }
}

/** Where the engines of this user keep their state; ORDO_HOME goes before the place of the operating system. */
function stateHome(env, platform) {
  if (env.ORDO_HOME) return path.resolve(env.ORDO_HOME);
  const home = env.HOME ?? env.USERPROFILE ?? os.homedir();
  if (platform === 'win32') return path.join(env.LOCALAPPDATA ?? path.join(home, 'AppData', 'Local'), 'ordo');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'ordo');
  const xdg = env.XDG_STATE_HOME;
  return path.join(xdg && path.isAbsolute(xdg) ? xdg : path.join(home, '.local', 'state'), 'ordo');
}
