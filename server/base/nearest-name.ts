/**
 * The candidate that a mistyped name most likely means, or undefined when none is near: at most one change per three
 * characters (exchanged neighbours are one change, letter case is none). The first of equals wins.
 */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  // One character says nothing about another, so the shortest names differ in letter case at most.
  const limit = Math.min(4, Math.floor(name.length / 3));
  const wanted = normal(name);
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const distance = editDistance(wanted, normal(candidate), bestDistance);
    if (distance >= bestDistance || candidate === name) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
}

/** `recover-delay` and `recover_delay` are the commonest confusion, so the two signs count as one. */
function normal(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

/** Number of inserted, removed, replaced or exchanged characters; gives up at `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(replaced, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforePrevious[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    if (Math.min(...row) >= limit) return limit;
    beforePrevious = previous;
    previous = row;
  }
  return previous[b.length] ?? limit;
}
