import { cpSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext } from 'playwright-core';
import type { EngineFile } from '../../../schemas/protocol/engine-file.ts';
import { instanceKeyOf } from '../../../server/base/state-folder.ts';
import { launchBrowser } from './browser.ts';
import { CodeServer, installExtension } from './code-server.ts';
import { EditorWindow } from './editor-window.ts';
import { findEditor } from './installation.ts';
import { makeProfile, type Profile } from './profile.ts';

const sample = path.resolve(import.meta.dirname, '../../../extension/sample');

/** A VS Code with the packaged extension installed and a browser to look at it. */
export class EditorSession {
  readonly profile: Profile;
  readonly server: CodeServer;
  readonly #browser: BrowserContext;

  private constructor(profile: Profile, server: CodeServer, browser: BrowserContext) {
    this.profile = profile;
    this.server = server;
    this.#browser = browser;
  }

  static async start(
    options: { readonly settings?: Readonly<Record<string, unknown>>; readonly restricted?: boolean } = {},
  ): Promise<EditorSession> {
    const editor = await findEditor();
    const profile = makeProfile(options.settings);
    await installExtension(editor, profile, editor.vsix);
    const server = await CodeServer.start(editor, profile, options);
    try {
      return new EditorSession(profile, server, await launchBrowser(editor, profile.folder));
    } catch (error) {
      await server.stop();
      profile.remove();
      throw error;
    }
  }

  /** A window on a folder, or an empty one. */
  async open(folder?: string): Promise<EditorWindow> {
    const page = this.#browser.pages()[0] ?? (await this.#browser.newPage());
    return EditorWindow.open(page, this.server.url, folder);
  }

  /** A copy of the sample project, as New Project makes it. */
  copySample(name = 'shop'): string {
    const target = path.join(this.profile.workspaces, name);
    cpSync(sample, target, {
      recursive: true,
      filter: (source) => !/[/\\](\.ordo|node_modules|end-systems[/\\]data)([/\\]|$)/.test(source),
    });
    return target;
  }

  /** A copy of a project of test/fixtures. */
  copyFixture(name: string): string {
    const target = path.join(this.profile.workspaces, name);
    cpSync(path.resolve(import.meta.dirname, '../../fixtures', name), target, { recursive: true });
    return target;
  }

  /** Where the window's engines keep their state. */
  get stateHome(): string {
    return path.join(this.profile.home, '.local', 'state', 'ordo');
  }

  /** What the engine of a project folder wrote about itself; undefined while none runs. */
  engineFile(project: string): EngineFile | undefined {
    const state = path.join(this.stateHome, instanceKeyOf(project), 'engine.json');
    return existsSync(state) ? (JSON.parse(readFileSync(state, 'utf8')) as EngineFile) : undefined;
  }

  /** Ends everything this session started, engines included. */
  async stop(projects: readonly string[] = []): Promise<void> {
    await this.#browser.close();
    await this.server.stop();
    for (const project of projects) {
      const pid = this.engineFile(project)?.pid;
      if (pid !== undefined) kill(pid);
    }
    this.profile.remove();
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
