// Five recorded steps in a function on an SQLite file (DATABASE_FILE). An order counts as finished when its function returns.
import { OpenWorkflow } from 'openworkflow';
import { BackendSqlite } from 'openworkflow/sqlite';
import { concurrency, drive } from './drive.mjs';

const client = new OpenWorkflow({ backend: BackendSqlite.connect(process.env.DATABASE_FILE) });
const waiting = new Map();
const order = client.defineWorkflow({ name: 'five-steps' }, async ({ input, step }) => {
  for (let number = 0; number < 5; number += 1) await step.run({ name: `step-${number}` }, () => ({ ok: number }));
  setImmediate(() => {
    waiting.get(input.id)?.();
    waiting.delete(input.id);
  });
  return { id: input.id };
});
await client.newWorker({ concurrency }).start();
await drive(async (id) => {
  const finished = new Promise((resolve) => waiting.set(id, resolve));
  await order.run({ id });
  await finished;
});
process.exit(0);
