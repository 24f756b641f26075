import type {
  FromRunner,
  InvokeJob,
  InvokeStep,
  LoadProgram,
  RaisedError,
  SetInspector,
  ToRunner,
} from '../../schemas/protocol/runner.ts';
import { runnerProtocolVersion } from '../../schemas/protocol/runner.ts';
import { Calls } from './calls.ts';
import type { RunnerChannel } from './channel.ts';
import { setInspector } from './inspector.ts';
import { captureOutput, OutputLimiter } from './output.ts';
import { loadProgram, ProgramError, type Program } from './program.ts';
import { SharedState } from './shared-state.ts';
import { StackMapper } from './stack-map.ts';
import { describeThrown } from './thrown.ts';

/** Serves a host until its channel closes: loads one program and runs its methods. */
export function startRunner(channel: RunnerChannel, clock: RunnerClock): void {
  new Runner(channel, clock).start();
}

export interface RunnerClock {
  /** Wall clock, milliseconds. */
  nowMs(): number;
  monotonicMs(): number;
}

class Runner {
  readonly #channel: RunnerChannel;
  readonly #calls: Calls;
  readonly #output: OutputLimiter;
  readonly #clock: RunnerClock;
  #sharedState: SharedState | undefined;
  #program: Program | undefined;
  #isTainted = false;

  constructor(channel: RunnerChannel, clock: RunnerClock) {
    this.#channel = channel;
    const send = (message: FromRunner): void => channel.send(message);
    this.#output = new OutputLimiter(send, channel, () => clock.monotonicMs());
    this.#clock = clock;
    this.#calls = new Calls({
      send,
      output: this.#output,
      nowMs: () => clock.nowMs(),
      // Told before the call's end, so that the next order no longer comes to a changed world.
      onEnding: () => this.#sharedState?.callEnded(),
    });
  }

  start(): void {
    captureOutput((level, text) => this.#output.write(this.#calls.current?.id, level, [text]));
    process.on('unhandledRejection', (reason, promise) => this.#rejectionLost(reason, promise));
    process.on('rejectionHandled', (promise) => this.#calls.rejectionHandled(promise));
    process.on('uncaughtException', (error) => this.#exceptionLost(error));
    this.#channel.onMessage((message) => this.#receive(message));
    this.#channel.send({
      type: 'ready',
      protocol: runnerProtocolVersion,
      pid: process.pid,
      node: process.version,
    });
  }

  #receive(message: ToRunner): void {
    switch (message.type) {
      case 'load':
        return this.#load(message);
      case 'invoke':
        return this.#invoke(message);
      case 'invoke-job':
        return this.#invoke(message);
      case 'cancel':
        return this.#calls.cancel(message.id, message.reason);
      case 'reply':
        return this.#calls.reply(message);
      case 'ping':
        return this.#pong(message.id);
      case 'set-inspector':
        return void this.#setInspector(message);
      default:
        this.#channel.send({
          type: 'protocol-error',
          message: `Unknown message ${JSON.stringify(message).slice(0, 100)}`,
        });
    }
  }

  #load({ id, bundleFile }: LoadProgram): void {
    try {
      this.#program = loadProgram(bundleFile);
      this.#sharedState ??= new SharedState(
        () => this.#clock.monotonicMs(),
        (change) => {
          this.#taint(`${change} by user code, which every order of the program would see`);
        },
      );
      this.#channel.send({ type: 'loaded', id, ...this.#program.facts });
    } catch (error) {
      const step = error instanceof ProgramError ? error.step : undefined;
      this.#channel.send({
        type: 'load-failed',
        id,
        error: describeLoadError(error, bundleFile),
        ...(step === undefined ? {} : { step }),
      });
    }
  }

  #invoke(message: InvokeStep | InvokeJob): void {
    if (this.#program !== undefined) {
      if (message.type === 'invoke') return void this.#calls.invoke(message, this.#program);
      return void this.#calls.invokeJob(message, this.#program);
    }
    this.#channel.send({ type: 'protocol-error', message: `Call ${message.id} came before a program was loaded` });
  }

  #pong(id: number): void {
    const { rss, heapUsed, external } = process.memoryUsage();
    this.#channel.send({ type: 'pong', id, rssBytes: rss, ownBytes: heapUsed + external });
  }

  async #setInspector({ id, open }: SetInspector): Promise<void> {
    this.#channel.send({ type: 'inspector', id, ...(await setInspector(open)) });
  }

  /** A promise nobody waits for was rejected: the call it belongs to must not end as success. */
  #rejectionLost(reason: unknown, promise: Promise<unknown>): void {
    const call = this.#calls.currentOrOnly;
    const { error, info } = describeThrown(reason, this.#mapStack);
    this.#output.write(call?.id, 'error', [`An error was lost, because its promise is not awaited: ${error}: ${info}`]);
    if (call !== undefined) this.#calls.rejectionLost(call, reason, promise);
  }

  /** Thrown in a callback: what the code was about to do will never happen, so the call ends here. */
  #exceptionLost(thrown: unknown): void {
    const call = this.#calls.currentOrOnly;
    const { error, info, stack } = describeThrown(thrown, this.#mapStack);
    this.#output.write(call?.id, 'error', [`An exception was not caught: ${stack ?? `${error}: ${info}`}`]);
    if (call !== undefined) this.#calls.fail(call, thrown);
    this.#taint(`an exception in a callback was not caught (${error})`);
  }

  #taint(reason: string): void {
    if (this.#isTainted) return;
    this.#isTainted = true;
    this.#channel.send({ type: 'tainted', reason });
  }

  readonly #mapStack = (stack: string): string => this.#program?.stack.map(stack) ?? stack;
}

/** What user code threw if it did, else what is wrong with the program. */
function describeLoadError(error: unknown, bundleFile: string): RaisedError {
  const { map } = new StackMapper(bundleFile);
  if (!(error instanceof ProgramError)) return describeThrown(error, map);
  if (error.thrown === undefined) return { error: error.code, info: error.message };
  const thrown = describeThrown(error.thrown.value, map);
  return {
    ...thrown,
    error: error.code,
    alternative: thrown.error,
    info: `${error.message} ${thrown.error}: ${thrown.info}`,
  };
}
