/** Something with a life cycle. Whoever creates one registers it in the same statement. */
export interface Disposable {
  dispose(): void | Promise<void>;
}

/** Disposes what was added, last first; all are tried, the first error is thrown at the end. */
export class DisposableStack implements Disposable {
  readonly #entries: Disposable[] = [];

  add<T extends Disposable>(entry: T): T {
    this.#entries.push(entry);
    return entry;
  }

  defer(callback: () => void | Promise<void>): void {
    this.#entries.push({ dispose: callback });
  }

  async dispose(): Promise<void> {
    const errors: unknown[] = [];
    for (let entry = this.#entries.pop(); entry; entry = this.#entries.pop()) {
      try {
        await entry.dispose();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}
