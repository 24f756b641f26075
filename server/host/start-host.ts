import type { EngineFile } from '../../schemas/protocol/engine-file.ts';
import { apiVersion } from '../../schemas/protocol/versions.ts';
import { isoFromMicros } from '../base/clock.ts';
import { productVersion } from '../base/product-version.ts';
import type { Engine } from '../engine/engine.ts';
import { writeEngineFile } from './engine-file.ts';
import { layFoundations, type Foundations } from './foundations.ts';
import type { HostConfig } from './host-config.ts';
import { HostSystem } from './host-system.ts';
import { clientUrl, openNetwork, type Network } from './network.ts';
import { buildEngine, createRunners } from './parts.ts';
import { readStartOptions, type StartOptions } from './read-config.ts';
import { Shutdown } from './shutdown.ts';
import type { ExitCode } from './start-failure.ts';
import { Unwinding } from './unwinding.ts';

/** A running engine with everything around it. */
export interface Host {
  readonly file: EngineFile;
  readonly stateFolder: string;
  readonly engine: Engine;
  /** Records an error of this process that nobody expected. */
  unexpected(text: string): void;
  /** Ends it in the manual's order; resolves when all is closed. Calling it again changes nothing. */
  stop(reason: string): Promise<void>;
  /** Resolves with the exit code once it has ended, whoever ended it. */
  readonly ended: Promise<ExitCode>;
}

/**
 * Starts an engine in the manual's order (manual: startup). A step that fails undoes the steps before it and throws
 * `StartFailure` with the manual's exit code.
 */
export async function startHost(config: HostConfig): Promise<Host> {
  const start = readStartOptions(config);
  const unwinding = new Unwinding();
  try {
    return await startSteps(config, start, unwinding);
  } catch (error) {
    await unwinding.unwind();
    throw error;
  }
}

async function startSteps(config: HostConfig, start: StartOptions, unwinding: Unwinding): Promise<Host> {
  const { clock } = config;
  const foundations = await layFoundations(config, start, unwinding);
  const shutdown = new Shutdown({ clock, options: start.options, foundations });
  const engine = await openEngine(config, start, foundations, unwinding);
  shutdown.parts.engine = engine;
  const system = new HostSystem(start, foundations, clock.nowMicros(), (reason) => shutdown.begin(reason));
  const onUnused = (): void => void shutdown.begin('nobody has been attached for a while');
  const network = await openNetwork({ config, start, foundations, engine, system, onUnused }, unwinding);
  shutdown.parts.network = network;
  const file = engineFile(config, start, foundations, network);
  system.listening(network.listeners, file.url);
  await announce(engine, foundations, file);
  return {
    file,
    stateFolder: foundations.stateFolder,
    engine,
    unexpected: (text) => {
      foundations.logs.component('qorus-core').fatal(`Unexpected: ${text}`);
      const [reason = ''] = text.split('\n');
      engine.alerts.raiseTransient({ type: 'SYSTEM', id: 'engine', alert: 'UNEXPECTED-ERROR' }, reason);
    },
    stop: (reason) => shutdown.begin(reason).finished,
    ended: shutdown.ended,
  };
}

async function openEngine(
  { clock }: HostConfig,
  start: StartOptions,
  foundations: Foundations,
  unwinding: Unwinding,
): Promise<Engine> {
  const { logs, store, sessionId, stateFolder } = foundations;
  const runners = createRunners(start.options, { clock, logs, projectFolder: start.projectFolder });
  unwinding.add(() => Promise.all([runners.process.dispose(0), runners.shared.dispose(0)]));
  const engine = await buildEngine(start.options, { store, runners, clock, logs, sessionId, stateFolder });
  // The log cannot tell of itself that it cannot be written.
  logs.onState = (file, reason) => {
    const subject = { type: 'SYSTEM', id: file, alert: 'LOG-NOT-WRITTEN' } as const;
    if (reason === undefined) engine.alerts.clearOngoing(subject);
    else
      engine.alerts.raiseOngoing(
        subject,
        `${reason}. Lines are lost until there is space and the folder can be written.`,
      );
  };
  // A large database is checked after the start; what is found must not wait until someone runs into it.
  void store.integrity.then((findings) => {
    if (findings.length > 0) logs.component('qorus-core').fatal(`The database is damaged: ${findings.join('; ')}`);
  });
  return engine;
}

/** From here on others find the engine; then interfaces start (manual: startup). */
async function announce(engine: Engine, { stateFolder, logs }: Foundations, file: EngineFile): Promise<void> {
  writeEngineFile(stateFolder, file);
  const version = productVersion();
  engine.events.publish('SYSTEM_STARTUP', { name: file.instanceKey, version, build: version });
  await engine.startInterfaces();
  logs.component('qorus-core').info(`Ready at ${file.url}.`);
}

function engineFile(config: HostConfig, start: StartOptions, foundations: Foundations, network: Network): EngineFile {
  return {
    formatVersion: 1,
    instanceKey: start.instanceKey,
    pid: process.pid,
    url: clientUrl(network.listeners.open),
    token: network.token,
    productVersion: productVersion(),
    apiVersion,
    schemaVersion: foundations.store.schemaVersion,
    profile: start.options.profile,
    startedAt: isoFromMicros(config.clock.nowMicros()),
    leased: config.leased,
    ...(start.projectFolder === undefined ? {} : { projectFolder: start.projectFolder }),
    database: foundations.database,
    logFolder: foundations.logFolder,
  };
}
