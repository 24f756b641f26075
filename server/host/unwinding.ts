/** What a failed start has to undo, last first. Nothing that fails on the way stops the rest. */
export class Unwinding {
  readonly #steps: (() => unknown)[] = [];

  add(undo: () => unknown): void {
    this.#steps.push(undo);
  }

  /** Every step is tried; the failure that caused the unwinding is what the caller reports. */
  async unwind(): Promise<void> {
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      try {
        await step();
      } catch {
        // The start has failed for a reason of its own; this one would only hide it.
      }
    }
  }
}
