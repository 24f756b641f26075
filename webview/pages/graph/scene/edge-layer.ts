import { edgePath } from '../../../graph/edge-path.ts';
import { arrowPath, boundsOf, distanceTo, samples, type Direction, type Route } from './edge-route.ts';
import { svg } from './svg.ts';
import { overlaps, type Point, type Rect } from './viewport.ts';

export const edgeLooks = ['dim', 'plain', 'redundant', 'before', 'after', 'selected'] as const;
export type EdgeLook = (typeof edgeLooks)[number];

interface Measured {
  readonly line: string;
  readonly arrow: string;
  readonly bounds: Rect;
  readonly samples: readonly Point[];
}

/**
 * Draws all edges of one look as one path, which a browser paints many times faster than an element each; which edge
 * the pointer is on is found by distance.
 */
export class EdgeLayer {
  readonly #lines = new Map<EdgeLook, SVGPathElement>();
  readonly #arrows = new Map<EdgeLook, SVGPathElement>();
  #measured = new WeakMap<Route, Measured>();
  #direction: Direction = 'down';
  #routes: readonly Route[] = [];

  constructor(layer: SVGGElement) {
    for (const look of edgeLooks) {
      const line = svg('path', { class: `edge ${look}` });
      const arrow = svg('path', { class: `arrow ${look}` });
      this.#lines.set(look, line);
      this.#arrows.set(look, arrow);
      layer.append(line, arrow);
    }
  }

  show(routes: readonly Route[], lookOf: (route: Route) => EdgeLook, options: EdgeOptions): void {
    if (options.direction !== this.#direction) this.#measured = new WeakMap();
    this.#direction = options.direction;
    this.#routes = routes;
    const lines = new Map<EdgeLook, string[]>(edgeLooks.map((look) => [look, []]));
    const arrows = new Map<EdgeLook, string[]>(edgeLooks.map((look) => [look, []]));
    for (const route of routes) {
      const measured = this.#measure(route);
      if (!overlaps(measured.bounds, options.visible)) continue;
      const look = lookOf(route);
      lines.get(look)?.push(measured.line);
      if (options.withArrows) arrows.get(look)?.push(measured.arrow);
    }
    for (const look of edgeLooks) {
      this.#lines.get(look)?.setAttribute('d', lines.get(look)?.join('') ?? '');
      this.#arrows.get(look)?.setAttribute('d', arrows.get(look)?.join('') ?? '');
    }
  }

  /** The edge that passes nearest to a point, within a distance. */
  nearest(point: Point, within: number): Route | undefined {
    const near = { x: point.x - within, y: point.y - within, width: 2 * within, height: 2 * within };
    let best: Route | undefined;
    let least = within;
    for (const route of this.#routes) {
      const { bounds, samples: line } = this.#measure(route);
      if (!overlaps(bounds, near)) continue;
      const distance = distanceTo(line, point);
      if (distance > least) continue;
      least = distance;
      best = route;
    }
    return best;
  }

  #measure(route: Route): Measured {
    let known = this.#measured.get(route);
    if (known === undefined) {
      const direction = this.#direction;
      known = {
        line: edgePath(route.points, direction),
        arrow: arrowPath(route, direction),
        bounds: boundsOf(route),
        samples: samples(route, direction),
      };
      this.#measured.set(route, known);
    }
    return known;
  }
}

interface EdgeOptions {
  readonly visible: Rect;
  readonly direction: Direction;
  readonly withArrows: boolean;
}
