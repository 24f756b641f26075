import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  editorNotifications,
  type EngineEvents,
  type EngineState,
  type FolderParams,
  type ProjectFolder,
  type WorkspaceObject,
} from '../../schemas/protocol/editor.ts';
import { EngineApi } from './engine-api.ts';
import type { Server } from './server.ts';

/** What the language server last said about each project folder; everything the window draws comes from here. */
export class Projects implements vscode.Disposable {
  readonly #server: Server;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #engineChanged = new vscode.EventEmitter<EngineState>();
  readonly #engineEvents = new vscode.EventEmitter<EngineEvents>();
  readonly #objects = new Map<string, readonly WorkspaceObject[]>();
  readonly #engines = new Map<string, EngineState>();
  #folders: readonly ProjectFolder[] = [];
  #isReady = false;

  /** Folders or objects changed. */
  readonly onDidChange = this.#changed.event;
  readonly onDidChangeEngine = this.#engineChanged.event;
  readonly onEngineEvents = this.#engineEvents.event;

  constructor(server: Server) {
    this.#server = server;
  }

  /** Begins to follow the language server; call once, before it starts. */
  follow(client: LanguageClient): void {
    client.onNotification(editorNotifications.projectFoldersChanged, (folders: readonly ProjectFolder[]) =>
      this.#setFolders(folders),
    );
    client.onNotification(editorNotifications.objectsChanged, ({ folder }: FolderParams) => this.#readObjects(folder));
    client.onNotification(editorNotifications.engineStateChanged, (state: EngineState) => this.#setEngine(state));
    client.onNotification(editorNotifications.engineEvents, (events: EngineEvents) => this.#engineEvents.fire(events));
  }

  /** False until the first list of folders has arrived. */
  get isReady(): boolean {
    return this.#isReady;
  }

  get folders(): readonly ProjectFolder[] {
    return this.#folders;
  }

  objects(folder: string): readonly WorkspaceObject[] {
    return this.#objects.get(folder) ?? [];
  }

  get allObjects(): readonly WorkspaceObject[] {
    return this.#folders.flatMap(({ folder }) => this.objects(folder));
  }

  engine(folder: string): EngineState {
    return this.#engines.get(folder) ?? { folder, status: 'stopped' };
  }

  api(folder: string): EngineApi {
    return new EngineApi(this.#server, folder);
  }

  /** The project folder that holds a file; the nearest of nested ones. */
  of(uri: vscode.Uri): ProjectFolder | undefined {
    return this.#folders
      .filter(({ folder }) => uri.toString() === folder || isBelow(uri, vscode.Uri.parse(folder)))
      .sort((a, b) => b.folder.length - a.folder.length)[0];
  }

  dispose(): void {
    this.#changed.dispose();
    this.#engineChanged.dispose();
    this.#engineEvents.dispose();
  }

  async #setFolders(folders: readonly ProjectFolder[]): Promise<void> {
    this.#folders = folders;
    await Promise.all(folders.map(({ folder }) => this.#read(folder)));
    this.#isReady = true;
    this.#changed.fire();
  }

  async #read(folder: string): Promise<void> {
    this.#objects.set(folder, await this.#server.objects(folder));
    if (!this.#engines.has(folder)) this.#setEngine(await this.#server.engineState(folder));
  }

  async #readObjects(folder: string): Promise<void> {
    this.#objects.set(folder, await this.#server.objects(folder));
    this.#changed.fire();
  }

  #setEngine(state: EngineState): void {
    this.#engines.set(state.folder, state);
    this.#engineChanged.fire(state);
  }
}

function isBelow(uri: vscode.Uri, folder: vscode.Uri): boolean {
  return uri.scheme === folder.scheme && uri.path.startsWith(`${folder.path.replace(/\/$/, '')}/`);
}
