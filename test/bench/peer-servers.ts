import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { resourcePath } from '../../server/base/resources.ts';
import { waitFor } from '../support/wait.ts';

/** What a peer's program needs in its environment to find its server. */
export type ServerEnvironment = Readonly<Record<string, string>>;

export interface PeerServer {
  readonly environment: ServerEnvironment;
  stop(): Promise<void>;
}

/** Folder of the peers' own package: its dependencies are installed by this benchmark alone. */
export const peersFolder = resourcePath('test', 'bench', 'peers');

/** Installs the peers and the servers they need, where that is possible; says how where it is not. */
export function installPeers(): void {
  if (!existsSync(path.join(peersFolder, 'node_modules'))) {
    // Not `npm ci`: it refuses the lockfile for optional packages of other systems that the registry no longer describes.
    execFileSync('npm', ['install', '--no-save'], { cwd: peersFolder, stdio: 'inherit' });
  }
  const missing = [
    ...(isOnPath('redis-server') ? [] : ['redis-server']),
    ...(postgresPrograms() === undefined ? ['postgresql'] : []),
  ];
  if (missing.length === 0) return;
  const command = ['apt-get', 'install', '-y', '--no-install-recommends', ...missing];
  if (process.getuid?.() !== 0)
    throw new Error(`Missing here: ${missing.join(', ')}. Install with: ${command.join(' ')}`);
  execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
  execFileSync('apt-get', command.slice(1), {
    stdio: 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

/** Redis that flushes every command to disk before it answers, as our engine does. */
export async function startRedis(): Promise<PeerServer> {
  const folder = temporaryFolder();
  const port = await freePort();
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, ...durable], {
    stdio: 'ignore',
  });
  return serverOf(child, folder, port, { REDIS_PORT: String(port) });
}

/** A private PostgreSQL cluster with its durable defaults. It refuses to run as root, so root lends it another user. */
export async function startPostgres(): Promise<PeerServer> {
  const folder = temporaryFolder();
  const programs = postgresPrograms() ?? '';
  const port = await freePort();
  const user = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = path.join(folder, 'data');
  const options = { ...user, cwd: folder, stdio: 'ignore' } as const;
  execFileSync(path.join(programs, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'postgres'], options);
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`];
  const child = spawn(
    path.join(programs, 'postgres'),
    ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
    options,
  );
  return serverOf(child, folder, port, { DATABASE_URL: `postgresql://postgres@127.0.0.1:${port}/postgres` });
}

/** Debian's package makes a user of this name. */
function idOf(kind: '-u' | '-g'): number {
  return Number(execFileSync('id', [kind, 'postgres'], { encoding: 'utf8' }));
}

export async function startRestate(): Promise<PeerServer> {
  const folder = temporaryFolder();
  const [node, ingress, admin] = [await freePort(), await freePort(), await freePort()];
  const config = path.join(folder, 'restate.toml');
  const settings = ['disable-telemetry = true', 'bind-ip = "127.0.0.1"', 'default-num-partitions = 4'];
  const ports = [`bind-port = ${node}`, '[ingress]', `bind-port = ${ingress}`, '[admin]', `bind-port = ${admin}`];
  writeFileSync(config, [...settings, ...ports, ''].join('\n'));
  const program = path.join(peersFolder, 'node_modules', '.bin', 'restate-server');
  const child = spawn(program, ['-c', config, '--base-dir', path.join(folder, 'data')], {
    stdio: 'ignore',
    env: { ...process.env, RESTATE_LISTEN_MODE: 'tcp' },
  });
  const environment = {
    RESTATE_INGRESS: `http://127.0.0.1:${ingress}`,
    RESTATE_ADMIN: `http://127.0.0.1:${admin}`,
  };
  const server = await serverOf(child, folder, admin, environment);
  await waitFor('Restate to take orders', async () => {
    const health = await fetch(`${environment.RESTATE_INGRESS}/restate/health`).catch(() => undefined);
    return health?.ok === true;
  });
  return server;
}

/** A library on an SQLite file needs no server, only a place for the file. */
export function sqliteFile(): Promise<PeerServer> {
  const folder = temporaryFolder();
  return Promise.resolve({
    environment: { DATABASE_FILE: path.join(folder, 'peer.db') },
    stop: () => Promise.resolve(rmSync(folder, { recursive: true })),
  });
}

async function serverOf(
  child: ChildProcess,
  folder: string,
  port: number,
  environment: ServerEnvironment,
): Promise<PeerServer> {
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await waitFor(`a server on port ${port}`, () => {
    if (child.exitCode !== null) throw new Error(`${child.spawnargs.join(' ')} ended with ${child.exitCode}`);
    return accepts(port);
  });
  return {
    environment,
    stop: async () => {
      child.kill('SIGINT');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function temporaryFolder(): string {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), 'ordo-peer-')), 'state');
  mkdirSync(folder);
  chmodSync(path.dirname(folder), 0o755);
  return folder;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Debian keeps the programs of each version in a folder of their own; the newest counts. */
function postgresPrograms(): string | undefined {
  const [program] = globSync('/usr/lib/postgresql/*/bin/initdb').sort().reverse();
  return program === undefined ? undefined : path.dirname(program);
}

function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, program)));
}
