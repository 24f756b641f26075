import type { Point, Rect } from './viewport.ts';

export interface Route {
  readonly from: string;
  readonly to: string;
  readonly points: readonly Point[];
}

export type Direction = 'down' | 'right';

/** The head of the arrow at the end of a route, as a closed triangle. */
export function arrowPath({ points }: Route, direction: Direction): string {
  const end = points.at(-1);
  if (end === undefined) return '';
  const { x, y } = { x: round(end.x), y: round(end.y) };
  return direction === 'down' ? `M${x} ${y}l-4.5 -8h9z` : `M${x} ${y}l-8 -4.5v9z`;
}

/** Points along the curve between each two points, close enough to measure distances to. */
export function samples({ points }: Route, direction: Direction): readonly Point[] {
  const result: Point[] = points.slice(0, 1);
  for (let index = 1; index < points.length; index += 1) {
    const from = points[index - 1] as Point;
    const to = points[index] as Point;
    for (const t of [0.2, 0.4, 0.6, 0.8, 1]) result.push(onCurve(from, to, t, direction));
  }
  return result;
}

function onCurve(from: Point, to: Point, t: number, direction: Direction): Point {
  // Along the direction the two control points are half way; across it they are at the ends.
  const along = (a: number, b: number): number => a * (1 - t) ** 3 + ((a + b) / 2) * 3 * t * (1 - t) + b * t ** 3;
  const across = (a: number, b: number): number =>
    a * ((1 - t) ** 3 + 3 * t * (1 - t) ** 2) + b * (3 * t ** 2 * (1 - t) + t ** 3);
  return direction === 'down'
    ? { x: across(from.x, to.x), y: along(from.y, to.y) }
    : { x: along(from.x, to.x), y: across(from.y, to.y) };
}

/** Distance of a point to a line through samples. */
export function distanceTo(line: readonly Point[], point: Point): number {
  let best = Infinity;
  for (let index = 1; index < line.length; index += 1) {
    best = Math.min(best, toPiece(line[index - 1] as Point, line[index] as Point, point));
  }
  return best;
}

function toPiece(a: Point, b: Point, point: Point): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((point.x - a.x) * dx + (point.y - a.y) * dy) / length));
  return Math.hypot(point.x - a.x - t * dx, point.y - a.y - t * dy);
}

export function boundsOf({ points }: Route): Rect {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(1, Math.max(...xs) - x), height: Math.max(1, Math.max(...ys) - y) };
}

export function middleOf(route: Route, direction: Direction): Point {
  const line = samples(route, direction);
  return line[Math.floor(line.length / 2)] ?? { x: 0, y: 0 };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
