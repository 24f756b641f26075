import type { Layout, Point } from './layout.ts';

/** An edge's way as the `d` of an SVG path: straight along the rows' direction, soft curves where it moves sideways. */
export function edgePath(points: readonly Point[], direction: Layout['direction']): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let last = first;
  let path = `M${first.x} ${first.y}`;
  for (const point of rest) {
    path += part(last, point, direction);
    last = point;
  }
  return path;
}

function part(from: Point, to: Point, direction: Layout['direction']): string {
  if (from.x === to.x || from.y === to.y) return `L${to.x} ${to.y}`;
  if (direction === 'down') {
    const middle = (from.y + to.y) / 2;
    return `C${from.x} ${middle} ${to.x} ${middle} ${to.x} ${to.y}`;
  }
  const middle = (from.x + to.x) / 2;
  return `C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
}
