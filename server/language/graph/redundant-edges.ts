/** A step and what it waits for. */
export interface WaitingStep {
  readonly id: string;
  readonly after: readonly string[];
}

/**
 * Dependencies that say nothing new, by step: what another dependency of the same step waits for already, directly or
 * not. Sets of steps are bits: 10,000 steps take some milliseconds. Steps of a cycle have none.
 */
export function redundantEdges(steps: readonly WaitingStep[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, ReadonlySet<string>>();
  const place = new Map(steps.map(({ id }, index) => [id, index]));
  const before = new Map<string, Uint32Array>();
  for (const step of inTurn(steps)) {
    const bits = new Uint32Array((steps.length + 31) >>> 5);
    for (const id of step.after) join(bits, before.get(id));
    const redundant = step.after.filter((id) => has(bits, place.get(id)));
    if (redundant.length > 0) found.set(step.id, new Set(redundant));
    for (const id of step.after) add(bits, place.get(id));
    before.set(step.id, bits);
  }
  return found;
}

/** The steps, each after those it waits for; steps of a cycle and what follows them are left out. */
export function inTurn<Step extends WaitingStep>(steps: readonly Step[]): Step[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const open = new Map<string, number>();
  const followers = new Map<string, Step[]>();
  for (const step of steps) {
    const after = new Set(step.after.filter((id) => byId.has(id)));
    open.set(step.id, after.size);
    for (const id of after) followers.set(id, [...(followers.get(id) ?? []), step]);
  }
  const ordered = steps.filter(({ id }) => open.get(id) === 0);
  for (const step of ordered)
    for (const follower of followers.get(step.id) ?? []) {
      const left = (open.get(follower.id) ?? 0) - 1;
      open.set(follower.id, left);
      if (left === 0) ordered.push(follower);
    }
  return ordered;
}

function join(bits: Uint32Array, more: Uint32Array | undefined): void {
  if (more) for (let n = 0; n < bits.length; n += 1) bits[n] = (bits[n] ?? 0) | (more[n] ?? 0);
}

function has(bits: Uint32Array, at: number | undefined): boolean {
  return at !== undefined && ((bits[at >>> 5] ?? 0) & (1 << (at & 31))) !== 0;
}

function add(bits: Uint32Array, at: number | undefined): void {
  if (at !== undefined) bits[at >>> 5] = (bits[at >>> 5] ?? 0) | (1 << (at & 31));
}
