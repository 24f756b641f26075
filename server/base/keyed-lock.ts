/** Lets one at a time do something about the same key, in the order in which they came; different keys never wait. */
export class KeyedLock {
  readonly #last = new Map<string, Promise<unknown>>();

  async with<T>(key: string, use: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const done = before.then(use, use);
    const settled = done.catch(() => undefined);
    this.#last.set(key, settled);
    try {
      return await done;
    } finally {
      if (this.#last.get(key) === settled) this.#last.delete(key);
    }
  }
}
