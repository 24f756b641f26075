import { rankNodes } from './ranks.ts';
import { placeRows } from './row-places.ts';
import { routeEdges } from './routes.ts';
import { placeSegments } from './segment-places.ts';
import { segmentPadding, segmentTitle, rowGap } from './spacing.ts';

/** A box to place. `segment` keeps together what an order passes without waiting. */
export interface LayoutNode {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly segment: number;
}

export interface LayoutInput {
  readonly nodes: readonly LayoutNode[];
  /** `to` waits for `from`. */
  readonly edges: readonly { readonly from: string; readonly to: string }[];
  readonly direction: 'down' | 'right';
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** Where a box stands: its left upper corner, how many steps lie before it on the longest way, its place in that row. */
export interface NodePlace extends Box {
  readonly rank: number;
  readonly place: number;
}

export interface EdgeRoute {
  readonly from: string;
  readonly to: string;
  /** From the border of one box to the border of the other; never through a third. */
  readonly points: readonly Point[];
}

export interface SegmentArea extends Box {
  readonly number: number;
}

/** A finished picture. Its corner may be negative: a box that is added on the left moves nothing to the right. */
export interface Layout extends Box {
  readonly direction: LayoutInput['direction'];
  readonly nodes: ReadonlyMap<string, NodePlace>;
  readonly edges: readonly EdgeRoute[];
  readonly segments: readonly SegmentArea[];
}

/**
 * Layered: each box stands below all that it waits for, segments have areas of their own. With the layout that is shown,
 * boxes that were there stay where they are unless what they wait for grew longer; without it everything is placed anew.
 */
export function layoutGraph(input: LayoutInput, previous?: Layout): Layout {
  const isDown = input.direction === 'down';
  const nodes = isDown ? input.nodes : input.nodes.map((node) => ({ ...node, width: node.height, height: node.width }));
  const known = previous?.direction === input.direction ? previous.nodes : noNodes;
  const ranks = rankNodes(nodes, input.edges);
  const rows = rowBands(nodes, ranks);
  const segments = placeRows(nodes, input.edges, ranks, (id) => {
    const place = known.get(id);
    return place && { rank: place.rank, center: isDown ? place.x + place.width / 2 : place.y + place.height / 2 };
  });
  const centers = placeSegments(segments, input.edges);
  const boxes = new Map(
    nodes.map((node) => [node.id, boxOf(node, centers.get(node.id) ?? 0, ranks.get(node.id) ?? 0, rows)]),
  );
  const places = withPlaces(boxes, ranks);
  const edges = routeEdges(input.edges, places, rows);
  const areas = areasOf(nodes, boxes);
  const layout = {
    direction: input.direction,
    nodes: places,
    edges,
    segments: areas,
    ...boundsOf([...boxes.values(), ...areas]),
  };
  return isDown ? layout : turned(layout);
}

const noNodes: ReadonlyMap<string, NodePlace> = new Map();

/** Upper and lower border of each row. */
export interface RowBand {
  readonly top: number;
  readonly bottom: number;
}

function rowBands(nodes: readonly LayoutNode[], ranks: ReadonlyMap<string, number>): readonly RowBand[] {
  const heights: number[] = [];
  for (const { id, height } of nodes) {
    const rank = ranks.get(id) ?? 0;
    heights[rank] = Math.max(heights[rank] ?? 0, height);
  }
  let top = segmentPadding + segmentTitle;
  return heights.map((height) => {
    const band = { top, bottom: top + height };
    top += height + rowGap;
    return band;
  });
}

function boxOf(node: LayoutNode, center: number, rank: number, rows: readonly RowBand[]): Box {
  const { top, bottom } = rows[rank] ?? { top: 0, bottom: node.height };
  const { width, height } = node;
  // Adding 0 makes a plain 0 of -0.
  return { x: Math.round(center - width / 2) + 0, y: Math.round((top + bottom - height) / 2), width, height };
}

function withPlaces(
  boxes: ReadonlyMap<string, Box>,
  ranks: ReadonlyMap<string, number>,
): ReadonlyMap<string, NodePlace> {
  const counts = new Map<number, number>();
  const placeOf = new Map<string, number>();
  for (const [id] of [...boxes].sort(([, a], [, b]) => a.x - b.x)) {
    const rank = ranks.get(id) ?? 0;
    placeOf.set(id, counts.get(rank) ?? 0);
    counts.set(rank, (counts.get(rank) ?? 0) + 1);
  }
  return new Map(
    [...boxes].map(([id, box]) => [id, { ...box, rank: ranks.get(id) ?? 0, place: placeOf.get(id) ?? 0 }]),
  );
}

function areasOf(nodes: readonly LayoutNode[], boxes: ReadonlyMap<string, Box>): readonly SegmentArea[] {
  const bySegment = new Map<number, Box[]>();
  for (const { id, segment } of nodes) {
    const box = boxes.get(id);
    const list = bySegment.get(segment);
    if (box && list) list.push(box);
    else if (box) bySegment.set(segment, [box]);
  }
  return [...bySegment]
    .sort(([a], [b]) => a - b)
    .map(([number, inside]) => {
      const { x, y, width, height } = boundsOf(inside);
      return {
        number,
        x: x - segmentPadding,
        y: y - segmentPadding - segmentTitle,
        width: width + 2 * segmentPadding,
        height: height + 2 * segmentPadding + segmentTitle,
      };
    });
}

function boundsOf(boxes: readonly Box[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return left === Infinity
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left, height: bottom - top };
}

function turned(layout: Layout): Layout {
  const turn = <T extends Box>(box: T): T => ({ ...box, x: box.y, y: box.x, width: box.height, height: box.width });
  return {
    ...turn(layout),
    nodes: new Map([...layout.nodes].map(([id, node]) => [id, turn(node)])),
    edges: layout.edges.map((edge) => ({ ...edge, points: edge.points.map(({ x, y }) => ({ x: y, y: x })) })),
    segments: layout.segments.map(turn),
  };
}
