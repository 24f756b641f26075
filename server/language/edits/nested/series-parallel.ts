/** What nested lists say: steps in turn or side by side. A tree never has a part of its own kind directly inside it. */
export type NestedTree =
  | { readonly kind: 'leaf'; readonly id: string }
  | { readonly kind: 'serial' | 'parallel'; readonly parts: readonly NestedTree[] };

/** The steps of a graph with what each waits for, in list order. */
export type GraphSteps = readonly { readonly id: string; readonly after: readonly string[] }[];

/**
 * The nested lists that say exactly this graph, or undefined when none do. What follows a group waits for all ends of it,
 * so sets of predecessors are equal or have nothing in common: each such set becomes a knot, each step a link between two
 * knots, and links are joined in turn and side by side until one is left. Linear in steps and dependencies.
 */
export function nestedTreeOf(steps: GraphSteps): NestedTree | undefined {
  const links = linksOf(steps);
  return links === undefined ? undefined : new Reduction(links).run();
}

interface Link {
  readonly from: number;
  readonly to: number;
  readonly tree: NestedTree;
  /** Place of the first step in the list, which is the order of parts side by side. */
  readonly first: number;
}

const startKnot = 0;
const endKnot = 1;

function linksOf(steps: GraphSteps): readonly Link[] | undefined {
  const knotOfSet = new Map<string, number>([['', startKnot]]);
  const members: (readonly string[])[] = [[], []];
  const endOf = new Map<string, number>();
  const fromOf = new Map<string, number>();
  for (const { id, after } of steps) {
    const set = [...new Set(after)].sort();
    const key = set.join('\n');
    let knot = knotOfSet.get(key);
    if (knot === undefined) {
      knot = members.push(set) - 1;
      knotOfSet.set(key, knot);
      for (const member of set) {
        if (endOf.has(member)) return undefined;
        endOf.set(member, knot);
      }
    }
    fromOf.set(id, knot);
  }
  return steps.map(({ id }, first) => ({
    from: fromOf.get(id) ?? startKnot,
    to: endOf.get(id) ?? endKnot,
    tree: { kind: 'leaf', id },
    first,
  }));
}

class Reduction {
  readonly #out = new Map<number, Set<Link>>();
  readonly #in = new Map<number, Set<Link>>();
  readonly #knots: number[] = [];
  #count = 0;

  constructor(links: readonly Link[]) {
    for (const link of links) this.#add(link);
  }

  run(): NestedTree | undefined {
    for (let knot = this.#knots.pop(); knot !== undefined; knot = this.#knots.pop()) this.#joinInTurn(knot);
    const [only] = this.#out.get(startKnot) ?? [];
    return this.#count === 1 && only?.to === endKnot ? only.tree : undefined;
  }

  /** Adds a link; one beside it becomes one with it. */
  #add(link: Link): void {
    const beside = [...smaller(this.#setOf(this.#out, link.from), this.#setOf(this.#in, link.to))].find(
      ({ from, to }) => from === link.from && to === link.to,
    );
    if (beside) {
      this.#take(beside);
      const [a, b] = beside.first < link.first ? [beside, link] : [link, beside];
      this.#put({ ...link, first: a.first, tree: joined('parallel', a.tree, b.tree) });
    } else this.#put(link);
  }

  #joinInTurn(knot: number): void {
    if (knot === startKnot || knot === endKnot) return;
    const [before, ...moreBefore] = this.#in.get(knot) ?? [];
    const [after, ...moreAfter] = this.#out.get(knot) ?? [];
    if (!before || !after || moreBefore.length > 0 || moreAfter.length > 0 || before === after) return;
    this.#take(before);
    this.#take(after);
    this.#add({
      from: before.from,
      to: after.to,
      first: Math.min(before.first, after.first),
      tree: joined('serial', before.tree, after.tree),
    });
  }

  #put(link: Link): void {
    this.#setOf(this.#out, link.from).add(link);
    this.#setOf(this.#in, link.to).add(link);
    this.#count += 1;
    this.#knots.push(link.from, link.to);
  }

  #take(link: Link): void {
    this.#setOf(this.#out, link.from).delete(link);
    this.#setOf(this.#in, link.to).delete(link);
    this.#count -= 1;
  }

  #setOf(map: Map<number, Set<Link>>, knot: number): Set<Link> {
    let set = map.get(knot);
    if (set === undefined) map.set(knot, (set = new Set()));
    return set;
  }
}

function smaller(a: Set<Link>, b: Set<Link>): Set<Link> {
  return a.size <= b.size ? a : b;
}

function joined(kind: 'serial' | 'parallel', a: NestedTree, b: NestedTree): NestedTree {
  return { kind, parts: [...partsOf(kind, a), ...partsOf(kind, b)] };
}

/** What a tree is as a list of the kind: its parts, or itself alone. */
export function partsOf(kind: 'serial' | 'parallel', tree: NestedTree): readonly NestedTree[] {
  return tree.kind === kind ? tree.parts : [tree];
}

/** The steps of a tree from left to right. */
export function leavesOf(tree: NestedTree): readonly string[] {
  return tree.kind === 'leaf' ? [tree.id] : tree.parts.flatMap(leavesOf);
}
