import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { processEntry } from '../../server/base/resources.ts';
import type { EngineHome } from './project-engine.ts';
import { waitFor } from './wait.ts';

/** A debugger as an editor is one: `ordo debug-adapter` on its stdin and stdout. */
export class DebugClient {
  readonly events: DebugProtocol.Event[] = [];
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (response: DebugProtocol.Response) => void>();
  #sequence = 0;
  #input = Buffer.alloc(0);
  #seen = 0;

  constructor(home: EngineHome) {
    this.#child = spawn(process.execPath, [processEntry('ordo'), 'debug-adapter'], {
      cwd: home.folder,
      env: { ...process.env, ORDO_HOME: home.stateHome },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#read(chunk));
  }

  /** The body of the answer; throws when the adapter refuses. */
  async request<Body = unknown>(command: string, args: object = {}): Promise<Body> {
    this.#sequence += 1;
    const request = { seq: this.#sequence, type: 'request', command, arguments: args };
    const text = JSON.stringify(request);
    const answered = new Promise<DebugProtocol.Response>((resolve) => this.#waiting.set(request.seq, resolve));
    this.#child.stdin?.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    const response = await answered;
    if (response.success) return response.body as Body;
    const { error } = (response.body ?? {}) as { error?: DebugProtocol.Message };
    throw new Error(error?.variables?.['_text'] ?? response.message ?? 'refused');
  }

  /** The next event of this name that was not awaited before. */
  async next<T extends DebugProtocol.Event>(name: string): Promise<T['body']> {
    let found: DebugProtocol.Event | undefined;
    await waitFor(`the event "${name}"`, () => {
      // Nobody waits any longer than the session lasts.
      if (this.#child.killed) throw new Error(`The session was ended before the event "${name}".`);
      const index = this.events.findIndex(({ event }, at) => at >= this.#seen && event === name);
      if (index < 0) return false;
      found = this.events[index];
      this.#seen = index + 1;
      return true;
    });
    return found?.body as T['body'];
  }

  stopped(): Promise<DebugProtocol.StoppedEvent['body']> {
    return this.next<DebugProtocol.StoppedEvent>('stopped');
  }

  /** Frames of the thread that stopped, as `name @ file:line`. */
  async where({ threadId }: DebugProtocol.StoppedEvent['body']): Promise<readonly string[]> {
    const { stackFrames } = await this.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', { threadId });
    return stackFrames.map(({ name, source, line }) => `${name} @ ${path.basename(source?.path ?? '')}:${line}`);
  }

  /** Variables of a scope by name. */
  async scope(
    name: string,
  ): Promise<{ readonly reference: number; readonly values: Readonly<Record<string, string>> }> {
    const { scopes } = await this.request<DebugProtocol.ScopesResponse['body']>('scopes', { frameId: 1 });
    const scope = scopes.find((candidate) => candidate.name === name);
    if (scope === undefined) throw new Error(`No scope ${name}; there are ${scopes.map((one) => one.name).join(', ')}`);
    const { variablesReference: reference } = scope;
    const { variables } = await this.request<DebugProtocol.VariablesResponse['body']>('variables', {
      variablesReference: reference,
    });
    return { reference, values: Object.fromEntries(variables.map((variable) => [variable.name, variable.value])) };
  }

  get output(): string {
    return this.events
      .filter(({ event }) => event === 'output')
      .map(({ body }) => (body as DebugProtocol.OutputEvent['body']).output)
      .join('');
  }

  end(): void {
    this.#child.kill('SIGKILL');
  }

  #read(chunk: Buffer): void {
    this.#input = Buffer.concat([this.#input, chunk]);
    for (;;) {
      const header = /^Content-Length: (\d+)\r\n\r\n/.exec(this.#input.toString('latin1'));
      if (header === null) return;
      const end = header[0].length + Number(header[1]);
      if (this.#input.length < end) return;
      this.#take(
        JSON.parse(this.#input.subarray(header[0].length, end).toString('utf8')) as DebugProtocol.ProtocolMessage,
      );
      this.#input = this.#input.subarray(end);
    }
  }

  #take(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === 'event') return void this.events.push(message as DebugProtocol.Event);
    const response = message as DebugProtocol.Response;
    this.#waiting.get(response.request_seq)?.(response);
    this.#waiting.delete(response.request_seq);
  }
}
