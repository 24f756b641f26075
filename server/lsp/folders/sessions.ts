import path from 'node:path';
import type { Disposable } from '../../base/disposable.ts';
import type { ProjectFolder } from '../../../schemas/protocol/editor.ts';
import { existsSync } from 'node:fs';
import { optionsFileName } from '../../base/state-folder.ts';
import { type ProjectSession } from '../project/project-session.ts';
import { pathOfUri } from '../uri.ts';
import { findProjectFolders } from './find-project-folders.ts';

/** The project folders of all workspace folders, one session each. */
export class Sessions implements Disposable {
  readonly #open: (root: string) => Promise<ProjectSession>;
  readonly #byRoot = new Map<string, ProjectSession>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(open: (root: string) => Promise<ProjectSession>) {
    this.#open = open;
  }

  get all(): readonly ProjectSession[] {
    return [...this.#byRoot.values()];
  }

  /** Folders to show: marked by `ordo.options` or with an object of ours in them. */
  get projectFolders(): readonly ProjectFolder[] {
    return this.all
      .filter(({ project, objects }) => objects.length > 0 || existsSync(path.join(project.root, optionsFileName)))
      .map(({ uri, project }) => ({ folder: uri, name: path.basename(project.root) }));
  }

  /** Opens and closes sessions so that they are those of the given workspace folders (absolute paths). */
  async setWorkspaceFolders(folders: readonly string[]): Promise<void> {
    const change = this.#turn.then(() => this.#change(new Set(folders.flatMap(findProjectFolders))));
    this.#turn = change.catch(() => undefined);
    await change;
  }

  byUri(uri: string): ProjectSession | undefined {
    return this.#byRoot.get(pathOfUri(uri) ?? '');
  }

  /** The session whose folder holds the file; the nearest of nested ones. */
  ofFile(file: string): ProjectSession | undefined {
    return this.all
      .filter((session) => session.holds(file))
      .sort((a, b) => b.project.root.length - a.project.root.length)[0];
  }

  async dispose(): Promise<void> {
    await this.#turn;
    await Promise.all(this.all.map((session) => session.dispose()));
    this.#byRoot.clear();
  }

  async #change(wanted: ReadonlySet<string>): Promise<void> {
    for (const [root, session] of this.#byRoot) {
      if (wanted.has(root)) continue;
      this.#byRoot.delete(root);
      await session.dispose();
    }
    for (const root of wanted) {
      if (!this.#byRoot.has(root)) this.#byRoot.set(root, await this.#open(root));
    }
  }
}
