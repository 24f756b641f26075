import type { ListenerHash } from '../../schemas/protocol/rest.ts';
import type { ApiServerConfig } from '../api/http/server.ts';
import { ListenerRefusal, type ListenerRequest } from '../api/system-operations.ts';
import { readListener } from '../engine/options/listeners.ts';
import type { ServerOptions } from '../engine/options/server-options.ts';
import { openListener, type OpenListener, readTls } from './open-listeners.ts';
import { StartFailure } from './start-failure.ts';

/** The engine's listeners, opened at start and, by request, later (manual: REST API, listeners). */
export class ListenerSet {
  /** All that are open, in the order of their ids. */
  readonly open: OpenListener[];
  readonly #options: ServerOptions;
  readonly #config: Omit<ApiServerConfig, 'tls'>;
  readonly #environment: Readonly<Record<string, string | undefined>>;
  #lastId: number;

  constructor(
    open: readonly OpenListener[],
    parts: {
      readonly options: ServerOptions;
      readonly config: Omit<ApiServerConfig, 'tls'>;
      readonly environment: Readonly<Record<string, string | undefined>>;
    },
  ) {
    this.open = [...open];
    this.#options = parts.options;
    this.#config = parts.config;
    this.#environment = parts.environment;
    this.#lastId = open.length;
  }

  hashes(): readonly ListenerHash[] {
    return this.open.map(({ hash }) => hash);
  }

  /** Opens one more, or refuses. */
  async add({ bind, cert, key, password, name }: ListenerRequest): Promise<ListenerHash> {
    const isSecure = cert !== undefined || bind.includes('{');
    const tls = cert === undefined ? '' : `{cert=${cert};key=${key ?? cert};password=${password ?? ''}}`;
    const wanted = readListener(`${bind}${tls}`, isSecure, this.#options, this.#environment);
    if ('code' in wanted) throw new ListenerRefusal(`${wanted.message} ${wanted.remedy}`);
    if (name !== undefined && this.#find(name)) throw new ListenerRefusal(`There is a listener "${name}" already.`);
    const opened = await orRefused(() => openListener(wanted, this.#options, this.#config, this.#lastId + 1));
    this.#lastId += 1;
    const listener = name === undefined ? opened : { ...opened, hash: { ...opened.hash, name } };
    this.open.push(listener);
    return listener.hash;
  }

  /** Closes one; `ownPort` is the port by which the request came. The first one stays: others find the engine by it. */
  async close(idOrName: string, ownPort: number | undefined): Promise<void> {
    const listener = this.#get(idOrName);
    if (listener.hash.port === ownPort) {
      throw new ListenerRefusal('A listener is not closed by a request that came through it.');
    }
    if (listener === this.open[0]) {
      throw new ListenerRefusal('This listener is the one by which programs on this machine find the engine.');
    }
    this.open.splice(this.open.indexOf(listener), 1);
    await listener.server.close();
  }

  /** Reads certificate and key of a TLS listener again. */
  reload(idOrName: string): void {
    const { wanted, server, hash } = this.#get(idOrName);
    if (!hash.ssl) throw new ListenerRefusal(`Listener ${hash.name} has no certificate.`);
    try {
      server.reloadTls(readTls(wanted, this.#options));
    } catch (error) {
      throw new ListenerRefusal(
        `The certificate cannot be used: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  #get(idOrName: string): OpenListener {
    const found = this.#find(idOrName);
    if (!found) throw new ListenerRefusal(`There is no listener "${idOrName}".`, 404);
    return found;
  }

  #find(idOrName: string): OpenListener | undefined {
    return this.open.find(({ hash }) => hash.name === idOrName || String(hash.id) === idOrName);
  }
}

async function orRefused<T>(open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof StartFailure) throw new ListenerRefusal(error.message);
    throw error;
  }
}
