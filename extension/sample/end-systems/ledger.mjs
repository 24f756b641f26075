import { closeSync, existsSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';

/**
 * Every call, on disk before it is answered: one JSON line each. What the systems know is what their ledger says, so a
 * killed program comes back with every payment it has taken.
 *
 * A line: { n, at, system, operation, reference, call, outcome, status, request, effect? }
 *   call     how many times this operation was asked for with this reference
 *   outcome  received (work has begun) | done | refused | failed | lost-request | lost-reply
 *   effect   what changed in the system: { system, type, reference, … }
 */
export class Ledger {
  #lines = [];
  #calls = new Map();
  #open = new Map();
  #descriptor;

  constructor(file) {
    this.file = file;
    this.#lines = readLines(file);
    for (const line of this.#lines) this.#calls.set(keyOf(line), line.call);
    this.#descriptor = openSync(file, 'a', 0o600);
  }

  /** Numbers a call; the number is in force when `write` has put it on disk. */
  nextCall(system, operation, reference) {
    const key = keyOf({ system, operation, reference });
    const call = (this.#calls.get(key) ?? 0) + 1;
    this.#calls.set(key, call);
    return call;
  }

  write(entry) {
    const line = { n: this.#lines.length + 1, at: new Date().toISOString(), ...entry };
    writeSync(this.#descriptor, `${JSON.stringify(line)}\n`);
    fsyncSync(this.#descriptor);
    this.#lines.push(line);
    return line;
  }

  /** Calls begun but not ended: the end of a slow call is still to come. */
  pending(system, operation, reference) {
    return this.#open.has(keyOf({ system, operation, reference }));
  }

  /** Marks a call as being worked on until the returned function is called. */
  begin(system, operation, reference) {
    const key = keyOf({ system, operation, reference });
    this.#open.set(key, (this.#open.get(key) ?? 0) + 1);
    return () => {
      const left = this.#open.get(key) - 1;
      if (left === 0) this.#open.delete(key);
      else this.#open.set(key, left);
    };
  }

  /** Hands over every effect so far, oldest first. */
  replay(apply) {
    for (const line of this.#lines) if (line.effect !== undefined) apply(line.effect);
  }

  lines() {
    return this.#lines;
  }

  close() {
    closeSync(this.#descriptor);
  }
}

function keyOf({ system, operation, reference }) {
  return JSON.stringify([system, operation, reference]);
}

/** A last line without its end was never answered: the program was killed while writing it. It is cut off. */
function readLines(file) {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const end = text.lastIndexOf('\n') + 1;
  if (end < text.length) truncateSync(file, Buffer.byteLength(text.slice(0, end)));
  return text
    .slice(0, end)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
