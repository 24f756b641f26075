/**
 * Creates orders until the store cannot write, then tries again every 50 ms until it can: says `full`, `ready` and how many
 * orders it was told are recorded. It runs under a limit on the size of files, which its parent raises.
 */
import { SystemClock } from '../../../../../server/base/clock.ts';
import { openSqliteStore } from '../../../../../server/engine/store/sqlite/open.ts';
import { StoreUnavailable } from '../../../../../server/engine/store/store.ts';
import { createOrder, installSample, json } from '../sample.ts';
import { setTimeout as delay } from 'node:timers/promises';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const store = await openSqliteStore({ file: process.argv[2] ?? '', clock: new SystemClock() });
store.onAvailability(say);
const { workflowId } = await installSample(store);
const recorded: number[] = [];

while (await tryOne());
say('full');
while (!(await tryOne())) await delay(50);
say(`recorded ${JSON.stringify(recorded)}`);
await store.close();

async function tryOne(): Promise<boolean> {
  try {
    recorded.push(await createOrder(store, workflowId, {}, { staticData: json('x'.repeat(5000)) }));
    return true;
  } catch (error) {
    if (error instanceof StoreUnavailable) return false;
    throw error;
  }
}
