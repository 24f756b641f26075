import type { Box, Layout } from './layout.ts';

/** The whole picture in a small frame: how to get from one to the other. */
export interface Minimap extends Box {
  /** Size in the minimap per size in the picture. */
  readonly scale: number;
  /** What is drawn, in the minimap's own places. */
  readonly nodes: readonly (Box & { readonly id: string })[];
  readonly segments: readonly Box[];
}

/** Fits a layout into a frame, in its middle. */
export function minimapOf(layout: Layout, frame: { readonly width: number; readonly height: number }): Minimap {
  const scale = Math.min(frame.width / Math.max(1, layout.width), frame.height / Math.max(1, layout.height), 1);
  const left = (frame.width - layout.width * scale) / 2;
  const top = (frame.height - layout.height * scale) / 2;
  const shrink = ({ x, y, width, height }: Box): Box => ({
    x: left + (x - layout.x) * scale,
    y: top + (y - layout.y) * scale,
    width: width * scale,
    height: height * scale,
  });
  return {
    ...shrink(layout),
    scale,
    nodes: [...layout.nodes].map(([id, place]) => ({ id, ...shrink(place) })),
    segments: layout.segments.map(shrink),
  };
}

/** The point of the picture under a point of the minimap. */
export function fromMinimap(
  map: Minimap,
  layout: Layout,
  point: { readonly x: number; readonly y: number },
): { x: number; y: number } {
  return { x: layout.x + (point.x - map.x) / map.scale, y: layout.y + (point.y - map.y) / map.scale };
}
