import type { FeatureProject } from '../feature-project.ts';
import { segmentsOf } from '../steps/segments.ts';

/** A remark behind a place. */
export interface InlayHint {
  readonly offset: number;
  readonly text: string;
  readonly tooltip: string;
}

/** The segment of each step of a workflow that has more than one, between two offsets. */
export function inlayHints(project: FeatureProject, file: string, from: number, to: number): readonly InlayHint[] {
  const object = project.object(file);
  if (object?.kind !== 'workflow') return [];
  const segments = segmentsOf(project, object);
  if (new Set([...segments.values()].map(({ segment }) => segment)).size < 2) return [];
  return (object.graph?.steps ?? [])
    .filter(({ start, end }) => end >= from && start <= to)
    .flatMap(({ identity, end }) => {
      const place = segments.get(identity);
      return place ? [{ offset: end, text: `segment ${place.segment}`, tooltip: tooltipOf(place) }] : [];
    });
}

function tooltipOf({ segment, back }: { segment: number; back?: number }): string {
  const first = `This step runs in segment ${segment}.`;
  return back === undefined ? first : `${first} The order waits here; what follows goes on in segment ${back}.`;
}
