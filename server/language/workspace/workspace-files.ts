import path from 'node:path';
import type { ObjectKind } from '../project.ts';
import { expectedCodeFile } from '../objects/code-file.ts';
import { kindRows } from '../objects/object-kinds.ts';
import { ObjectIndex } from '../objects/object-index.ts';
import type { WorkspaceView } from '../objects/workspace-view.ts';
import { readYamlFile, type YamlFile } from '../objects/yaml-file.ts';
import type { YamlObject } from '../objects/yaml-object.ts';
import { isIgnored } from './discover.ts';
import { findForeignPackages } from './foreign-packages.ts';

/** The files of a project as they are now: disk, open documents on top. An edit reads one file; indexes follow when asked. */
export class WorkspaceFiles implements WorkspaceView {
  readonly root: string;
  readonly #files = new Map<string, YamlFile>();
  readonly #names = new Set<string>();
  readonly #otherProjects: string[] = [];
  readonly #unreadable = new Map<string, string>();
  #sorted: ReadonlyMap<string, YamlFile> | undefined;
  #index: ObjectIndex | undefined;
  #foreignPackages: WorkspaceView['foreignPackages'] | undefined;

  constructor(root: string) {
    this.root = root;
  }

  /** Notes that a file exists, whatever is in it. */
  addName(file: string): void {
    this.#names.add(file);
  }

  /** Leaves out a folder that is a project of its own. */
  leaveOut(folder: string): void {
    this.#otherProjects.push(folder + path.sep);
  }

  setUnreadable(file: string, reason: string): void {
    this.#unreadable.set(file, reason);
  }

  /** The text of a file changed, or the file went (`undefined`). */
  setText(file: string, text: string | undefined): void {
    if (this.#isLeftOut(file)) return;
    const isNew = text !== undefined && !this.#names.has(file);
    if (text === undefined) this.#names.delete(file);
    else this.#names.add(file);
    if (isYaml(file)) this.#setYaml(file, text);
    else if (isNew || text === undefined) this.#index = undefined;
    if (path.basename(file) === 'package.json') this.#foreignPackages = undefined;
  }

  get files(): ReadonlyMap<string, YamlFile> {
    return (this.#sorted ??= new Map([...this.#files].sort(([a], [b]) => (a < b ? -1 : 1))));
  }

  get unreadable(): ReadonlyMap<string, string> {
    return this.#unreadable;
  }

  get objects(): readonly YamlObject[] {
    return this.#objectIndex().objects;
  }

  get foreignPackages(): WorkspaceView['foreignPackages'] {
    return (this.#foreignPackages ??= findForeignPackages(this.root));
  }

  find = (kind: string, name: string, version?: string): readonly YamlObject[] =>
    this.#objectIndex().find(kind, name, version);

  namesOf(kind: ObjectKind): readonly string[] {
    return this.#objectIndex().namesOf(kind);
  }

  similarNames(kind: ObjectKind, name: string): readonly string[] {
    return this.#objectIndex().similarNames(kind, name);
  }

  hasFile(file: string): boolean {
    return this.#names.has(file);
  }

  get fileNames(): Iterable<string> {
    return this.#names;
  }

  relativePath(file: string): string {
    const relative = path.relative(this.root, file);
    return relative.startsWith('..') || path.isAbsolute(relative) ? file : relative.split(path.sep).join('/');
  }

  #setYaml(file: string, text: string | undefined): void {
    this.#unreadable.delete(file);
    const read = text === undefined ? undefined : readYamlFile(file, text, this.#files.get(file));
    if (read) this.#files.set(file, read);
    else if (!this.#files.delete(file)) return;
    this.#index = undefined;
    this.#sorted = undefined;
  }

  #isLeftOut(file: string): boolean {
    return isIgnored(this.root, file) || this.#otherProjects.some((folder) => file.startsWith(folder));
  }

  #objectIndex(): ObjectIndex {
    if (this.#index) return this.#index;
    const objects = [...this.#files.values()].flatMap((file) =>
      file.object && file.object.name !== '' ? file.object : [],
    );
    for (const object of objects) this.#setCodeFile(object);
    return (this.#index = new ObjectIndex(objects));
  }

  #setCodeFile(object: YamlObject): void {
    const file = kindRows[object.kind].code === undefined ? undefined : expectedCodeFile(object);
    if (file !== undefined && this.#names.has(file)) object.codeFile = file;
    else delete object.codeFile;
  }
}

function isYaml(file: string): boolean {
  return /\.ya?ml$/i.test(file);
}
