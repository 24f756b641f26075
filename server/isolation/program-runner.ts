import type { ApiRequest, FromRunner, JobApiCall, ToRunner, UserLog } from '../../schemas/protocol/runner.ts';
import { logSafe } from '../base/logger.ts';
import { answerApi } from './answer-api.ts';
import { LogLimiter } from './log-limiter.ts';
import type { LinkEnd, LinkFactory, RunnerLink } from './link.ts';
import type { Settings } from './options.ts';
import { ProgramLoading, type LoadResult } from './program-loading.ts';
import { RunnerHealth } from './runner-health.ts';
import { RunningCall, type LimitedCall } from './running-call.ts';
import type { CallOutcome, CallPeer, JobCall, ProgramSpec, StepCall } from './runner-host.ts';

/** Told about the life of a runner. */
export interface RunnerEvents {
  onIdle(runner: ProgramRunner): void;
  onClosed(runner: ProgramRunner, end: LinkEnd): void;
}

/** One program in one runner: its calls, from `load` to the end. Every call gets exactly one outcome. */
export class ProgramRunner {
  readonly program: ProgramSpec;
  readonly health: RunnerHealth;
  readonly startedAtMicros: number;
  /** Monotonic; when it last ended a call. */
  idleSinceMs: number;
  readonly #settings: Settings;
  readonly #events: RunnerEvents;
  readonly #link: RunnerLink;
  readonly #limiter: LogLimiter;
  readonly #calls = new Map<number, RunningCall>();
  readonly #inspectorAnswers = new Map<number, (url: string | undefined) => void>();
  readonly #loading: ProgramLoading;
  #lastId = 0;
  #state: 'loading' | 'ready' | 'draining' | 'closed' = 'loading';
  /** Why we ended it, which says more than how it ended. */
  #ending: LinkEnd | undefined;
  #timedOutCalls = 0;
  #isInspected = false;

  constructor(program: ProgramSpec, links: LinkFactory, settings: Settings, events: RunnerEvents) {
    this.program = program;
    this.#settings = settings;
    this.#events = events;
    this.startedAtMicros = settings.clock.nowMicros();
    this.idleSinceMs = settings.clock.monotonicMs();
    this.#loading = new ProgramLoading(settings.clock, (end) => this.kill(end));
    this.health = new RunnerHealth(settings.clock, () => this.#link.send({ type: 'ping', id: this.#nextId() }));
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
    return this.#state === 'ready' && this.#calls.size === 0 && !this.#loading.isAwaited;
  }

  /** What has become of it. It is not idle while someone waits for that. */
  whenLoaded(): Promise<LoadResult> {
    return this.#loading.wait();
  }

  get isInspected(): boolean {
    return this.#isInspected;
  }

  /** Calls a method. Never rejects. */
  invoke({ step, method, order, timeoutMs, arguments: args }: StepCall, peer: CallPeer): Promise<CallOutcome> {
    const { program } = this.program;
    const call = { name: `step ${step}`, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
    const given = args === undefined ? {} : { arguments: args };
    return this.#call(call, peer, (id) => ({ type: 'invoke', id, program, step, method, order, ...given }));
  }

  /** Runs the program's job. Never rejects. */
  invokeJob({ job, timeoutMs }: JobCall, peer: CallPeer<JobApiCall>): Promise<CallOutcome> {
    const { program } = this.program;
    const call = { name: `job ${job.name}`, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
    return this.#call(call, peer, (id) => ({ type: 'invoke-job', id, program, job }));
  }

  #call(
    call: LimitedCall,
    peer: CallPeer | CallPeer<JobApiCall>,
    message: (id: number) => ToRunner,
  ): Promise<CallOutcome> {
    const id = this.#nextId();
    return new Promise((resolve) => {
      // Which calls code can make depends on the context that it got, so a peer is only asked what it knows.
      const running = new RunningCall(call, peer, this.#settings, {
        cancel: (reason) => this.#timedOut(id, reason),
        kill: (detail) => this.kill({ reason: 'killed', detail }),
        isPaused: () => this.#isInspected,
        end: (outcome) => resolve(outcome),
      });
      this.#calls.set(id, running);
      this.#link.send(message(id));
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

  #load(): void {
    const { program, bundleHash, bundleFile } = this.program;
    this.#link.send({ type: 'load', id: this.#nextId(), program, bundleHash, bundleFile });
  }

  #receive(message: FromRunner): void {
    switch (message.type) {
      case 'ready':
        return this.#loading.runnerIsReady(this.#settings.loadTimeoutMs);
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
        return this.health.answered(message);
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
    if (this.#state === 'loading') this.#state = 'ready';
    this.#loading.end(result);
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
    const { peer } = this.#calls.get(invocation) ?? {};
    const answer = await answerApi(peer, call, (info) => this.#settings.log.error(`${this.#name}: ${logSafe(info)}`));
    if (this.#state !== 'closed') this.#link.send({ type: 'reply', id, ...answer });
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
    this.#limiter.flush();
    this.#loading.end({ kind: 'ended', end });
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

function retryDelay(message: { readonly retryDelaySeconds?: number }): { readonly retryDelaySeconds?: number } {
  return message.retryDelaySeconds === undefined ? {} : { retryDelaySeconds: message.retryDelaySeconds };
}
