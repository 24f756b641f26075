import type { JsonText } from '../../schemas/model/data.ts';
import type { ApiRequest, FromRunner, LoadFailed, ProgramLoaded, UserLog } from '../../schemas/protocol/runner.ts';
import { logSafe } from '../base/logger.ts';
import type { Timer } from '../base/clock.ts';
import { LogLimiter } from './log-limiter.ts';
import type { LinkEnd, LinkFactory, RunnerLink } from './link.ts';
import type { Settings } from './options.ts';
import { RunningCall } from './running-call.ts';
import { ApiCallError, type CallOutcome, type CallPeer, type ProgramSpec, type StepCall } from './runner-host.ts';

export type LoadResult =
  | { readonly kind: 'loaded'; readonly loaded: ProgramLoaded }
  | { readonly kind: 'failed'; readonly failed: LoadFailed }
  /** It ended, or had to be ended, while it loaded. */
  | { readonly kind: 'ended'; readonly end: LinkEnd };

/** Told about the life of a runner. */
export interface RunnerEvents {
  onIdle(runner: ProgramRunner): void;
  onClosed(runner: ProgramRunner, end: LinkEnd): void;
}

/** One program in one runner: its calls, from `load` to the end. Every call gets exactly one outcome. */
export class ProgramRunner {
  readonly program: ProgramSpec;
  readonly loaded: Promise<LoadResult>;
  readonly startedAtMicros: number;
  /** Monotonic; when it last ended a call. */
  idleSinceMs: number;
  /** Memory of its process. */
  rssBytes: number | undefined;
  /** Memory of this program alone, as it told last. */
  ownBytes = 0;
  readonly #settings: Settings;
  readonly #events: RunnerEvents;
  readonly #link: RunnerLink;
  readonly #limiter: LogLimiter;
  readonly #calls = new Map<number, RunningCall>();
  readonly #inspectorAnswers = new Map<number, (url: string | undefined) => void>();
  #resolveLoaded: (result: LoadResult) => void = () => undefined;
  #loadTimer: Timer | undefined;
  #lastId = 0;
  #state: 'loading' | 'ready' | 'draining' | 'closed' = 'loading';
  /** Why we ended it, which says more than how it ended. */
  #ending: LinkEnd | undefined;
  #timedOutCalls = 0;
  #pingSentMs: number | undefined;
  #isInspected = false;
  #expectedCalls = 0;

  constructor(program: ProgramSpec, links: LinkFactory, settings: Settings, events: RunnerEvents) {
    this.program = program;
    this.#settings = settings;
    this.#events = events;
    this.startedAtMicros = settings.clock.nowMicros();
    this.idleSinceMs = settings.clock.monotonicMs();
    this.loaded = new Promise((resolve) => (this.#resolveLoaded = resolve));
    this.#limiter = new LogLimiter(settings.clock, (line) => settings.onProgramLog(program.program, line));
    this.#link = links.open({
      onMessage: (message) => this.#receive(message),
      onOutput: (level, text) => this.#limiter.output(level, text),
      onClosed: (end) => this.#closed(end),
      onProtocolError: (detail) => this.kill({ reason: 'protocol-error', detail }),
    });
    this.#load();
  }

  get pid(): number {
    return this.#link.pid;
  }

  get runningCalls(): number {
    return this.#calls.size;
  }

