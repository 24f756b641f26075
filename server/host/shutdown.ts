import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { Engine } from '../engine/engine.ts';
import { auditRow } from '../engine/events/audit.ts';
import type { ServerOptions } from '../engine/options/server-options.ts';
import { removeEngineFile } from './engine-file.ts';
import type { Foundations } from './foundations.ts';
import type { Network } from './network.ts';
import { exitCodes, type ExitCode } from './start-failure.ts';

export interface ShutdownParts {
  readonly clock: Clock;
  readonly options: ServerOptions;
  readonly foundations: Foundations;
  /** Both are there once the start has come so far. */
  engine?: Engine;
  network?: Network;
}

export interface RunningShutdown {
  /** Workflows, jobs and services have stopped; the listeners still answer. */
  readonly interfacesStopped: Promise<void>;
  readonly finished: Promise<void>;
}

/** Requests in progress may take so long to end before they are cut. */
const requestGraceMs = 5000;

/** The manual's shutdown (manual: system shutdown), once, however often and by whomever it is asked for. */
export class Shutdown {
  readonly parts: ShutdownParts;
  readonly ended: Promise<ExitCode>;
  readonly #resolveEnded: (code: ExitCode) => void;
  #running: RunningShutdown | undefined;

  constructor(parts: ShutdownParts) {
    this.parts = parts;
    const { promise, resolve } = Promise.withResolvers<ExitCode>();
    this.ended = promise;
    this.#resolveEnded = resolve;
  }

  begin(reason: string): RunningShutdown {
    this.#running ??= this.#run(reason);
    return this.#running;
  }

  #run(reason: string): RunningShutdown {
    const log = this.parts.foundations.logs.component('qorus-core');
    log.info(`Shutdown begins: ${reason}.`);
    let isClean = true;
    const attempt = async (what: string, step: () => unknown): Promise<void> => {
      try {
        await step();
      } catch (error) {
        isClean = false;
        log.fatal(
          `Shutdown: ${what} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
      }
    };
    const interfacesStopped = this.#stopInterfaces(attempt);
    const finished = interfacesStopped
      .then(() => this.#closeNetwork(attempt))
      .then(() => this.#closeFoundations(attempt, () => isClean, log))
      .then(() => this.#resolveEnded(isClean ? exitCodes.ok : exitCodes.other));
    return { interfacesStopped, finished };
  }

  /** Steps 1 to 3: workflows, jobs, services. Nothing new starts from the first moment. */
  async #stopInterfaces(attempt: Attempt): Promise<void> {
    const graceMs = this.parts.options.number('shutdown-grace') * 1000;
    await attempt('stopping workflows', () => this.parts.engine?.stop({ graceMs }));
  }

  /** Step 4: the very last event, then the listeners; requests in progress end first. */
  async #closeNetwork(attempt: Attempt): Promise<void> {
    const { engine, network, clock } = this.parts;
    engine?.events.publish('SYSTEM_SHUTDOWN', {});
    if (network === undefined) return;
    network.leases.dispose();
    const timer = clock.after(requestGraceMs, () =>
      network.listeners.open.forEach(({ server }) => server.closeConnections()),
    );
    const closed = Promise.all(network.listeners.open.map(({ server }) => server.close()));
    await attempt('closing WebSockets', () => network.sockets.close());
    await attempt('closing listeners', () => closed);
    timer.cancel();
  }

  /** Steps 5 and 6: session and logs. After a failed step the session stays open, so that the next start recovers it. */
  async #closeFoundations(attempt: Attempt, isClean: () => boolean, log: Logger): Promise<void> {
    const { store, sessionId, logs, lock, stateFolder } = this.parts.foundations;
    if (isClean()) {
      await attempt('closing the session', () =>
        store.closeSession(
          sessionId,
          'COMPLETE',
          this.parts.clock.nowMicros(),
          auditRow(this.parts.options, 'system', 'SYSTEM-SHUTDOWN', {}),
        ),
      );
    }
    await attempt('closing the database', () => store.close());
    log.info(isClean() ? 'Shutdown complete.' : 'Shutdown ended with failures; the next start recovers the session.');
    await logs.close();
    removeEngineFile(stateFolder);
    lock.release();
  }
}

type Attempt = (what: string, step: () => unknown) => Promise<void>;
