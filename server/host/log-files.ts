import { mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ObjectIdentity } from '../../schemas/model/steps.ts';
import type { LoggerHash, LogHash } from '../../schemas/protocol/rest.ts';
import type { LogFollower, LogSubscription } from '../api/system-operations.ts';
import type { Clock } from '../base/clock.ts';
import { FileLog } from '../base/file-log.ts';
import { loggerFrom, type Logger, type LogLevel } from '../base/logger.ts';
import type { ServerOptions } from '../engine/options/server-options.ts';

/** The system's logs (manual: logs). */
const components = ['qorus-core', 'http', 'audit', 'alert', 'monitoring'] as const;
export type LogComponent = (typeof components)[number];

export interface LogFilesConfig {
  readonly options: ServerOptions;
  readonly folder: string;
  readonly instanceKey: string;
  readonly clock: Clock;
}

/** Lines of a file cannot be written any more, or (without a reason) can be again. */
export type LogStateListener = (file: string, reason: string | undefined) => void;

interface OpenLog {
  readonly type: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly log: FileLog;
}

/** All log files of one engine: one per component at once, one per workflow when it first has something to say. */
export class LogFiles {
  readonly #config: LogFilesConfig;
  readonly #open = new Map<string, OpenLog>();
  readonly #byFile = new Map<string, FileLog>();
  /** Levels that operators gave to single logs. */
  readonly #own = new Map<FileLog, LogLevel>();
  #onState: LogStateListener = () => undefined;

