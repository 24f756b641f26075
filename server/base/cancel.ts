/** Everything that can take long takes an `AbortSignal`; this is how it stops there. */
export class Cancelled extends Error {
  constructor(what: string) {
    super(`${what} was cancelled.`);
    this.name = 'Cancelled';
  }
}

/** Throws `Cancelled` when the signal has aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined, what: string): void {
  if (signal?.aborted === true) throw new Cancelled(what);
}
