import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A VS Code that no other test has touched: settings, extensions, home and the state of our engines, in one folder. */
export interface Profile {
  readonly folder: string;
  /** Home of everything that runs in it, so that nothing is written anywhere else. */
  readonly home: string;
  readonly settingsFile: string;
  /** Folder in which a test keeps its workspaces; there is no `node_modules` anywhere above. */
  readonly workspaces: string;
  readonly env: NodeJS.ProcessEnv;
  remove(): void;
}

export function makeProfile(settings: Readonly<Record<string, unknown>> = {}): Profile {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'ordo-editor-')));
  const home = path.join(folder, 'home');
  const workspaces = path.join(folder, 'workspaces');
  const user = path.join(folder, 'data', 'User');
  for (const one of [home, workspaces, user, path.join(folder, 'extensions')]) mkdirSync(one, { recursive: true });
  const settingsFile = path.join(user, 'settings.json');
  writeFileSync(settingsFile, JSON.stringify({ ...quietSettings, ...settings }, null, 2));
  writeFileSync(path.join(folder, 'config.yaml'), 'auth: none\n');
  return {
    folder,
    home,
    settingsFile,
    workspaces,
    env: environment(home),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }),
  };
}

/** What makes a window talk, look for updates or reach out to a network is switched off. */
export const quietSettings: Readonly<Record<string, unknown>> = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.editor.enablePreview': false,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'json.schemaDownload.enable': false,
  'npm.fetchOnlinePackageInfo': false,
  'typescript.disableAutomaticTypeAcquisition': true,
  'files.autoSave': 'off',
  'window.dialogStyle': 'custom',
  // Colours of the text would hide a difference between two pictures, and a minimap covers the buttons.
  'editor.minimap.enabled': false,
  'window.commandCenter': false,
};

function environment(home: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const name of Object.keys(env)) {
    // What this process inherited from an editor or a test runner means nothing in there.
    if (/^(VSCODE_|ELECTRON_|ORDO_|NODE_TEST|NODE_OPTIONS|PORT$|PASSWORD$|XDG_)/.test(name)) delete env[name];
  }
  const gallery = JSON.stringify({ serviceUrl: 'http://127.0.0.1:9/none', itemUrl: 'http://127.0.0.1:9/none' });
  // VS Code leaves sockets in the runtime folder; with its own nothing is left behind.
  return { ...env, HOME: home, XDG_RUNTIME_DIR: home, EXTENSIONS_GALLERY: gallery };
}
