import path from 'node:path';
import type { SessionId } from '../../schemas/model/ids.ts';
import { productVersion } from '../base/product-version.ts';
import { createStateFolder, stateFolderOf } from '../base/state-folder.ts';
import { takeOwnerLock, type OwnerLock } from '../engine/store/sqlite/owner-lock.ts';
import type { SqliteStore } from '../engine/store/sqlite/sqlite-store.ts';
import { EarlyLog } from './early-log.ts';
import type { HostConfig } from './host-config.ts';
import { LogFiles } from './log-files.ts';
import { openStore } from './parts.ts';
import type { StartOptions } from './read-config.ts';
import { openApplicationSession } from './session.ts';
import { exitCodes, StartFailure, type ExitCode } from './start-failure.ts';
import type { Unwinding } from './unwinding.ts';

/** What stands before the engine: state folder, lock, database, logs and session. */
export interface Foundations {
  readonly stateFolder: string;
  readonly database: string;
  readonly logFolder: string;
  readonly lock: OwnerLock;
  readonly store: SqliteStore;
  readonly logs: LogFiles;
  readonly sessionId: SessionId;
}

/** Start-up steps 2, 3 and 5 (manual: startup); 4, access control, was settled with the options. */
export async function layFoundations(
  config: HostConfig,
  start: StartOptions,
  unwinding: Unwinding,
): Promise<Foundations> {
  const { clock } = config;
  const stateFolder = prepareStateFolder(start.instanceKey, config);
  const lock = takeKeyLock(stateFolder, start.instanceKey);
  unwinding.add(() => lock.release());

  const early = new EarlyLog();
  const database = start.databaseFile ?? path.join(stateFolder, 'ordo.db');
  const store = await openStore(database, clock, early.logger);
  unwinding.add(() => store.close());

  const logFolder = path.resolve(start.options.text('logdir') || path.join(stateFolder, 'logs'));
  const logs = openLogs(config, start, logFolder);
  unwinding.add(() => logs.close());
  const log = logs.component('qorus-core');
  early.attach(log);
  log.info(
    `Ordo ${productVersion()} starts as "${start.instanceKey}" (process ${process.pid}, ${start.options.profile} profile).`,
  );

  const parts = { instanceKey: start.instanceKey, url: plannedUrl(start), clock, log };
  const sessionId = await orLogged(logs, () => openApplicationSession(store, start.options, parts));
  unwinding.add(() => store.closeSession(sessionId, 'COMPLETE', clock.nowMicros()));
  return { stateFolder, database, logFolder, lock, store, logs, sessionId };
}

/** A start-up step whose failure goes to the log as well (manual: startup, steps 5 and 7). */
export async function orLogged<T>(logs: LogFiles, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    logs.component('qorus-core').fatal(`Start failed: ${error instanceof Error ? error.message : String(error)}`);
    throw error;
  }
}

function prepareStateFolder(instanceKey: string, config: HostConfig): string {
  const home = config.stateHome === undefined ? {} : { stateHome: config.stateHome };
  const folder = stateFolderOf(instanceKey, { ...home, env: config.environment });
  return orRefused(exitCodes.other, `The state folder ${folder} cannot be used`, () => {
    createStateFolder(folder);
    return folder;
  });
}

/** Only one engine may have a key (design section 9). The lock is free the moment its process ends, however it ends. */
function takeKeyLock(stateFolder: string, instanceKey: string): OwnerLock {
  const file = path.join(stateFolder, 'owner.lock');
  const lock = orRefused(exitCodes.session, `The lock ${file} cannot be taken`, () => takeOwnerLock(file));
  if (lock !== undefined) return lock;
  throw new StartFailure(
    exitCodes.session,
    `An engine with the key "${instanceKey}" is running already. Use it (\`ordo status\`), stop it (\`ordo stop\`), or start this one with another key.`,
  );
}

function openLogs(config: HostConfig, start: StartOptions, folder: string): LogFiles {
  return orRefused(exitCodes.logs, `The log files in ${folder} cannot be opened`, () => {
    const { options, instanceKey } = start;
    return new LogFiles({ options, folder, instanceKey, clock: config.clock });
  });
}

function orRefused<T>(code: ExitCode, what: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartFailure(code, `${what}: ${reason}. Check the folder's rights and the space on its disk.`);
  }
}

/** The session is opened before the listeners are (manual: startup), so it carries the address that is wanted. */
function plannedUrl(start: StartOptions): string {
  const first = start.listeners[0];
  return `${first?.tls === undefined ? 'http' : 'https'}://${first?.address ?? '127.0.0.1'}:${first?.port ?? 0}`;
}
