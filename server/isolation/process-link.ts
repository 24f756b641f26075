import type { FromRunner } from '../../schemas/protocol/runner.ts';
import { parseMessage, type LinkFactory, type LinkHandlers, type RunnerLink } from './link.ts';
import type { Settings } from './options.ts';
import { RunnerProcess } from './runner-process.ts';

/** A process per program. */
export class ProcessLinks implements LinkFactory {
  readonly form = 'process';
  readonly #settings: Settings;
  /** Started and not yet given a program: the first call of a program need not wait for a process. */
  #spares: SpareProcess[] = [];
  #isDisposed = false;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  open(handlers: LinkHandlers): RunnerLink {
    const { child, give } = this.#spares.pop() ?? startSpare(this.#settings, (spare) => this.#lost(spare));
    give(handlers);
    this.#refillLater();
    return {
      pid: child.pid,
      send: (message) => child.write(JSON.stringify(message)),
      close: () => child.close(),
      kill: () => child.kill(),
    };
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const { child } of this.#spares) child.kill();
    this.#spares = [];
  }

  /** Not at once: the program that needs a process now needs the processor as well. */
  #refillLater(): void {
    if (this.#settings.spares === 0) return;
    this.#settings.clock.after(refillAfterMs, () => {
      while (!this.#isDisposed && this.#spares.length < this.#settings.spares) {
        this.#spares.push(startSpare(this.#settings, (spare) => this.#lost(spare)));
      }
    });
  }

  #lost(spare: SpareProcess): void {
    this.#spares = this.#spares.filter((other) => other !== spare);
  }
}

const refillAfterMs = 500;

interface SpareProcess {
  readonly child: RunnerProcess;
  /** Makes it the runner of a program; what it said before (that it is ready) is passed on. */
  readonly give: (handlers: LinkHandlers) => void;
}

function startSpare(settings: Settings, onLost: (spare: SpareProcess) => void): SpareProcess {
  let handlers: LinkHandlers | undefined;
  let early: FromRunner[] = [];
  const child = new RunnerProcess(settings, [], {
    onLine: (line) => {
      const message = parseMessage(line);
      if (message === undefined) handlers?.onProtocolError('it sent a line that is no message');
      else if (handlers === undefined) early.push(message);
      else handlers.onMessage(message);
    },
    onOutput: (level, text) => handlers?.onOutput(level, text),
    onClosed: (end) => (handlers === undefined ? onLost(spare) : handlers.onClosed(end)),
    onProtocolError: (detail) => handlers?.onProtocolError(detail),
  });
  const spare: SpareProcess = {
    child,
    give: (given) => {
      handlers = given;
      const messages = early;
      early = [];
      // Its owner learns of them as of all others: not while it is being made.
      process.nextTick(() => messages.forEach((message) => given.onMessage(message)));
    },
  };
  return spare;
}
