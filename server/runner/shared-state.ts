/**
 * What all orders of a program share: JavaScript's own objects, the working directory, the environment. User code must not
 * hand surprises from one order to the next. What honest code never does is prevented; the rest is noticed after the call
 * that did it, and the runner retires.
 */
export class SharedState {
  readonly #nowMs: () => number;
  readonly #onChange: (change: string) => void;
  readonly #watched: readonly Watched[];
  /** The few that are looked at after every call: cheap enough, and what an attack or a test library would take. */
  readonly #canaries: readonly Property[];
  readonly #process: ProcessState;
  #lastCheckMs = -Infinity;
  #lastCheckTookMs = 0;
  #later: NodeJS.Timeout | undefined;

  /** Taken after the program was loaded: what its bundle patched on loading (polyfills) is its own affair. */
  constructor(nowMs: () => number, onChange: (change: string) => void) {
    this.#nowMs = nowMs;
    this.#onChange = onChange;
    for (const object of namespaces) Object.freeze(object);
    for (const { object } of prototypes()) Object.preventExtensions(object);
    this.#watched = [...prototypes(), ...constructors()].map((named) => remember(named)).concat(rememberGlobals());
    this.#canaries = this.#watched.flatMap(({ properties }) => properties.filter(({ path }) => canaryPaths.has(path)));
    this.#process = processState();
  }

  /** A quick look after each call, and a thorough one as often as it costs no more than a twentieth of the time. */
  callEnded(): void {
    for (const { object, key, path, descriptor } of this.#canaries) {
      // A plain read: this runs after each call, and a descriptor would cost more than the call.
      if ((object as Record<PropertyKey, unknown>)[key] !== descriptor.value)
        return this.#onChange(`${path} was replaced`);
    }
    const waitMs = this.#lastCheckMs + this.#lastCheckTookMs * 20 - this.#nowMs();
    if (waitMs <= 0) this.#check();
    else this.#later ??= setTimer(() => this.#check(), waitMs).unref();
  }

  #check(): void {
    clearTimer(this.#later);
    this.#later = undefined;
    const startMs = this.#nowMs();
    const change = this.#fullCheck();
    this.#lastCheckMs = this.#nowMs();
    this.#lastCheckTookMs = this.#lastCheckMs - startMs;
    if (change !== undefined) this.#onChange(change);
  }

  #fullCheck(): string | undefined {
    for (const { properties } of this.#watched) {
      const property = properties.find(isChanged);
      if (property !== undefined) return `${property.path} was replaced`;
    }
    const state = processState();
    if (state.cwd !== this.#process.cwd) return 'the working directory was changed';
    if (state.umask !== this.#process.umask) return 'the file mode mask was changed';
    return state.env === this.#process.env ? undefined : 'the environment was changed';
  }
}

interface NamedObject {
  readonly name: string;
  readonly object: object;
}

interface Property {
  readonly path: string;
  readonly object: object;
  readonly key: PropertyKey;
  readonly descriptor: PropertyDescriptor;
}

interface Watched {
  readonly properties: readonly Property[];
}

// Kept from before user code runs.
const { getOwnPropertyDescriptor, is } = Object;
const { ownKeys } = Reflect;
const cwd = process.cwd.bind(process);
const setTimer = setTimeout;
const clearTimer = clearTimeout;

/** Nothing inherits from these, so freezing them breaks no honest assignment. */
const namespaces: readonly object[] = [JSON, Math, Reflect, Atomics];

const classNames = [
  'Object', 'Function', 'Array', 'String', 'Number', 'Boolean', 'Symbol', 'BigInt', 'Date', 'RegExp', 'Error', 'TypeError',
  'RangeError', 'Promise', 'Map', 'Set', 'WeakMap', 'WeakSet', 'ArrayBuffer', 'Uint8Array', 'DataView', 'AbortController',
  'AbortSignal', 'EventTarget', 'URL', 'URLSearchParams', 'Buffer',
]; // prettier-ignore

const globalNames = [
  ...classNames, 'JSON', 'Math', 'Reflect', 'Atomics', 'Proxy', 'parseInt', 'parseFloat', 'setTimeout', 'setInterval',
  'setImmediate', 'clearTimeout', 'clearInterval', 'queueMicrotask', 'fetch', 'console', 'process',
]; // prettier-ignore

const canaryPaths = new Set([
  'globalThis.Date', 'globalThis.JSON', 'globalThis.Math', 'globalThis.Promise', 'globalThis.Object', 'globalThis.Array',
  'globalThis.fetch', 'globalThis.setTimeout', 'Date.now', 'Object.keys', 'Object.assign', 'Promise.resolve', 'Promise.all',
  'Object.prototype.toString', 'Object.prototype.hasOwnProperty', 'Array.prototype.push', 'Array.prototype.map',
  'Array.prototype.filter', 'Array.prototype.forEach', 'Promise.prototype.then', 'Date.prototype.getTime',
  'Date.prototype.toISOString', 'String.prototype.slice', 'String.prototype.replace', 'Function.prototype.call',
]); // prettier-ignore

function constructors(): NamedObject[] {
  return classNames.map((name) => ({ name, object: (globalThis as unknown as Record<string, object>)[name]! }));
}

function prototypes(): NamedObject[] {
  return constructors().map(({ name, object }) => ({
    name: `${name}.prototype`,
    object: (object as { prototype: object }).prototype,
  }));
}

/** Not all of them: many are made on first look, and a look at each costs 30 ms of the start (2026-11). */
function rememberGlobals(): Watched {
  return remember({ name: 'globalThis', object: globalThis }, globalNames);
}

function remember({ name, object }: NamedObject, keys: readonly PropertyKey[] = ownKeys(object)): Watched {
  const properties = keys.map((key) => ({
    path: `${name}.${String(key)}`,
    object,
    key,
    descriptor: getOwnPropertyDescriptor(object, key)!,
  }));
  return { properties };
}

function isChanged({ object, key, descriptor }: Property): boolean {
  const now = getOwnPropertyDescriptor(object, key);
  if (now === undefined) return true;
  // Node defines many globals on first use: an accessor that became a value is no change.
  if (descriptor.get !== undefined && now.get === undefined) return object !== globalThis;
  return !is(now.value, descriptor.value) || now.get !== descriptor.get || now.set !== descriptor.set;
}

interface ProcessState {
  readonly cwd: string;
  readonly umask: number;
  readonly env: string;
}

function processState(): ProcessState {
  return {
    cwd: attempt(cwd, ''),
    umask: attempt(() => process.umask(), 0),
    env: Object.entries(process.env).join('\n'),
  };
}

/** A removed directory has no name, and threads have no mask of their own. */
function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
