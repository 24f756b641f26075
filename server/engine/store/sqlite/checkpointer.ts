import type { Logger } from '../../../base/logger.ts';

/** How long after a commit the log is moved into the file: soon enough to keep it short, late enough for a burst to be over. */
const delayMs = 250;

/**
 * Keeps the write-ahead log short without the writer's help: some time after a commit the reader's thread checkpoints, again and
 * again while there are commits, and once more after the last. It goes by real time, not by the engine's clock:
 * housekeeping has nothing to do with when orders fall due.
 */
export class Checkpointer {
  readonly #checkpoint: () => Promise<void>;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | undefined;
  #isRunning = false;
  #isDue = false;
  #isStopped = false;

  constructor(checkpoint: () => Promise<void>, log: Logger) {
    this.#checkpoint = checkpoint;
    this.#log = log;
  }

  noteCommit(): void {
    this.#isDue = true;
    if (this.#timer !== undefined || this.#isRunning || this.#isStopped) return;
    this.#timer = setTimeout(() => void this.#run(), delayMs);
    // An engine that has nothing else to do may end; closing the store checkpoints as well.
    this.#timer.unref();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    this.#timer = undefined;
    this.#isDue = false;
    this.#isRunning = true;
    try {
      await this.#checkpoint();
    } catch (error) {
      // A full disk, for instance: the log grows on, commits report what concerns them.
      if (!this.#isStopped) this.#log.warn(`The write-ahead log could not be moved into the file: ${String(error)}`);
    }
    this.#isRunning = false;
    if (this.#isDue) this.noteCommit();
  }
}