  /** Opens the system's logs; throws when that fails (manual: startup, step 3). */
  constructor(config: LogFilesConfig) {
    this.#config = config;
    mkdirSync(config.folder, { recursive: true, mode: 0o700 });
    for (const name of components) this.#openLog(name, name, undefined, config.options.text('logfile-template'));
    config.options.onChange((name) => name === 'log-level' && this.#setCommonLevel());
  }

  component(name: LogComponent): Logger {
    const found = this.#open.get(name);
    if (found === undefined) throw new Error(`No log ${name}`);
    return found.log.logger;
  }

  /** The log of a workflow's or job's program; what is fatal goes to the system log too (manual: logs). */
  program(identity: ObjectIdentity): Logger {
    const kind = identity.startsWith(jobPrefix) ? 'job' : 'workflow';
    const [name = '', version = ''] = splitIdentity(kind === 'job' ? identity.slice(jobPrefix.length) : identity);
    const key = `${kind} ${identity}`;
    const template = this.#config.options.text(kind === 'job' ? 'job-logfile-template' : 'wf-logfile-template');
    const open = this.#open.get(key) ?? this.#openLog(key, name, version, template, kind);
    const core = this.component('qorus-core');
    return loggerFrom((level, message) => {
      open.log.logger.log(level, message);
      if (level === 'fatal') core.fatal(`${identity}: ${message}`);
    });
  }

  set onState(listener: LogStateListener) {
    this.#onState = listener;
  }

  list(): readonly LogHash[] {
    return [...this.#open.values()].map(({ type, name, version, log }) => ({
      type,
      log: path.basename(log.file),
      log_url: version === undefined ? `/log/${type}` : `/log/${type}/${encodeURIComponent(`${name}:${version}`)}`,
      file: log.file,
      ...(version === undefined ? {} : { name, version }),
    }));
  }

  follow(type: string, id: string | undefined, follower: LogFollower): LogSubscription | undefined {
    const found = [...this.#open.values()].filter((open) => open.type === type && matches(open, id)).at(-1);
    if (found === undefined) return undefined;
    const stop = found.log.follow((lines) => follower.lines(lines));
    return { tail: async (lines) => readTail(found.log, lines), close: stop };
  }

  async rotate(): Promise<void> {
    await Promise.all([...this.#byFile.values()].map((log) => log.rotate()));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#byFile.values()].map((log) => log.close()));
  }

  closeNow(): void {
    this.#byFile.forEach((log) => log.closeNow());
  }

  #openLog(key: string, name: string, version: string | undefined, template: string, kind = name): OpenLog {
    const file = path.join(this.#config.folder, this.#fileName(template, name, version));
    const log = this.#byFile.get(file) ?? this.#openFile(file);
    this.#byFile.set(file, log);
    const open = { type: kind, name, version, log };
    this.#open.set(key, open);
    return open;
  }

  #openFile(file: string): FileLog {
    const { options, clock } = this.#config;
    return new FileLog({
      file,
      clock,
      level: options.text('log-level') as LogLevel,
      keep: options.number('max-log-files'),
      maxBytes: options.number('max-log-bytes'),
      onState: (reason) => this.#onState(path.basename(file), reason),
    });
  }

  /** Fills a template's variables (manual: logs); what a name may not hold in a file name becomes `_`. */
  #fileName(template: string, name: string, version: string | undefined): string {
    const values: Readonly<Record<string, string>> = {
      instance: this.#config.instanceKey,
      pid: String(process.pid),
      host: os.hostname(),
      name,
      version: version ?? '',
      id: version === undefined ? name : `${name}-${version}`,
    };
    const filled = template.replaceAll(/\$(\w+)/g, (whole, variable: string) => values[variable] ?? whole);
    return filled.replaceAll(/[^A-Za-z0-9._ -]/g, '_').slice(0, 200);
  }

  /** Every log with its level (manual: loggers). */
  loggers(): readonly LoggerHash[] {
    return [...this.#open.values()].map((open) => this.#loggerOf(open));
  }

  /** Gives one log a level of its own until the engine ends, or the common one back; undefined = no such log. */
  setLevel(type: string, id: string | undefined, level: LogLevel | undefined): LoggerHash | undefined {
    const open = [...this.#open.values()].find((one) => one.type === type && matches(one, id));
    if (open === undefined) return undefined;
    if (level === undefined) this.#own.delete(open.log);
    else this.#own.set(open.log, level);
    open.log.level = level ?? this.#commonLevel();
    return this.#loggerOf(open);
  }

  #loggerOf({ type, name, version, log }: OpenLog): LoggerHash {
    const own = this.#own.get(log);
    const full = version === undefined || version === '' ? name : `${name}:${version}`;
    const level = own ?? this.#commonLevel();
    return {
      loggerid: `${type}/${full}`,
      interface: type,
      params: {
        name: full,
        level: { key: levelKeys[level], value: level.toUpperCase() },
        additivity: false,
        appenders: [
          {
            appenderType: 'LoggerAppenderFileRotate',
            filename: log.file,
            encoding: 'UTF-8',
            rotationCount: this.#config.options.number('max-log-files'),
          },
        ],
      },
      isDefault: own === undefined,
    };
  }

  #commonLevel(): LogLevel {
    return this.#config.options.text('log-level') as LogLevel;
  }

  #setCommonLevel(): void {
    const level = this.#commonLevel();
    this.#byFile.forEach((log) => (log.level = this.#own.get(log) ?? level));
  }
}

/** How the program of a job is called (`jobProgram`). */
const jobPrefix = 'job ';

/** The manual's numbers of the levels (manual: logs; INFO is 20000). */
const levelKeys: Readonly<Record<LogLevel, number>> = {
  fatal: 50_000,
  error: 40_000,
  warn: 30_000,
  info: 20_000,
  debug: 10_000,
  trace: 5_000,
};

function splitIdentity(identity: string): [string, string] {
  const colon = identity.indexOf(':');
  return colon < 0 ? [identity, ''] : [identity.slice(0, colon), identity.slice(colon + 1)];
}

function matches(open: OpenLog, id: string | undefined): boolean {
  if (open.version === undefined) return id === undefined;
  return id === open.name || id === `${open.name}:${open.version}`;
}

/** The last lines of a file, of its last 256 KiB at most. */
async function readTail(log: FileLog, lines: number): Promise<string> {
  await log.flush();
  const file = await open(log.file, 'r');
  try {
    const { size } = await file.stat();
    const length = Math.min(size, 256 * 1024);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    const text = buffer.toString('utf8').split('\n');
    return text.slice(-lines - 1).join('\n');
  } finally {
    await file.close();
  }
}
