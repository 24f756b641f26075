import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  DidChangeWatchedFilesNotification,
  FileChangeType,
  TextDocuments,
  TextDocumentSyncKind,
  type Connection,
  type FileEvent,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver/node';
import { editorNotifications, type EditorSettings } from '../../schemas/protocol/editor.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import { optionsFileName } from '../base/state-folder.ts';
import { connectionLog } from './connection-log.ts';
import { featureCapabilities, registerFeatures } from './features/register-features.ts';
import { Sessions } from './folders/sessions.ts';
import { openSession } from './project/open-session.ts';
import type { ProjectSession } from './project/project-session.ts';
import { registerGraphRequests } from './requests/graph-register.ts';
import { registerRequests } from './requests/register.ts';
import { readSettings } from './settings.ts';
import { pathOfUri } from './uri.ts';

/** Serves one window over one connection until the connection ends. */
export function startLanguageServer(connection: Connection, clock: Clock): void {
  new LanguageServer(connection, clock).listen();
}

class LanguageServer {
  readonly #connection: Connection;
  readonly #log: Logger;
  readonly #documents = new TextDocuments(TextDocument);
  readonly #sessions: Sessions;
  #settings: EditorSettings = readSettings(undefined);
  #workspaceFolders: readonly string[] = [];
  #clientWatchesFiles = false;

  constructor(connection: Connection, clock: Clock) {
    this.#connection = connection;
    this.#log = connectionLog(connection);
    this.#sessions = new Sessions(async (root) => {
      const session = await openSession(root, {
        clock,
        log: this.#log,
        settings: () => this.#settings,
        publish: (uri, diagnostics) => this.#send(connection.sendDiagnostics({ uri, diagnostics: [...diagnostics] })),
        onObjects: (folder) => this.#objectsChanged(folder),
        onEngineState: (state) => this.#notify(editorNotifications.engineStateChanged, state),
        onEngineEvents: (folder, events, missed) =>
          this.#notify(editorNotifications.engineEvents, { folder, events, missed }),
      });
      this.#takeOpenTexts(session);
      return session;
    });
  }

  listen(): void {
    const connection = this.#connection;
    connection.onInitialize((params) => this.#initialize(params));
    connection.onInitialized(() => this.#initialized());
    connection.onShutdown(() => this.#sessions.dispose());
    connection.onDidChangeWatchedFiles(({ changes }) => this.#filesChanged(changes));
    connection.onNotification(editorNotifications.settingsChanged, (value: unknown) => this.#settingsChanged(value));
    this.#documents.onDidChangeContent(({ document }) => {
      const file = pathOfUri(document.uri);
      if (file !== undefined) this.#sessions.ofFile(file)?.updateFile(file, document.getText());
    });
    this.#documents.onDidClose(({ document }) => this.#readFromDisk(document.uri));
    registerRequests(connection, this.#sessions);
    registerFeatures(connection, this.#sessions, (uri) => this.#documents.get(uri));
    registerGraphRequests(connection, this.#sessions, (uri) => this.#documents.get(uri));
    this.#documents.listen(connection);
    connection.listen();
  }

  #initialize(params: InitializeParams): InitializeResult {
    this.#settings = readSettings(params.initializationOptions);
    this.#workspaceFolders = (params.workspaceFolders ?? []).flatMap(({ uri }) => pathOfUri(uri) ?? []);
    this.#clientWatchesFiles = params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    return {
      serverInfo: { name: 'ordo' },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
        ...featureCapabilities,
      },
    };
  }

  async #initialized(): Promise<void> {
    this.#connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = removed.map(({ uri }) => pathOfUri(uri));
      const kept = this.#workspaceFolders.filter((folder) => !gone.includes(folder));
      this.#workspaceFolders = [...kept, ...added.flatMap(({ uri }) => pathOfUri(uri) ?? [])];
      return this.#openFolders();
    });
    if (this.#clientWatchesFiles) {
      await this.#connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: watchedFiles.map((globPattern) => ({ globPattern })),
      });
    }
    await this.#openFolders();
  }

  async #openFolders(): Promise<void> {
    await this.#sessions.setWorkspaceFolders(this.#workspaceFolders);
    this.#notify(editorNotifications.projectFoldersChanged, this.#sessions.projectFolders);
  }

  /** The first object of a folder makes it a project folder, the last one ends that. */
  #objectsChanged(folder: string): void {
    this.#notify(editorNotifications.objectsChanged, { folder });
    this.#notify(editorNotifications.projectFoldersChanged, this.#sessions.projectFolders);
  }

  #settingsChanged(value: unknown): void {
    this.#settings = readSettings(value);
    for (const session of this.#sessions.all) session.settingsChanged();
  }

  async #filesChanged(changes: readonly FileEvent[]): Promise<void> {
    const isMark = (change: FileEvent): boolean =>
      change.type !== FileChangeType.Changed && change.uri.endsWith(`/${optionsFileName}`);
    if (changes.some(isMark)) await this.#openFolders();
    for (const { uri } of changes) this.#readFromDisk(uri);
  }

  /** An open document is what counts while it is open; the disk counts again after. */
  #readFromDisk(uri: string): void {
    const file = pathOfUri(uri);
    if (file === undefined || this.#documents.get(uri) !== undefined) return;
    const reading = this.#sessions.ofFile(file)?.readFromDisk(file);
    reading?.catch((error: unknown) => this.#log.error(`${file} cannot be read: ${String(error)}`));
  }

  #takeOpenTexts(session: ProjectSession): void {
    for (const document of this.#documents.all()) {
      const file = pathOfUri(document.uri);
      if (file !== undefined && session.holds(file)) session.updateFile(file, document.getText());
    }
  }

  #notify(method: string, params: object): void {
    this.#send(this.#connection.sendNotification(method, params));
  }

  /** A message that cannot be sent has no receiver left: the connection is ending. */
  #send(message: Promise<void>): void {
    message.catch(() => undefined);
  }
}

const watchedFiles = ['**/*.{yaml,yml}', '**/*.{ts,mts,cts}', '**/tsconfig*.json', `**/${optionsFileName}`];
