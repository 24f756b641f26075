import type { TestContext } from 'node:test';
import { EngineHarness, type HarnessSetup } from './engine-harness.ts';
import { StepError } from './scripted-runner.ts';

/** An engine that ends with the test. */
export async function startEngine(t: TestContext, setup: HarnessSetup = {}): Promise<EngineHarness> {
  const harness = await EngineHarness.start(setup);
  t.after(() => harness.close());
  return harness;
}

/** A method that throws the first `times` times. `RETRY-ERROR` is a default definition with status RETRY. */
export function failing(times: number, error: string | Error = 'RETRY-ERROR'): () => void {
  let left = times;
  return () => {
    if (left <= 0) return;
    left -= 1;
    throw typeof error === 'string' ? new StepError(error) : error;
  };
}

/** `error` of the refusal that an operation ends with. */
export async function refusalOf(operation: Promise<unknown>): Promise<string> {
  try {
    await operation;
  } catch (error) {
    const { error: code } = error as { error?: unknown };
    if (typeof code === 'string') return code;
    throw error;
  }
  return 'not refused';
}
