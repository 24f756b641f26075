import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../base/clock.ts';

/** Waits until a process has ended; false when it still runs after the time, or the signal aborts. */
export async function waitForEnd(
  clock: Clock,
  pid: number,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal?: AbortSignal },
): Promise<boolean> {
  const deadline = clock.monotonicMs() + timeoutMs;
  while (isAlive(pid)) {
    if (signal?.aborted === true || clock.monotonicMs() > deadline) return false;
    await delay(50);
  }
  return true;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
