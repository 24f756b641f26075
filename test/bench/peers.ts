import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { FiveSteps } from './five-steps.ts';
import { atLeast, measured, type Measured, median } from './measured.ts';
import {
  installPeers,
  type PeerServer,
  peersFolder,
  sqliteFile,
  startPostgres,
  startRedis,
  startRestate,
} from './peer-servers.ts';
import { measureOrders, type Speed } from './throughput.ts';

interface Contender {
  readonly name: string;
  /** Steps per second of one order at a time, and of many. */
  measure(orders: number, atATime: number): Promise<Speed>;
  end(): Promise<void>;
}

const rounds = 2;
const cases = [
  { title: 'one order at a time', orders: 200, atATime: 1 },
  { title: '100 orders at a time', orders: 3_000, atATime: 100 },
] as const;

/**
 * Orders of five steps that do nothing, each result on disk before the next step begins: Ordo and other engines one after
 * the other, several rounds in one run, because machines are shared and only ratios of one run tell anything.
 */
export async function benchPeers(): Promise<readonly Measured[]> {
  installPeers();
  const contenders = [await ordo()];
  try {
    contenders.push(await peer('BullMQ on Redis', 'bullmq.mjs', startRedis));
    contenders.push(await peer('DBOS on PostgreSQL', 'dbos.mjs', startPostgres));
    contenders.push(await peer('Restate', 'restate.mjs', startRestate));
    contenders.push(await peer('openworkflow on SQLite', 'openworkflow.mjs', sqliteFile));
    const results: Measured[] = [];
    for (const { title, orders, atATime } of cases) {
      results.push(...compare(title, await measureRounds(contenders, orders, atATime), atATime === 1 ? undefined : 8));
    }
    return results;
  } finally {
    for (const contender of contenders) await contender.end();
  }
}

async function measureRounds(
  contenders: readonly Contender[],
  orders: number,
  atATime: number,
): Promise<ReadonlyMap<string, readonly Speed[]>> {
  const speeds = new Map<string, Speed[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of contenders) {
      speeds.get(contender.name)?.push(await contender.measure(orders, atATime));
    }
  }
  return speeds;
}

function compare(title: string, speeds: ReadonlyMap<string, readonly Speed[]>, goal: number | undefined): Measured[] {
  const [ours = 0, ...peers] = [...speeds.values()].map((rows) => median(rows.map((row) => row.stepsPerSecond)));
  const rows = [...speeds].flatMap(([name, of]) => [
    measured(`${title}: ${name}`, median(of.map((row) => row.stepsPerSecond)), 'steps/s'),
    measured(`${title}: ${name}, order, median`, median(of.map((row) => row.medianMs)), 'ms'),
  ]);
  const ratio = measured(`${title}: Ordo to the best peer`, ours / Math.max(...peers), 'ratio');
  return [...rows, goal === undefined ? ratio : atLeast(goal, ratio)];
}

async function ordo(): Promise<Contender> {
  const steps = await FiveSteps.start(() => ({ options: ['max-concurrent-orders=100'] }));
  return {
    name: 'Ordo',
    measure: (orders, atATime) => measureOrders(steps, atATime === 1 ? 'one-at-a-time' : 'many-at-a-time', orders),
    end: () => steps.end(),
  };
}

async function peer(name: string, program: string, start: () => Promise<PeerServer>): Promise<Contender> {
  const server = await start();
  const env = { ...process.env, ...server.environment };
  return {
    name,
    measure: async (orders, atATime) => {
      const args = [path.join(peersFolder, program), String(orders), String(atATime)];
      const { stdout } = await promisify(execFile)(process.execPath, args, { env, timeout: 300_000 });
      return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Speed;
    },
    end: () => server.stop(),
  };
}
