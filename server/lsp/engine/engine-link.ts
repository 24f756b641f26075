import type { EngineFile, LeaseAnswer } from '../../../schemas/protocol/engine-file.ts';
import type { SystemEvent } from '../../../schemas/protocol/event.ts';
import type { EngineClient } from '../../api/client/client.ts';
import { createEngineClient } from '../../api/client/http-client.ts';
import type { Disposable } from '../../base/disposable.ts';

/** What a link tells its host. */
export interface LinkListener {
  /** The engine took the lease and compared versions. */
  onAnswer(answer: LeaseAnswer): void;
  /** The lease was lost; whether the engine ended is for the host to find out. */
  onLost(): void;
  onEvents(events: readonly SystemEvent[]): void;
  onGap(): void;
}

/** One attached engine: the client, the lease that holds it and its events. */
export class EngineLink implements Disposable {
  readonly file: EngineFile;
  readonly client: EngineClient;
  readonly #lease: { close(): void };
  readonly #events: { close(): void };
  #closed = false;
  #held = false;

  constructor(file: EngineFile, listener: LinkListener) {
    this.file = file;
    this.client = createEngineClient({ url: file.url, token: file.token });
    // What arrives after `dispose` is about an engine that nobody here watches any more.
    const whileOpen = (act: () => void): void => {
      if (!this.#closed) act();
    };
    this.#lease = this.client.lease('vscode', (state, answer) =>
      whileOpen(() => {
        this.#held = state !== 'closed';
        if (state === 'closed') listener.onLost();
        else if (answer !== undefined) listener.onAnswer(answer);
      }),
    );
    this.#events = this.client.events((events) => whileOpen(() => listener.onEvents(events)), undefined, {
      onGap: () => whileOpen(() => listener.onGap()),
    });
  }

  /** True while the engine confirms the lease; otherwise it is being asked for, or the engine may have ended. */
  get isHeld(): boolean {
    return this.#held;
  }

  /** True when `file` describes the engine this link is attached to. */
  isTo(file: EngineFile): boolean {
    return file.pid === this.file.pid && file.startedAt === this.file.startedAt;
  }

  dispose(): void {
    this.#closed = true;
    this.#events.close();
    this.#lease.close();
  }
}
