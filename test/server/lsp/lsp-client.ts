import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type Diagnostic,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver/node';
import {
  editorNotifications,
  editorRequests,
  type EditorSettings,
  type EngineEvents,
  type EngineState,
} from '../../../schemas/protocol/editor.ts';
import type { JsonValue } from '../../../schemas/model/data.ts';

/** A window as the language server sees it: a real server process over stdio, and everything it said. */
export class LspClient {
  readonly connection: ProtocolConnection;
  readonly diagnostics = new Map<string, readonly Diagnostic[]>();
  readonly engineStates: EngineState[] = [];
  readonly events: EngineEvents[] = [];
  readonly log: string[] = [];
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(process: ChildProcess, connection: ProtocolConnection, folder: string) {
    this.#process = process;
    this.connection = connection;
    this.#folder = folder;
  }

  /** Starts a server for one workspace folder; it ends with the test. */
  static async start(
    t: TestContext,
    folder: string,
    options: { readonly home: string; readonly settings?: Partial<EditorSettings> },
  ): Promise<LspClient> {
    const entry = path.resolve(import.meta.dirname, '../../../server/lsp/main.ts');
    const child = spawn(process.execPath, [entry, '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ORDO_HOME: options.home },
    });
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    const client = new LspClient(child, connection, folder);
    t.after(() => client.close());
    await client.#initialize({ trusted: true, keepRunning: false, ...options.settings });
    return client;
  }

  get folderUri(): string {
    return pathToFileURL(this.#folder).href;
  }

  uri(file: string): string {
    return pathToFileURL(path.join(this.#folder, file)).href;
  }

  /** A request of ours with the folder filled in. */
  request<T>(method: keyof typeof editorRequests, params: Record<string, unknown> = {}): Promise<T> {
    return this.connection.sendRequest(editorRequests[method], { folder: this.folderUri, ...params });
  }

  /** A REST call; fails the test when it is refused. */
  async rest(method: 'GET' | 'POST' | 'PUT', pathBelow: string, body?: JsonValue): Promise<JsonValue> {
    const answer = await this.request<{ status: number; body: JsonValue }>('engineCall', {
      method,
      path: pathBelow,
      body,
    });
    if (answer.status >= 400)
      throw new Error(`${method} ${pathBelow}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  open(file: string, text: string): Promise<void> {
    const languageId = file.endsWith('.ts') ? 'typescript' : 'yaml';
    return this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: this.uri(file), languageId, version: 1, text },
    });
  }

  change(file: string, text: string, version: number): Promise<void> {
    return this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: this.uri(file), version },
      contentChanges: [{ text }],
    });
  }

  /** Waits for the problems of a file to be as wanted. */
  async until<T>(
    what: string,
    find: () => T | undefined | false | Promise<T | undefined | false>,
    timeoutMs = 20_000,
  ): Promise<T> {
    for (let waitedMs = 0; ; waitedMs += 25) {
      const found = await find();
      if (found !== undefined && found !== false) return found;
      if (waitedMs >= timeoutMs) throw new Error(`Waited for ${what}. Log:\n${this.log.join('\n')}`);
      await sleep(25);
    }
  }

  codesOf(file: string): readonly string[] {
    return (this.diagnostics.get(this.uri(file)) ?? []).map(({ code }) => String(code));
  }

  /** Ends the server as a closing window does. */
  async close(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const gone = new Promise((resolve) => this.#process.once('exit', resolve));
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    await gone;
    this.connection.dispose();
  }

  async #initialize(initializationOptions: EditorSettings): Promise<void> {
    const { connection } = this;
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.diagnostics.set(params.uri, params.diagnostics);
    });
    connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
      this.log.push(message);
    });
    connection.onNotification(editorNotifications.engineStateChanged, (state: EngineState) => {
      this.engineStates.push(state);
    });
    connection.onNotification(editorNotifications.engineEvents, (events: EngineEvents) => {
      this.events.push(events);
    });
    connection.onRequest('client/registerCapability', () => null);
    connection.listen();
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: { workspace: { workspaceFolders: true, didChangeWatchedFiles: { dynamicRegistration: true } } },
      workspaceFolders: [{ uri: this.folderUri, name: 'test' }],
      initializationOptions,
    });
    const folders = new Promise((resolve) =>
      connection.onNotification(editorNotifications.projectFoldersChanged, () => resolve(undefined)),
    );
    await connection.sendNotification('initialized', {});
    await folders;
  }
}
