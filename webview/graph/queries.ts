/** A step with what it waits for, as far as questions about the graph need it. */
export interface QueryStep {
  readonly id: string;
  readonly after: readonly { readonly id: string }[];
}

/** Answers questions about who comes before whom. Made anew for each graph; edges to unknown steps do not count. */
export class GraphQueries {
  readonly #before = new Map<string, readonly string[]>();
  readonly #after = new Map<string, string[]>();

  constructor(steps: readonly QueryStep[]) {
    for (const { id } of steps) this.#after.set(id, []);
    for (const { id, after } of steps) {
      const known = [...new Set(after.map((edge) => edge.id))].filter((from) => this.#after.has(from));
      this.#before.set(id, known);
      for (const from of known) this.#after.get(from)?.push(id);
    }
  }

  /** What the step waits for itself. */
  directlyBefore(id: string): readonly string[] {
    return this.#before.get(id) ?? [];
  }

  /** What waits for the step itself. */
  directlyAfter(id: string): readonly string[] {
    return this.#after.get(id) ?? [];
  }

  /** Everything that must be done before the step. */
  before(id: string): ReadonlySet<string> {
    return reach(id, (each) => this.directlyBefore(each));
  }

  /** Everything that cannot begin before the step is done. */
  after(id: string): ReadonlySet<string> {
    return reach(id, (each) => this.directlyAfter(each));
  }

  /** The steps from `to` to `from` that would become a cycle if `to` waited for `from` as well; undefined = none. */
  wouldClose(from: string, to: string): readonly string[] | undefined {
    if (from === to) return [from];
    const reachedBy = new Map<string, string>();
    const queue = [to];
    for (const at of queue) {
      for (const next of this.directlyAfter(at)) {
        if (next === to || reachedBy.has(next)) continue;
        reachedBy.set(next, at);
        if (next === from) return wayBack(from, to, reachedBy);
        queue.push(next);
      }
    }
    return undefined;
  }

  /** Longest runs of steps of which each waits only for the one before it and is all that waits for that one. */
  series(): readonly (readonly string[])[] {
    const runs: string[][] = [];
    for (const id of this.#before.keys()) {
      if (this.#onlyNext(this.#onlyBefore(id)) === id) continue;
      const run = [id];
      for (let next = this.#onlyNext(id); next !== undefined && !run.includes(next); next = this.#onlyNext(next))
        run.push(next);
      if (run.length > 1) runs.push(run);
    }
    return runs;
  }

  #onlyBefore(id: string): string | undefined {
    const before = this.directlyBefore(id);
    return before.length === 1 ? before[0] : undefined;
  }

  #onlyNext(id: string | undefined): string | undefined {
    const after = id === undefined ? [] : this.directlyAfter(id);
    const next = after.length === 1 ? after[0] : undefined;
    return next !== undefined && this.#onlyBefore(next) === id ? next : undefined;
  }
}

function reach(id: string, next: (id: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const queue = [id];
  for (const at of queue)
    for (const each of next(at))
      if (each !== id && !found.has(each)) {
        found.add(each);
        queue.push(each);
      }
  return found;
}

function wayBack(from: string, to: string, reachedBy: ReadonlyMap<string, string>): readonly string[] {
  const way = [from];
  for (let at = reachedBy.get(from); at !== undefined; at = at === to ? undefined : reachedBy.get(at)) way.unshift(at);
  return way;
}
