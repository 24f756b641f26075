/** The steps and dependencies that a gesture means, in list order. */
export class TargetGraph {
  readonly order: string[];
  readonly #after: Map<string, readonly string[]>;
  /** Steps that took another's place in the list: the old step by the new one. */
  readonly replaced = new Map<string, string>();
  mustBeExplicit = false;

  constructor(steps: Iterable<readonly [string, readonly string[]]>) {
    this.#after = new Map(steps);
    this.order = [...this.#after.keys()];
  }

  has(id: string): boolean {
    return this.#after.has(id);
  }

  after(id: string): readonly string[] {
    return this.#after.get(id) ?? [];
  }

  setAfter(id: string, after: readonly string[]): void {
    this.#after.set(id, [...new Set(after)]);
  }

  followers(id: string): readonly string[] {
    return this.order.filter((each) => this.after(each).includes(id));
  }

  insert(id: string, after: readonly string[], index: number): void {
    this.order.splice(index, 0, id);
    this.setAfter(id, after);
  }

  remove(id: string): void {
    this.order.splice(this.order.indexOf(id), 1);
    this.#after.delete(id);
    for (const each of this.order)
      if (this.after(each).includes(id))
        this.setAfter(
          each,
          this.after(each).filter((other) => other !== id),
        );
  }

  replace(old: string, by: string): void {
    this.replaced.set(by, this.replaced.get(old) ?? old);
    this.replaced.delete(old);
    this.order[this.order.indexOf(old)] = by;
    this.#after.set(by, this.after(old));
    this.#after.delete(old);
    for (const each of this.order)
      if (this.after(each).includes(old))
        this.setAfter(
          each,
          this.after(each).map((other) => (other === old ? by : other)),
        );
  }

  /** The steps from `to` to `from`, which become a cycle when `to` waits for `from`; undefined = none. */
  wayFrom(to: string, from: string): readonly string[] | undefined {
    const reachedFrom = new Map<string, string>();
    const queue = [from];
    for (const at of queue) {
      if (at === to) return wayTo(to, from, reachedFrom);
      for (const next of this.after(at))
        if (!reachedFrom.has(next) && next !== from) {
          reachedFrom.set(next, at);
          queue.push(next);
        }
    }
    return undefined;
  }

  /** What a step waits for, directly or not. */
  before(id: string): ReadonlySet<string> {
    const found = new Set<string>();
    const queue = [id];
    for (const at of queue)
      for (const next of this.after(at))
        if (!found.has(next)) {
          found.add(next);
          queue.push(next);
        }
    return found;
  }
}

function wayTo(to: string, from: string, reachedFrom: ReadonlyMap<string, string>): readonly string[] {
  const way = [to];
  for (let at = to; at !== from;) {
    at = reachedFrom.get(at) ?? from;
    way.push(at);
  }
  return way;
}
