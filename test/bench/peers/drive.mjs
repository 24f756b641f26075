// Starts orders at a fixed concurrency and tells what came of it, as one line of JSON.

/** Arguments of every program here: number of orders, how many at a time. */
export const [orders, concurrency] = process.argv.slice(2).map(Number);

/** `startOrder` resolves when its order is finished. Orders before the measured ones warm everything up. */
export async function drive(startOrder) {
  await run(Math.min(50, orders), Math.min(concurrency, 10), startOrder);
  const started = performance.now();
  const latencies = await run(orders, concurrency, startOrder);
  const seconds = (performance.now() - started) / 1000;
  const at = (part) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * part))];
  process.stdout.write(
    `${JSON.stringify({ stepsPerSecond: (orders * 5) / seconds, medianMs: at(0.5), p99Ms: at(0.99) })}\n`,
  );
}

async function run(count, atATime, startOrder) {
  const latencies = [];
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const id = `${process.pid}-${next++}-${performance.now()}`;
      const begun = performance.now();
      await startOrder(id);
      latencies.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return latencies.sort((a, b) => a - b);
}
