import { randomBytes } from 'node:crypto';
import os from 'node:os';
import { apiVersion } from '../../schemas/protocol/versions.ts';
import type { ApiServerConfig } from '../api/http/server.ts';
import { routes } from '../api/routes/table.ts';
import { Leases } from '../api/streams/leases.ts';
import { Sockets } from '../api/streams/sockets.ts';
import type { Engine } from '../engine/engine.ts';
import type { Foundations } from './foundations.ts';
import { orLogged } from './foundations.ts';
import type { HostConfig } from './host-config.ts';
import type { HostSystem } from './host-system.ts';
import { ListenerSet } from './listener-set.ts';
import { openListeners, type OpenListener } from './open-listeners.ts';
import type { StartOptions } from './read-config.ts';
import type { Unwinding } from './unwinding.ts';

/** Everything by which others reach the engine. */
export interface Network {
  readonly token: string;
  readonly listeners: ListenerSet;
  readonly sockets: Sockets;
  readonly leases: Leases;
}

export interface NetworkParts {
  readonly config: HostConfig;
  readonly start: StartOptions;
  readonly foundations: Foundations;
  readonly engine: Engine;
  readonly system: HostSystem;
  /** Called when an engine of an editor's has nobody attached any more. */
  readonly onUnused: () => void;
}

/** Start-up step 7 (manual: startup): listeners with the REST API, the WebSockets and the leases. */
export async function openNetwork(parts: NetworkParts, unwinding: Unwinding): Promise<Network> {
  const { config, start, foundations, engine, system } = parts;
  const { clock } = config;
  const { logs, sessionId } = foundations;
  const policy = { allowedHosts: start.options.list('allowed-hosts'), token: randomBytes(32).toString('hex') };
  const leases = createLeases(parts);
  unwinding.add(() => leases.dispose());
  const log = logs.component('http');
  const sockets = new Sockets({ engine, system, clock, log, policy, leases, sessionId });
  unwinding.add(() => sockets.close());
  const limits = {
    requestBytes: start.options.number('max-request-bytes'),
    releaseBytes: start.options.number('max-release-bytes'),
  };
  const serverConfig: Omit<ApiServerConfig, 'tls'> = {
    context: { engine, system, clock },
    routes,
    policy,
    who: userName(),
    log,
    limits,
    upgrade: (request, socket, head) => sockets.upgrade(request, socket, head),
  };
  const opened = await orLogged(logs, () => openListeners(start.listeners, start.options, serverConfig));
  const { environment } = config;
  const listeners = new ListenerSet(opened, { options: start.options, config: serverConfig, environment });
  unwinding.add(() => Promise.all(listeners.open.map(({ server }) => server.close())));
  opened.forEach(({ hash }) => logs.component('qorus-core').info(`Listening: ${hash.desc}.`));
  return { token: policy.token, listeners, sockets, leases };
}

/** The URL that clients on this machine use: plain HTTP where there is a listener for it. */
export function clientUrl(listeners: readonly OpenListener[]): string {
  const hash = (listeners.find((listener) => !listener.hash.ssl) ?? listeners[0])?.hash;
  if (hash === undefined) throw new Error('An engine without listeners');
  const isWide = hash.address === '0.0.0.0' || hash.address === '::';
  const address = isWide ? '127.0.0.1' : hash.family === 6 ? `[${hash.address}]` : hash.address;
  return `${hash.proto}://${address}:${hash.port}`;
}

function createLeases({ config, start, foundations, engine, onUnused }: NetworkParts): Leases {
  const versions = { apiVersion, schemaVersion: foundations.store.schemaVersion };
  const graceMs = start.options.number('lease-seconds') * 1000;
  const unused = config.leased ? { graceMs, callback: onUnused } : undefined;
  return new Leases(config.clock, versions, () => engine.isIdle(), unused);
}

function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    // A user id without an entry in the system's list (containers).
    return 'local';
  }
}
