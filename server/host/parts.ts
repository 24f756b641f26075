import path from 'node:path';
import type { SessionId } from '../../schemas/model/ids.ts';
import type { ObjectIdentity } from '../../schemas/model/steps.ts';
import type { UserLog } from '../../schemas/protocol/runner.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import { createEngine } from '../engine/create-engine.ts';
import type { Engine } from '../engine/engine.ts';
import { readSensitiveKeys, SensitiveKeyError } from '../engine/sensitive/keys.ts';
import type { ServerOptions } from '../engine/options/server-options.ts';
import { openSqliteStore } from '../engine/store/sqlite/open.ts';
import type { SqliteStore } from '../engine/store/sqlite/sqlite-store.ts';
import { StoreOpenError } from '../engine/store/store-problems.ts';
import { ProcessRunnerHost } from '../isolation/process-runner-host.ts';
import type { InspectableRunnerHost, RunnerHost } from '../isolation/runner-host.ts';
import { SharedRunnerHost } from '../isolation/shared-runner-host.ts';
import type { LogFiles } from './log-files.ts';
import { exitCodes, StartFailure } from './start-failure.ts';

/** Start-up step 2 (manual: startup): the system datasource. */
export async function openStore(file: string, clock: Clock, log: Logger): Promise<SqliteStore> {
  try {
    return await openSqliteStore({ file, clock, log });
  } catch (error) {
    if (!(error instanceof StoreOpenError)) throw error;
    // A database in use by another engine is a matter of sessions, not of the file.
    const isInUse = error.problem.code === 'ORDO-STORE-001';
    throw new StartFailure(isInUse ? exitCodes.session : exitCodes.datasource, error.message, [error.problem]);
  }
}

export interface Runners {
  /** One more set of runners, for a debug session. */
  readonly createDebug: () => InspectableRunnerHost;
  readonly process: RunnerHost;
  readonly shared: RunnerHost;
}

/** The two forms in which user code runs beside the engine. */
export function createRunners(
  options: ServerOptions,
  parts: { readonly clock: Clock; readonly logs: LogFiles; readonly projectFolder: string | undefined },
): Runners {
  const { clock, logs, projectFolder } = parts;
  const settings = {
    clock,
    log: logs.component('qorus-core').child('runner: '),
    limit: options.number('runner-limit'),
    idleMs: options.number('runner-idle-seconds') * 1000,
    memoryMb: options.number('runner-memory-mb'),
    onProgramLog: (program: ObjectIdentity, line: UserLog) => logs.program(program).log(line.level, line.text),
    // Where bundles place `import.meta.dirname` of their sources (design section 6).
    env: projectFolder === undefined ? {} : { ORDO_PROJECT_FOLDER: projectFolder },
    ...(projectFolder === undefined ? {} : { cwd: projectFolder }),
  };
  const createDebug = (): InspectableRunnerHost => new ProcessRunnerHost(settings);
  return { createDebug, process: new ProcessRunnerHost(settings), shared: new SharedRunnerHost(settings) };
}

/** The engine on its store and runners. */
export function buildEngine(
  options: ServerOptions,
  parts: {
    readonly store: SqliteStore;
    readonly runners: Runners;
    readonly clock: Clock;
    readonly logs: LogFiles;
    readonly sessionId: SessionId;
    readonly stateFolder: string;
  },
): Promise<Engine> {
  const { store, runners, clock, logs, sessionId, stateFolder } = parts;
  const cipher = readKeys(options, path.join(stateFolder, 'keys'));
  return createEngine({
    store,
    options,
    clock,
    runners,
    createDebugRunners: runners.createDebug,
    sessionId,
    log: logs.component('qorus-core'),
    auditLog: logs.component('audit'),
    programLog: (program) => logs.program(program),
    bundleFolder: path.join(stateFolder, 'bundles'),
    ...(cipher === undefined ? {} : { cipher }),
  });
}

function readKeys(options: ServerOptions, folder: string) {
  try {
    return readSensitiveKeys(options, folder);
  } catch (error) {
    if (error instanceof SensitiveKeyError) throw new StartFailure(exitCodes.other, error.message);
    throw error;
  }
}
