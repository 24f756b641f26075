import path from 'node:path';
import { countCommits, FiveSteps, type FiveStepWorkflow } from './five-steps.ts';
import { atMost, measured, type Measured } from './measured.ts';

/**
 * Commits are counted, not timed, so this says the same on every machine: an order of n steps alone costs n + 1, and
 * many orders at once share theirs.
 */
export async function benchCommits(): Promise<readonly Measured[]> {
  return [
    atMost(6, measured('commits of one order of 5 steps', await commitsOf('one-at-a-time', 1), 'commits')),
    atMost(20, measured('commits of 100 such orders at once', await commitsOf('many-at-a-time', 100), 'commits')),
  ];
}

/** Commits from picking up the orders to their end; creating them is not counted. */
async function commitsOf(workflow: FiveStepWorkflow, orders: number): Promise<number> {
  let list = '';
  const steps = await FiveSteps.start((root) => {
    list = path.join(root, 'passages');
    return { env: { ORDO_FAULT_LIST: list } };
  });
  try {
    await steps.create(workflow, orders);
    const before = countCommits(list);
    await steps.finish(workflow);
    return countCommits(list) - before;
  } finally {
    await steps.end();
  }
}
