import type { StepCollector, WrittenEdge } from './step-collector.ts';
import type { GraphFault, StepIdentity } from './step-graph.ts';

/** One fault per knot of steps that wait for each other, with a shortest cycle of it. Linear in steps and edges. */
export function findCycles(collector: StepCollector): readonly GraphFault[] {
  const place = new Map(collector.steps.map((step, index) => [step.identity, index]));
  const placeOf = (step: StepIdentity): number => place.get(step) ?? Infinity;
  return stronglyConnected(collector).flatMap((knot) => {
    const first = knot.reduce((a, b) => (placeOf(b) < placeOf(a) ? b : a));
    const cycle = shortestCycle(first, new Set(knot), collector.edges);
    return cycle ? [cycleFault(cycle)] : [];
  });
}

type Edges = ReadonlyMap<StepIdentity, readonly WrittenEdge[]>;
/** A step and the written dependency by which it waits for the next one of the cycle. */
interface Link {
  readonly from: StepIdentity;
  readonly edge: WrittenEdge;
}

function cycleFault(cycle: readonly Link[]): GraphFault {
  const [first] = cycle;
  const place = { start: first?.edge.start ?? 0, end: first?.edge.end ?? 0 };
  if (cycle.length === 1) return { kind: 'waits-for-itself', ...place, values: { step: nameOf(first?.from) } };
  const related = cycle
    .slice(1, 20)
    .map(({ from, edge }) => ({ ...waits(from, edge), start: edge.start, end: edge.end }));
  return { kind: 'cycle', ...place, values: { path: pathText(cycle) }, related };
}

function waits(from: StepIdentity, edge: WrittenEdge): { message: string } {
  return { message: `"${nameOf(from)}" waits for "${nameOf(edge.to)}".` };
}

function pathText(cycle: readonly Link[]): string {
  const parts = cycle.map(({ from, edge }) => `"${nameOf(from)}" waits for "${nameOf(edge.to)}"`);
  const shown = parts.length > 8 ? [...parts.slice(0, 6), `(${parts.length - 7} more)`, ...parts.slice(-1)] : parts;
  return `${shown.slice(0, -1).join(', ')}, and ${shown.at(-1) ?? ''}`;
}

function nameOf(identity: StepIdentity | undefined): string {
  return identity?.slice(0, identity.indexOf(':')) ?? '';
}

/** Breadth first from `first` back to itself, inside the knot. */
function shortestCycle(first: StepIdentity, members: ReadonlySet<StepIdentity>, edges: Edges): Link[] | undefined {
  const reachedBy = new Map<StepIdentity, Link>();
  const queue: StepIdentity[] = [first];
  for (const from of queue) {
    for (const edge of edges.get(from) ?? []) {
      if (!members.has(edge.to) || reachedBy.has(edge.to)) continue;
      reachedBy.set(edge.to, { from, edge });
      if (edge.to === first) return linksTo(first, reachedBy);
      queue.push(edge.to);
    }
  }
  return undefined;
}

function linksTo(first: StepIdentity, reachedBy: ReadonlyMap<StepIdentity, Link>): Link[] {
  const links: Link[] = [];
  let at = first;
  do {
    const link = reachedBy.get(at);
    if (!link) break;
    links.unshift(link);
    at = link.from;
  } while (at !== first);
  return links;
}

/** Tarjan's algorithm without recursion (a chain may be 10,000 steps long); knots without a cycle are left out. */
function stronglyConnected(collector: StepCollector): StepIdentity[][] {
  const search = new KnotSearch(collector.edges);
  for (const step of collector.steps) search.visit(step.identity);
  return search.knots;
}

class KnotSearch {
  readonly knots: StepIdentity[][] = [];
  readonly #edges: Edges;
  readonly #order = new Map<StepIdentity, number>();
  readonly #low = new Map<StepIdentity, number>();
  readonly #open: StepIdentity[] = [];
  readonly #isOpen = new Set<StepIdentity>();

  constructor(edges: Edges) {
    this.#edges = edges;
  }

  visit(root: StepIdentity): void {
    if (this.#order.has(root)) return;
    const work = [this.#enter(root)];
    for (let frame = work.at(-1); frame; frame = work.at(-1)) {
      const edge = this.#edges.get(frame.at)?.[frame.next];
      frame.next += 1;
      if (edge === undefined) {
        work.pop();
        this.#leave(frame.at, work.at(-1)?.at);
      } else if (!this.#order.has(edge.to)) work.push(this.#enter(edge.to));
      else if (this.#isOpen.has(edge.to)) this.#lower(frame.at, this.#order.get(edge.to) ?? 0);
    }
  }

  #enter(at: StepIdentity): { at: StepIdentity; next: number } {
    this.#order.set(at, this.#order.size);
    this.#low.set(at, this.#order.size - 1);
    this.#open.push(at);
    this.#isOpen.add(at);
    return { at, next: 0 };
  }

  #leave(at: StepIdentity, parent: StepIdentity | undefined): void {
    const low = this.#low.get(at) ?? 0;
    if (parent !== undefined) this.#lower(parent, low);
    if (low !== this.#order.get(at)) return;
    const knot = this.#open.splice(this.#open.lastIndexOf(at));
    for (const member of knot) this.#isOpen.delete(member);
    const waitsForItself = (this.#edges.get(at) ?? []).some((edge) => edge.to === at);
    if (knot.length > 1 || waitsForItself) this.knots.push(knot);
  }

  #lower(at: StepIdentity, value: number): void {
    this.#low.set(at, Math.min(this.#low.get(at) ?? value, value));
  }
}
