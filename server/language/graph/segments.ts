/** A step as far as segments depend on it. */
export interface SegmentStep {
  readonly id: string;
  /** Ends a segment: asynchronous, event and subworkflow steps (manual: discontinuities). */
  readonly isDiscontinuity: boolean;
  readonly after: readonly string[];
}

/** A segment with its number and the step whose answer it waits for, if it is the back end of one. */
export interface Segment {
  readonly number: number;
  readonly entry?: string;
  readonly dependsOn: readonly number[];
}

/**
 * Groups steps into segments with the numbers the engine gives them (manual: workflow segments), in time that is linear
 * in steps and edges, so that a picture of a thousand steps follows a key press. Steps of a cycle stand in segment 0.
 */
export function segmentsOf(steps: readonly SegmentStep[]): {
  readonly segments: readonly Segment[];
  readonly segmentOf: ReadonlyMap<string, number>;
} {
  const grouping = new Grouping(steps);
  grouping.run();
  return { segments: grouping.segments, segmentOf: grouping.segmentOf };
}

class Grouping {
  readonly segments: Segment[] = [];
  readonly segmentOf = new Map<string, number>();
  readonly #backEnd = new Map<string, number>();
  readonly #steps: readonly SegmentStep[];
  readonly #followers = new Map<string, number[]>();
  readonly #open: number[] = [];
  /** Steps that may be placed, by the segment they belong to; those of several segments are in `#joins`. */
  readonly #ready = new Map<number, number[]>();
  #joins: number[] = [];

  constructor(steps: readonly SegmentStep[]) {
    this.#steps = steps;
    const known = new Set(steps.map((step) => step.id));
    for (const [index, step] of steps.entries()) {
      const after = new Set(step.after.filter((id) => known.has(id)));
      this.#open.push(after.size);
      for (const id of after) push(this.#followers, id, index);
    }
  }

  run(): void {
    this.#openSegment([], undefined);
    for (const [index, count] of this.#open.entries()) if (count === 0) push(this.#ready, 0, index);
    let grown = 0;
    do {
      for (; grown < this.segments.length; grown += 1) this.#grow(grown);
      this.#openJoins();
    } while (grown < this.segments.length);
    for (const { id } of this.#steps) if (!this.segmentOf.has(id)) this.segmentOf.set(id, 0);
  }

  /** In rounds and in list order, because the engine numbers back ends in that order. */
  #grow(segment: number): void {
    for (let round = this.#take(segment); round.length > 0; round = this.#take(segment))
      for (const index of round) this.#place(index, segment);
  }

  #take(segment: number): number[] {
    const round = this.#ready.get(segment) ?? [];
    this.#ready.delete(segment);
    return round.sort((a, b) => a - b);
  }

  /** Steps that wait for several segments: equal predecessors share one join segment, a discontinuity has its own. */
  #openJoins(): void {
    const waiting = this.#joins.sort((a, b) => a - b);
    this.#joins = [];
    const opened = new Map<string, number>();
    for (const index of waiting) {
      const step = this.#steps[index];
      if (step === undefined) continue;
      const key = step.isDiscontinuity ? `step ${index}` : [...new Set(step.after)].sort().join('\n');
      const segment = opened.get(key) ?? this.#openSegment(this.#segmentsBefore(step), undefined);
      opened.set(key, segment);
      this.#place(index, segment);
    }
  }

  #openSegment(dependsOn: readonly number[], entry: string | undefined): number {
    const number = this.segments.length;
    this.segments.push({ number, dependsOn, ...(entry === undefined ? {} : { entry }) });
    return number;
  }

  #place(index: number, segment: number): void {
    const step = this.#steps[index];
    if (step === undefined) return;
    this.segmentOf.set(step.id, segment);
    if (step.isDiscontinuity) this.#backEnd.set(step.id, this.#openSegment([segment], step.id));
    for (const follower of this.#followers.get(step.id) ?? []) {
      const open = (this.#open[follower] ?? 0) - 1;
      this.#open[follower] = open;
      if (open === 0) this.#becomesReady(follower);
    }
  }

  #becomesReady(index: number): void {
    const step = this.#steps[index];
    const [first, ...more] = step ? this.#segmentsBefore(step) : [];
    if (first !== undefined && more.length === 0) push(this.#ready, first, index);
    else this.#joins.push(index);
  }

  /** Segments in which what follows the predecessors runs: of a discontinuity its back end. */
  #segmentsBefore(step: SegmentStep): readonly number[] {
    const numbers = step.after.flatMap((id) => this.#backEnd.get(id) ?? this.segmentOf.get(id) ?? []);
    return [...new Set(numbers)];
  }
}

function push<Key>(map: Map<Key, number[]>, key: Key, value: number): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
