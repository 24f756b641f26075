import { readFileSync } from 'node:fs';
import type { ListenerHash } from '../../schemas/protocol/rest.ts';
import { ApiServer, type ApiServerConfig, type TlsFiles } from '../api/http/server.ts';
import { isLoopback, type ListenerOption } from '../engine/options/listeners.ts';
import type { ServerOptions } from '../engine/options/server-options.ts';
import { exitCodes, StartFailure } from './start-failure.ts';

export interface OpenListener {
  readonly hash: ListenerHash;
  readonly server: ApiServer;
  /** What it was made of; its certificate is read from there again. */
  readonly wanted: ListenerOption;
}

/** Start-up step 7 (manual: startup): opens every listener, or none. */
export async function openListeners(
  wanted: readonly ListenerOption[],
  options: ServerOptions,
  config: Omit<ApiServerConfig, 'tls'>,
): Promise<readonly OpenListener[]> {
  const open: OpenListener[] = [];
  try {
    for (const listener of wanted) open.push(await openListener(listener, options, config, open.length + 1));
    return open;
  } catch (error) {
    await Promise.all(open.map(({ server }) => server.close()));
    throw error;
  }
}

/** Opens one listener, or throws `StartFailure` with the reason. */
export async function openListener(
  wanted: ListenerOption,
  options: ServerOptions,
  config: Omit<ApiServerConfig, 'tls'>,
  id: number,
): Promise<OpenListener> {
  const tls = wanted.tls === undefined ? undefined : readTls(wanted, options);
  // `localhost` may mean two addresses; the one that every client tries is enough.
  const address = wanted.address === 'localhost' ? '127.0.0.1' : wanted.address;
  const { server, port } = await listen(() => createServer(config, tls, wanted), address, wanted);
  const isV6 = address.includes(':');
  const bind = isV6 ? `[${address}]:${port}` : `${address}:${port}`;
  const hash: ListenerHash = {
    id,
    name: `${tls === undefined ? 'http' : 'https'}-${id}`,
    address,
    port,
    family: isV6 ? 6 : 4,
    familystr: isV6 ? 'ipv6' : 'ipv4',
    ssl: tls !== undefined,
    proto: tls === undefined ? 'http' : 'https',
    bind,
    desc: `${tls === undefined ? 'HTTP' : 'HTTPS'} on ${bind}${isLoopback(address) ? ', this machine only' : ''}`,
  };
  return { hash, server, wanted };
}

function createServer(
  config: Omit<ApiServerConfig, 'tls'>,
  tls: TlsFiles | undefined,
  wanted: ListenerOption,
): ApiServer {
  try {
    return new ApiServer({ ...config, tls });
  } catch (error) {
    throw new StartFailure(
      exitCodes.other,
      `The certificate ${wanted.tls?.certificate ?? ''} and the key ${wanted.tls?.key ?? ''} cannot be used: ${reasonOf(error)}. Give a PEM certificate with its own key, and the key's password if it has one.`,
    );
  }
}

async function listen(
  create: () => ApiServer,
  address: string,
  wanted: ListenerOption,
): Promise<{ server: ApiServer; port: number }> {
  const ports = wanted.portMayChange ? [wanted.port, 0] : [wanted.port];
  for (const port of ports) {
    const server = create();
    try {
      return { server, port: await server.listen(address, port) };
    } catch (error) {
      await server.close();
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!isTaken || port === ports.at(-1)) throw cannotListen(address, port, error);
    }
  }
  throw new Error('No port to listen on');
}

function cannotListen(address: string, port: number, error: unknown): StartFailure {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: 'another program listens there. End it, or choose another port with `qorus.http-server`',
    EACCES: 'this user may not use that port. Choose one above 1023 with `qorus.http-server`',
    EADDRNOTAVAIL: 'this machine does not have that address. Correct `qorus.http-server`',
  };
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const reason = reasons[code] ?? `the system refuses it (${reasonOf(error)})`;
  return new StartFailure(exitCodes.other, `Cannot listen on ${address} port ${port}: ${reason}.`);
}

/** Reads certificate and key from their files. */
export function readTls({ tls }: ListenerOption, options: ServerOptions): TlsFiles {
  return {
    cert: readPem(tls?.certificate ?? ''),
    key: readPem(tls?.key ?? ''),
    passphrase: tls?.password,
    minVersion: options.flag('minimum-tls-13') ? 'TLSv1.3' : 'TLSv1.2',
  };
}

function readPem(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new StartFailure(
      exitCodes.other,
      `The PEM file ${file} cannot be read (${code}). Correct its path or its rights.`,
    );
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
