import type { EdgeRoute, LayoutInput, NodePlace, Point, RowBand } from './layout.ts';
import { edgeClearance } from './spacing.ts';

/**
 * The way of each edge: down through the rows in between where there is room, sideways only between rows. Straight down
 * from where it begins or above where it ends when that column is free.
 */
export function routeEdges(
  edges: LayoutInput['edges'],
  nodes: ReadonlyMap<string, NodePlace>,
  bands: readonly RowBand[],
): readonly EdgeRoute[] {
  const rows = new RowGaps(nodes, bands.length);
  return edges.flatMap(({ from, to }) => {
    const [upper, lower] = [nodes.get(from), nodes.get(to)];
    return upper && lower ? [{ from, to, points: routeOf(upper, lower, rows, bands) }] : [];
  });
}

function routeOf(upper: NodePlace, lower: NodePlace, rows: RowGaps, bands: readonly RowBand[]): readonly Point[] {
  const start = { x: upper.x + upper.width / 2, y: upper.y + upper.height };
  const end = { x: lower.x + lower.width / 2, y: lower.y };
  if (upper.rank >= lower.rank) return [start, end];
  const columns = columnsOf(start.x, end.x, upper.rank, lower.rank, rows);
  const between = columns.flatMap((x, index) => {
    const band = bands[upper.rank + 1 + index];
    return band
      ? [
          { x, y: band.top },
          { x, y: band.bottom },
        ]
      : [];
  });
  const from = { x: start.x, y: bands[upper.rank]?.bottom ?? start.y };
  const to = { x: end.x, y: bands[lower.rank]?.top ?? end.y };
  return withoutStraight([start, from, ...between, to, end]);
}

/** The column of the edge in each row between the two. */
function columnsOf(start: number, end: number, first: number, last: number, rows: RowGaps): readonly number[] {
  const between = Array.from({ length: last - first - 1 }, (_, n) => first + 1 + n);
  if (between.every((row) => rows.isFree(row, start))) return between.map(() => start);
  if (between.every((row) => rows.isFree(row, end))) return between.map(() => end);
  let x = start;
  return between.map((row) => {
    // Keep going straight where it is not farther from the end than need be.
    const wanted = rows.isFree(row, x) ? x : x + (end - x) / (last - row + 1);
    x = rows.nearest(row, wanted);
    return x;
  });
}

/** Leaves out points that lie on the straight line between their neighbours. */
function withoutStraight(points: readonly Point[]): readonly Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const last = kept.at(-1);
    if (last && last.x === point.x && last.y === point.y) continue;
    const before = kept.at(-2);
    if (before && last && before.x === last.x && last.x === point.x) kept.pop();
    kept.push(point);
  }
  return kept;
}

/** Free columns of each row, for binary search. */
class RowGaps {
  readonly #rows: { readonly left: number; readonly right: number }[][];

  constructor(nodes: ReadonlyMap<string, NodePlace>, count: number) {
    this.#rows = Array.from({ length: count }, () => []);
    for (const { rank, x, width } of nodes.values())
      this.#rows[rank]?.push({ left: x - edgeClearance, right: x + width + edgeClearance });
    for (const row of this.#rows) row.sort((a, b) => a.left - b.left);
  }

  isFree(row: number, x: number): boolean {
    const box = this.#boxAt(row, x);
    return box === undefined || x >= box.right;
  }

  nearest(row: number, x: number): number {
    const box = this.#boxAt(row, x);
    if (box === undefined || x >= box.right) return x;
    return x - box.left <= box.right - x ? box.left : box.right;
  }

  /** The last box that begins left of `x`. */
  #boxAt(row: number, x: number): { readonly left: number; readonly right: number } | undefined {
    const boxes = this.#rows[row] ?? [];
    let low = 0;
    let high = boxes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((boxes[middle]?.left ?? 0) < x) low = middle + 1;
      else high = middle;
    }
    return boxes[low - 1];
  }
}
