import { TakenLine } from './free-place.ts';
import type { LayoutInput, LayoutNode } from './layout.ts';
import { nodeGap, segmentGap, segmentPadding } from './spacing.ts';

/** A box on its way to a place: the center across the rows. */
export interface PlacedNode {
  readonly id: string;
  readonly width: number;
  readonly rank: number;
  readonly segment: number;
  readonly index: number;
  center: number;
  /** It was shown before, in this very row. */
  isFixed: boolean;
  readonly before: PlacedNode[];
  readonly after: PlacedNode[];
}

/** The boxes of one segment, placed towards each other. */
export interface PlacedSegment {
  readonly number: number;
  readonly rows: readonly PlacedNode[][];
  readonly nodes: readonly PlacedNode[];
  /** Some of its boxes were shown before, so that its place is known. */
  readonly isKnown: boolean;
}

/** Where a box was shown last. */
export type KnownPlace = (id: string) => { readonly rank: number; readonly center: number } | undefined;

/** Orders the rows inside each segment so that few edges cross, and gives each box a center; what is known stays. */
export function placeRows(
  nodes: readonly LayoutNode[],
  edges: LayoutInput['edges'],
  ranks: ReadonlyMap<string, number>,
  known: KnownPlace,
): readonly PlacedSegment[] {
  const byId = new Map(
    nodes.map(({ id, width, segment }, index) => [id, newNode(id, width, ranks.get(id) ?? 0, segment, index)]),
  );
  for (const { from, to } of edges) {
    const [upper, lower] = [byId.get(from), byId.get(to)];
    if (!upper || !lower || upper.segment !== lower.segment || upper.rank >= lower.rank) continue;
    upper.after.push(lower);
    lower.before.push(upper);
  }
  const segments = groupSegments([...byId.values()], known);
  const shown = segments.filter(({ isKnown }) => isKnown);
  for (const segment of segments) if (!segment.isKnown) placeAnew(segment);
  const extents = new Map(shown.map((segment) => [segment, knownExtent(segment, known)]));
  for (const segment of shown) addToKnown(segment, known, extents);
  return segments;
}

function newNode(id: string, width: number, rank: number, segment: number, index: number): PlacedNode {
  return { id, width, rank, segment, index, center: 0, isFixed: false, before: [], after: [] };
}

function groupSegments(nodes: readonly PlacedNode[], known: KnownPlace): readonly PlacedSegment[] {
  const bySegment = new Map<number, PlacedNode[]>();
  for (const node of nodes) {
    const list = bySegment.get(node.segment);
    if (list) list.push(node);
    else bySegment.set(node.segment, [node]);
  }
  return [...bySegment]
    .sort(([a], [b]) => a - b)
    .map(([number, inside]) => {
      const rows: PlacedNode[][] = [];
      for (const node of inside) (rows[node.rank] ??= []).push(node);
      const isKnown = inside.some(({ id }) => known(id) !== undefined);
      return { number, rows: rows.filter((row) => row.length > 0), nodes: inside, isKnown };
    });
}

/** Down and up by turns: first the order in the rows, then the distances. */
function placeAnew({ rows }: PlacedSegment): void {
  for (const row of rows) spread(row, (node) => node.center);
  for (let sweep = 0; sweep < 6; sweep += 1) {
    const isDown = sweep % 2 === 0;
    for (const row of isDown ? rows : [...rows].reverse()) {
      const wanted = new Map(row.map((node) => [node, mean(isDown ? node.before : node.after) ?? node.center]));
      row.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0) || a.index - b.index);
      spread(row, (node) => wanted.get(node) ?? 0);
    }
  }
  for (const row of rows) spread(row, (node) => mean([...node.before, ...node.after]) ?? node.center);
}

function mean(nodes: readonly PlacedNode[]): number | undefined {
  if (nodes.length === 0) return undefined;
  let sum = 0;
  for (const { center } of nodes) sum += center;
  return sum / nodes.length;
}

/**
 * Gives the boxes of a row, in their order, the centers nearest to what they want (least squares, by pooling neighbours
 * that would overlap).
 */
function spread(row: readonly PlacedNode[], wanted: (node: PlacedNode) => number): void {
  const offsets: number[] = [];
  const pools: { sum: number; count: number }[] = [];
  let offset = 0;
  for (const [index, node] of row.entries()) {
    const left = row[index - 1];
    if (left) offset += (left.width + node.width) / 2 + nodeGap;
    offsets.push(offset);
    let pool = { sum: wanted(node) - offset, count: 1 };
    for (let last = pools.at(-1); last && last.sum * pool.count >= pool.sum * last.count; last = pools.at(-1)) {
      pool = { sum: last.sum + pool.sum, count: last.count + pool.count };
      pools.pop();
    }
    pools.push(pool);
  }
  let at = 0;
  for (const { sum, count } of pools)
    for (let n = 0; n < count; n += 1, at += 1) {
      const node = row[at];
      if (node) node.center = sum / count + (offsets[at] ?? 0);
    }
}

interface Extent {
  readonly left: number;
  readonly right: number;
  readonly first: number;
  readonly last: number;
}

function knownExtent(segment: PlacedSegment, known: KnownPlace): Extent {
  let [left, right] = [Infinity, -Infinity];
  for (const { id, width } of segment.nodes) {
    const center = known(id)?.center;
    if (center === undefined) continue;
    left = Math.min(left, center - width / 2);
    right = Math.max(right, center + width / 2);
  }
  const ranks = segment.nodes.map(({ rank }) => rank);
  return { left, right, first: Math.min(...ranks), last: Math.max(...ranks) };
}

/** Boxes that were shown in their row stay; those that changed their row keep their column where it is free; new ones come between. */
function addToKnown(segment: PlacedSegment, known: KnownPlace, extents: ReadonlyMap<PlacedSegment, Extent>): void {
  const own = extents.get(segment);
  const strangers = [...extents].filter(([other]) => other !== segment).map(([, extent]) => extent);
  const beside = strangers.filter((other) => own && other.first <= own.last && own.first <= other.last);
  const distance = 2 * segmentPadding + segmentGap;
  for (const row of segment.rows) {
    const placed: PlacedNode[] = [];
    const put = (node: PlacedNode, wanted: number): void => {
      const line = new TakenLine();
      const half = node.width / 2;
      for (const other of placed) {
        const reach = other.width / 2 + nodeGap + half;
        line.take(other.center - reach, other.center + reach);
      }
      for (const { left, right } of beside) line.take(left - distance - half, right + distance + half);
      node.center = line.nearest(wanted);
      placed.push(node);
    };
    for (const node of row) {
      const before = known(node.id);
      if (before?.rank !== node.rank) continue;
      node.center = before.center;
      node.isFixed = true;
      placed.push(node);
    }
    for (const node of row) {
      const before = known(node.id);
      if (before && !node.isFixed) put(node, before.center);
    }
    for (const node of row) if (!known(node.id)) put(node, wantedCenter(node, placed));
  }
}

function wantedCenter(node: PlacedNode, row: readonly PlacedNode[]): number {
  const last = row.reduce<PlacedNode | undefined>((a, b) => (a && a.center > b.center ? a : b), undefined);
  return mean(node.before) ?? mean(node.after.filter(({ isFixed }) => isFixed)) ?? (last ? last.center + 1 : 0);
}
