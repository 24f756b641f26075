import { TakenLine } from './free-place.ts';
import type { LayoutInput } from './layout.ts';
import type { PlacedNode, PlacedSegment } from './row-places.ts';
import { segmentGap, segmentPadding } from './spacing.ts';

/**
 * Moves whole segments sideways so that their areas do not overlap, each near to what it follows. Those that were shown
 * before come first, the largest ones first, so that as little as possible moves. Gives the center of each box.
 */
export function placeSegments(
  segments: readonly PlacedSegment[],
  edges: LayoutInput['edges'],
): ReadonlyMap<string, number> {
  const centers = new Map<string, number>();
  const waits = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const list = waits.get(to);
    if (list) list.push(from);
    else waits.set(to, [from]);
  }
  const fixedCount = (segment: PlacedSegment): number => segment.nodes.filter(({ isFixed }) => isFixed).length;
  const known = segments.filter(({ isKnown }) => isKnown).sort((a, b) => fixedCount(b) - fixedCount(a));
  const areas: Area[] = [];
  for (const segment of [...known, ...segments.filter(({ isKnown }) => !isKnown)]) {
    const area = areaOf(segment.nodes);
    const shift = freeShift(area, areas, segment.isKnown ? 0 : wantedShift(segment, waits, centers));
    areas.push({ ...area, left: area.left + shift, right: area.right + shift });
    for (const node of segment.nodes) centers.set(node.id, node.center + shift);
  }
  return centers;
}

interface Area {
  readonly left: number;
  readonly right: number;
  readonly first: number;
  readonly last: number;
}

function areaOf(nodes: readonly PlacedNode[]): Area {
  let [left, right, first, last] = [Infinity, -Infinity, Infinity, 0];
  for (const { center, width, rank } of nodes) {
    left = Math.min(left, center - width / 2 - segmentPadding);
    right = Math.max(right, center + width / 2 + segmentPadding);
    first = Math.min(first, rank);
    last = Math.max(last, rank);
  }
  return { left, right, first, last };
}

function freeShift(area: Area, taken: readonly Area[], wanted: number): number {
  const line = new TakenLine();
  for (const other of taken) {
    if (other.first > area.last || area.first > other.last) continue;
    line.take(other.left - area.right - segmentGap, other.right - area.left + segmentGap);
  }
  return line.nearest(wanted);
}

/** As far as it takes to stand below what the segment's boxes wait for. */
function wantedShift(
  segment: PlacedSegment,
  waits: ReadonlyMap<string, readonly string[]>,
  centers: ReadonlyMap<string, number>,
): number {
  let [sum, count] = [0, 0];
  for (const { id, center } of segment.nodes)
    for (const from of waits.get(id) ?? []) {
      const above = centers.get(from);
      if (above === undefined) continue;
      sum += above - center;
      count += 1;
    }
  return count === 0 ? 0 : Math.round(sum / count);
}
