/**
 * `engine.json` in the state folder (mode 600), written when the engine is ready and removed when it ends: the only way by
 * which command line, editor and tests find an engine (design section 9).
 */
export interface EngineFile {
  readonly formatVersion: 1;
  readonly instanceKey: string;
  readonly pid: number;
  /** Loopback base URL without a path, for example `http://127.0.0.1:8001`. */
  readonly url: string;
  /** Bearer token of this start, 256 bit. Sent as `Qorus-Token`; never in a URL, log or argument. */
  readonly token: string;
  readonly productVersion: string;
  readonly apiVersion: number;
  readonly schemaVersion: number;
  readonly profile: 'dev' | 'server';
  readonly startedAt: string;
  readonly projectFolder?: string;
  readonly database: string;
  readonly logFolder: string;
  /** Started by an editor and held by leases: a window restarts it after a crash. Absent for a hand-started one. */
  readonly leased?: boolean;
}

/** First message of a lease (`WS /leases`): who attaches; the answer says whether the versions fit. */
export interface LeaseHello {
  readonly product: string;
  readonly productVersion: string;
  readonly apiVersion: number;
  readonly schemaVersion: number;
}
export interface LeaseAnswer {
  readonly fit: 'same' | 'engine-older' | 'engine-newer';
  readonly engineIdle: boolean;
}
