/** What of a step can be searched for. */
export interface SearchStep {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly kind: string;
  readonly queue?: string;
  readonly event?: string;
  readonly subworkflow?: string;
  readonly problems: readonly unknown[];
}

/**
 * Steps that fit all words, best first: whole names, beginnings, then parts of names, then the rest. `kind:async` and
 * `problem` filter; without words all steps fit, in the order of the list.
 */
export function searchSteps(steps: readonly SearchStep[], text: string): readonly string[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return steps
    .map((step, index) => ({ id: step.id, index, score: scoreOf(step, words) }))
    .filter(({ score }) => score >= 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map(({ id }) => id);
}

/** Less than zero: a word does not fit. */
function scoreOf(step: SearchStep, words: readonly string[]): number {
  let total = 0;
  for (const word of words) {
    const score = wordScore(step, word);
    if (score < 0) return -1;
    total += score;
  }
  return total;
}

function wordScore(step: SearchStep, word: string): number {
  if (word.startsWith('kind:')) return step.kind.startsWith(word.slice(5)) ? 0 : -1;
  if (word === 'problem' || word === 'problems') return step.problems.length > 0 ? 0 : nameScore(step, word);
  return nameScore(step, word);
}

function nameScore(step: SearchStep, word: string): number {
  const name = step.name.toLowerCase();
  if (name === word || step.id.toLowerCase() === word) return 4;
  if (name.startsWith(word)) return 3;
  if (name.includes(word)) return 2;
  const more = [step.queue, step.event, step.subworkflow, step.description];
  return more.some((each) => each?.toLowerCase().includes(word) === true) ? 1 : -1;
}
