/**
 * The row of each node: 0 where nothing is waited for, else one more than the highest row waited for. In a cycle, which
 * a text may have for a while, the first node of the list goes first.
 */
export function rankNodes(
  nodes: readonly { readonly id: string }[],
  edges: readonly { readonly from: string; readonly to: string }[],
): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  const open = new Map(nodes.map(({ id }) => [id, 0]));
  const followers = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const { from, to } of edges) {
    const list = followers.get(from);
    if (list === undefined || !open.has(to)) continue;
    list.push(to);
    open.set(to, (open.get(to) ?? 0) + 1);
  }
  const queue = nodes.flatMap(({ id }) => (open.get(id) === 0 ? [id] : []));
  const drain = (): void => {
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) visit(id);
  };
  const visit = (id: string): void => {
    const rank = ranks.get(id) ?? 0;
    ranks.set(id, rank);
    open.set(id, -1);
    for (const next of followers.get(id) ?? []) {
      const left = open.get(next) ?? 0;
      if (left <= 0) continue;
      ranks.set(next, Math.max(ranks.get(next) ?? 0, rank + 1));
      open.set(next, left - 1);
      if (left === 1) queue.push(next);
    }
  };
  drain();
  for (const { id } of nodes) {
    if ((open.get(id) ?? -1) <= 0) continue;
    queue.push(id);
    drain();
  }
  return ranks;
}
