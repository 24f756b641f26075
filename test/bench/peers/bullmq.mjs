// Five jobs, each the child of the next; Redis must flush each command to disk (REDIS_PORT).
import { FlowProducer, Worker } from 'bullmq';
import { concurrency, drive } from './drive.mjs';

const connection = { host: '127.0.0.1', port: Number(process.env.REDIS_PORT) };
const queueName = `steps-${process.pid}`;
const producer = new FlowProducer({ connection });
const waiting = new Map();
const worker = new Worker(queueName, async (job) => ({ ok: job.name }), { connection, concurrency });
worker.on('completed', (job) => {
  waiting.get(job.data.id)?.();
  waiting.delete(job.data.id);
});
await worker.waitUntilReady();

// Only the last job of a chain carries the id.
function chain(id) {
  let job = { name: 'step-0', queueName };
  for (let step = 1; step < 5; step += 1) {
    job = { name: `step-${step}`, queueName, data: step === 4 ? { id } : {}, children: [job] };
  }
  return job;
}

await drive(async (id) => {
  const finished = new Promise((resolve) => waiting.set(id, resolve));
  await producer.add(chain(id));
  await finished;
});
process.exit(0);
