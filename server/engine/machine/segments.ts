import type { SegmentId, StepId } from '../../../schemas/model/ids.ts';
import type { StepType } from '../../../schemas/model/steps.ts';
import type { PlanSegment } from './plan.ts';

/** A step as far as segments depend on it. */
export interface SegmentStep {
  readonly stepId: StepId;
  readonly stepType: StepType;
  readonly after: readonly StepId[];
}

export interface StepPlace {
  readonly segmentId: SegmentId;
  readonly backSegmentId?: SegmentId;
}

/**
 * Groups steps into segments (manual: workflow segments). Asynchronous, event and subworkflow steps end a segment: their
 * primary runs in the segment that leads to them, and a back-end segment holds what follows. A step that waits for
 * several segments stands in a join segment. Segments are numbered as they come up; 0 is the initial one.
 */
export function deriveSegments(steps: readonly SegmentStep[]): {
  readonly segments: readonly PlanSegment[];
  readonly placeOf: ReadonlyMap<StepId, StepPlace>;
} {
  const builder = new SegmentBuilder(steps);
  builder.open([], undefined);
  do builder.growAll();
  while (builder.openJoins());
  return { segments: builder.finish(), placeOf: builder.placeOf };
}

interface OpenSegment {
  readonly segmentId: SegmentId;
  readonly steps: StepId[];
  readonly entry: StepId | undefined;
  readonly dependsOn: readonly SegmentId[];
}

class SegmentBuilder {
  readonly placeOf = new Map<StepId, StepPlace>();
  readonly #segments: OpenSegment[] = [];
  readonly #steps: readonly SegmentStep[];
  #grown = 0;

  constructor(steps: readonly SegmentStep[]) {
    this.#steps = steps;
  }

  open(dependsOn: readonly SegmentId[], entry: StepId | undefined): OpenSegment {
    const segment = { segmentId: this.#segments.length as SegmentId, steps: [], entry, dependsOn };
    this.#segments.push(segment);
    return segment;
  }

  /** Grows every segment that is not grown yet, in order of number; back-end segments opened on the way follow. */
  growAll(): void {
    for (let segment = this.#segments[this.#grown]; segment; segment = this.#segments[this.#grown]) {
      this.#grown += 1;
      this.#grow(segment);
    }
  }

  /** Steps that wait for several segments: equal predecessors share one join segment, a discontinuity has its own. */
  openJoins(): boolean {
    const joins = new Map<string, OpenSegment>();
    const waiting = this.#steps.filter((step) => !this.placeOf.has(step.stepId) && this.#isReachable(step));
    for (const step of waiting) {
      const key = isDiscontinuity(step) ? `step ${step.stepId}` : [...step.after].sort((a, b) => a - b).join(' ');
      const join = joins.get(key) ?? this.open(this.#segmentsBefore(step), undefined);
      joins.set(key, join);
      this.#place(step, join);
    }
    return joins.size > 0;
  }

  finish(): readonly PlanSegment[] {
    return this.#segments.map(({ segmentId, steps, entry, dependsOn }) => ({
      segmentId,
      steps: this.#steps.map(({ stepId }) => stepId).filter((stepId) => steps.includes(stepId)),
      ...(entry === undefined ? {} : { entry }),
      dependsOn,
    }));
  }

  #grow(segment: OpenSegment): void {
    for (let isGrowing = true; isGrowing;) {
      const next = this.#steps.filter((step) => !this.placeOf.has(step.stepId) && this.#belongsTo(step, segment));
      for (const step of next) this.#place(step, segment);
      isGrowing = next.length > 0;
    }
  }

  #belongsTo(step: SegmentStep, segment: OpenSegment): boolean {
    if (step.after.length === 0) return segment.segmentId === 0;
    return this.#isReachable(step) && this.#segmentsBefore(step).every((id) => id === segment.segmentId);
  }

  #place(step: SegmentStep, segment: OpenSegment): void {
    segment.steps.push(step.stepId);
    const back = isDiscontinuity(step) ? { backSegmentId: this.open([], step.stepId).segmentId } : {};
    this.placeOf.set(step.stepId, { segmentId: segment.segmentId, ...back });
  }

  #isReachable(step: SegmentStep): boolean {
    return step.after.every((stepId) => this.placeOf.has(stepId));
  }

  /** Segments in which what follows the predecessors runs: of a discontinuity its back end. */
  #segmentsBefore(step: SegmentStep): readonly SegmentId[] {
    const ids = step.after.map((stepId) => {
      const place = this.placeOf.get(stepId);
      return place?.backSegmentId ?? place?.segmentId ?? (0 as SegmentId);
    });
    return [...new Set(ids)];
  }
}

/** True for the step types that end a segment (manual: discontinuities). */
function isDiscontinuity(step: SegmentStep): boolean {
  return step.stepType !== 'NORMAL';
}
