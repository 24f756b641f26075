import { createInterface } from 'node:readline/promises';
import type { Cli } from '../cli.ts';

/** Asks a question that is answered with yes or no. Without a terminal, and for every other answer, it is no. */
export async function askYesNo(cli: Cli, question: string): Promise<boolean> {
  if (!cli.canAsk || cli.out.isJson) return false;
  cli.out.endProgress();
  const prompt = createInterface({ input: cli.stdin, output: cli.stderr });
  try {
    const answer = await prompt.question(`${question} [y/N] `, { signal: cli.signal });
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return false;
    throw error;
  } finally {
    prompt.close();
  }
}