  /** Whether new calls may go here: not while it drains, nor while it has not yielded to a timeout. */
  get isAccepting(): boolean {
    return (this.#state === 'loading' || this.#state === 'ready') && this.#timedOutCalls === 0;
  }

  /** Neither loading nor called, nor about to be called. */
  get isIdle(): boolean {
    return this.#state === 'ready' && this.#calls.size === 0 && this.#expectedCalls === 0;
  }

  /** What it has become once it is loaded, or could not be. It is not idle while someone waits for that. */
  async whenLoaded(): Promise<LoadResult> {
    this.#expectedCalls += 1;
    try {
      return await this.loaded;
    } finally {
      this.#expectedCalls -= 1;
    }
  }

  get isInspected(): boolean {
    return this.#isInspected;
  }

  /** Calls a method. Never rejects. */
  invoke(call: StepCall, peer: CallPeer): Promise<CallOutcome> {
    const id = this.#nextId();
    return new Promise((resolve) => {
      const running = new RunningCall(call, peer, this.#settings, {
        cancel: (reason) => this.#timedOut(id, reason),
        kill: (detail) => this.kill({ reason: 'killed', detail }),
        isPaused: () => this.#isInspected,
        end: (outcome) => resolve(outcome),
      });
      this.#calls.set(id, running);
      this.#link.send({
        type: 'invoke',
        id,
        program: this.program.program,
        step: call.step,
        method: call.method,
        order: call.order,
        ...(call.arguments === undefined ? {} : { arguments: call.arguments }),
      });
    });
  }

  /** No new calls; ends when the last one has ended. */
  drain(): void {
    if (this.#state === 'closed') return;
    this.#state = 'draining';
    this.#closeWhenDrained();
  }

  /** SIGKILL now; the calls end as `lost` with this reason. */
  kill(end: LinkEnd): void {
    if (this.#state === 'closed') return;
    this.#ending ??= end;
    this.#state = 'draining';
    this.#link.kill();
  }

  /** Opens or closes the inspector; answers its address, or undefined where there is none. */
  inspector(open: boolean): Promise<string | undefined> {
    const id = this.#nextId();
    return new Promise((resolve) => {
      this.#inspectorAnswers.set(id, resolve);
      this.#link.send({ type: 'set-inspector', id, open });
    });
  }

  /** Asks for a sign of life, unless it was asked already. */
  ping(): void {
    if (this.#pingSentMs !== undefined) return;
    this.#pingSentMs = this.#settings.clock.monotonicMs();
    this.#link.send({ type: 'ping', id: this.#nextId() });
  }

  /** How long it has owed a sign of life. */
  get silentMs(): number {
    return this.#pingSentMs === undefined ? 0 : this.#settings.clock.monotonicMs() - this.#pingSentMs;
  }

  #load(): void {
    const { program, bundleHash, bundleFile } = this.program;
    this.#link.send({ type: 'load', id: this.#nextId(), program, bundleHash, bundleFile });
    this.#loadLimit(startLimitMs, 'its runner did not start');
  }

  /** Counts from the moment at which the runner is there: a slow machine is no fault of the program. */
  #runnerIsReady(): void {
    if (this.#state !== 'loading') return;
    this.#loadLimit(this.#settings.loadTimeoutMs, 'code outside of methods, or a constructor, does not end');
  }

  #loadLimit(ms: number, why: string): void {
    this.#loadTimer?.cancel();
    this.#loadTimer = this.#settings.clock.after(ms, () => {
      this.kill({ reason: 'killed', detail: `it was not loaded after ${ms / 1000} s: ${why}` });
    });
  }

  #receive(message: FromRunner): void {
    switch (message.type) {
      case 'ready':
        return this.#runnerIsReady();
      case 'loaded':
        return this.#loadEnded({ kind: 'loaded', loaded: message });
      case 'load-failed':
        return this.#loadEnded({ kind: 'failed', failed: message });
      case 'returned':
        return this.#callEnded(message.id, {
          kind: 'returned',
          ...(message.value === undefined ? {} : { value: message.value }),
          ...retryDelay(message),
        });
      case 'threw':
        return this.#callEnded(message.id, { kind: 'threw', error: message.error, ...retryDelay(message) });
      case 'raised':
        return this.#guard(() => this.#calls.get(message.invocation)?.peer.raised(message.error));
      case 'api':
        return void this.#answerApi(message);
      case 'log':
        return this.#log(message);
      case 'pong':
        this.#pingSentMs = undefined;
        this.rssBytes = message.rssBytes;
        this.ownBytes = message.ownBytes;
        return;
      case 'inspector':
        return this.#inspectorAnswered(message.id, message.url, message.problem);
      case 'tainted':
        this.#settings.log.warn(`${this.#name}: ${logSafe(message.reason)}; new calls get a fresh runner`);
        return this.drain();
      case 'protocol-error':
        return this.kill({ reason: 'protocol-error', detail: message.message });
      default:
        return this.kill({ reason: 'protocol-error', detail: 'it sent an unknown message' });
    }
  }

  #loadEnded(result: LoadResult): void {
    this.#loadTimer?.cancel();
    if (this.#state === 'loading') this.#state = 'ready';
    this.#resolveLoaded(result);
  }

  #callEnded(id: number, outcome: CallOutcome): void {
    const call = this.#calls.get(id);
    if (call === undefined)
      return this.kill({ reason: 'protocol-error', detail: `it answered call ${id}, which does not run` });
    this.#calls.delete(id);
    if (call.isTimedOut) this.#timedOutCalls -= 1;
    this.idleSinceMs = this.#settings.clock.monotonicMs();
    call.end(outcome);
    if (this.#calls.size > 0) return;
    this.#closeWhenDrained();
    this.#events.onIdle(this);
  }

  #timedOut(id: number, reason: string): void {
    this.#timedOutCalls += 1;
    this.#link.send({ type: 'cancel', id, reason });
  }

  async #answerApi({ id, invocation, call }: ApiRequest): Promise<void> {
    const running = this.#calls.get(invocation);
    const answer = running === undefined ? callHasEnded : await this.#askPeer(running.peer, call);
    if (this.#state !== 'closed') this.#link.send({ type: 'reply', id, ...answer });
  }

  async #askPeer(peer: CallPeer, call: ApiRequest['call']): Promise<ApiAnswer> {
    try {
      const value = await peer.api(call);
      return { ok: true, ...(value === undefined ? {} : { value }) };
    } catch (error) {
      if (error instanceof ApiCallError) return { ok: false, error: { error: error.error, info: error.message } };
      const info = error instanceof Error ? error.message : String(error);
      this.#settings.log.error(`${this.#name}: ${call.name} failed: ${logSafe(info)}`);
      return { ok: false, error: { error: 'ENGINE-ERROR', info } };
    }
  }

  #log(line: UserLog): void {
    const call = line.invocation === undefined ? undefined : this.#calls.get(line.invocation);
    this.#limiter.line(line, (text) => {
      if (call !== undefined) this.#guard(() => call.peer.log(text));
      else this.#settings.onProgramLog(this.program.program, text);
    });
  }

  /** A fault in the engine's own answer to a runner is logged here and ends nothing. */
  #guard(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#settings.log.error(`${this.#name}: ${logSafe(String(error))}`);
    }
  }

  #inspectorAnswered(id: number, url: string | undefined, problem: string | undefined): void {
    this.#isInspected = url !== undefined;
    if (problem !== undefined) this.#settings.log.warn(`${this.#name}: no inspector: ${logSafe(problem)}`);
    this.#inspectorAnswers.get(id)?.(url);
    this.#inspectorAnswers.delete(id);
  }

  #closeWhenDrained(): void {
    if (this.#state !== 'draining' || this.#calls.size > 0) return;
    this.#ending ??= { reason: 'stopped', detail: 'it was unloaded' };
    this.#link.close();
  }

  #closed(linkEnd: LinkEnd): void {
    const end = this.#ending ?? linkEnd;
    this.#state = 'closed';
    this.#loadTimer?.cancel();
    this.#limiter.flush();
    this.#resolveLoaded({ kind: 'ended', end });
    for (const call of this.#calls.values()) call.end({ kind: 'lost', reason: end.reason, detail: end.detail });
    this.#calls.clear();
    for (const answer of this.#inspectorAnswers.values()) answer(undefined);
    this.#events.onClosed(this, end);
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  get #name(): string {
    return `program ${this.program.program} (pid ${this.pid})`;
  }
}

/** How long a process may take to start, on a machine that is very busy. */
const startLimitMs = 60_000;

type ApiAnswer =
  | { readonly ok: true; readonly value?: JsonText }
  | { readonly ok: false; readonly error: { readonly error: string; readonly info: string } };

const callHasEnded: ApiAnswer = { ok: false, error: { error: 'CALL-ENDED', info: 'The call has ended.' } };

function retryDelay(message: { readonly retryDelaySeconds?: number }): { readonly retryDelaySeconds?: number } {
  return message.retryDelaySeconds === undefined ? {} : { retryDelaySeconds: message.retryDelaySeconds };
}
