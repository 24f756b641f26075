import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { readFileSync } from 'node:fs';

const root = path.resolve(import.meta.dirname, '../../..');

/** Programs that the editor tests run on; `.ci/install-vscode.mjs` brings them. */
export interface EditorInstallation {
  /** The Node that code-server was built for. */
  readonly node: string;
  readonly codeServer: string;
  readonly browser: string;
  /** The packaged extension for this machine. */
  readonly vsix: string;
}

interface InstallScript {
  installedEditor(): { readonly node?: string; readonly codeServer?: string; readonly browser?: string };
}

interface TargetScript {
  readonly currentTarget: () => string;
  readonly vsixFile: (target: string, version: string) => string;
}

/** Finds everything, or says which command brings what is missing. */
export async function findEditor(): Promise<EditorInstallation> {
  const { node, codeServer, browser } = (await script<InstallScript>('install-vscode.mjs')).installedEditor();
  if (node === undefined || codeServer === undefined || browser === undefined) {
    throw new Error('The editor tests need VS Code, Node and Chromium: run `node .ci/install-vscode.mjs`.');
  }
  const { currentTarget, vsixFile } = await script<TargetScript>('vsix-targets.mjs');
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  return { node, codeServer, browser, vsix: vsixFile(currentTarget(), version) };
}

/** Set-up scripts are plain JavaScript, because a fresh machine must run them as they are. */
async function script<T>(name: string): Promise<T> {
  return (await import(pathToFileURL(path.join(root, '.ci', name)).href)) as T;
}
