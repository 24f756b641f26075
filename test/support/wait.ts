import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until a condition of another process holds; says what it waited for when it gives up. */
export async function waitFor(
  what: string,
  condition: () => boolean | Promise<boolean>,
  { timeoutMs = 120_000, everyMs = 20 } = {},
): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`Waited ${timeoutMs} ms for ${what}.`);
    await sleep(everyMs);
  }
}
