import type { Layout, NodePlace } from './layout.ts';
import type { GraphQueries } from './queries.ts';

export const graphKeys = ['before', 'after', 'left', 'right', 'first', 'last'] as const;
/** Where the focus goes: along the edges, beside in the row, or to an end of the graph. */
export type GraphKey = (typeof graphKeys)[number];

/**
 * The box to which a key leads, or undefined at the border. Along the edges the one that is nearest; beside, in
 * the order of the row. `left` and `right` are the row's own, whatever the direction of the picture.
 */
export function neighbour(layout: Layout, queries: GraphQueries, id: string, key: GraphKey): string | undefined {
  const at = layout.nodes.get(id);
  if (at === undefined) return undefined;
  switch (key) {
    case 'before':
      return nearest(layout, at, queries.directlyBefore(id));
    case 'after':
      return nearest(layout, at, queries.directlyAfter(id));
    case 'left':
    case 'right': {
      const row = inRow(layout, at.rank);
      return row[row.indexOf(id) + (key === 'left' ? -1 : 1)];
    }
    case 'first':
      return inRow(layout, 0)[0];
    case 'last':
      return inRow(layout, Math.max(...[...layout.nodes.values()].map(({ rank }) => rank))).at(-1);
  }
}

function inRow(layout: Layout, rank: number): readonly string[] {
  return [...layout.nodes]
    .filter(([, place]) => place.rank === rank)
    .sort(([, a], [, b]) => a.place - b.place)
    .map(([id]) => id);
}

/** In the nearest row, so that no row is passed over; there the one that is nearest across. */
function nearest(layout: Layout, at: NodePlace, ids: readonly string[]): string | undefined {
  const places = ids.flatMap((id) => {
    const place = layout.nodes.get(id);
    if (place === undefined) return [];
    const across = layout.direction === 'down' ? middleX(place) - middleX(at) : middleY(place) - middleY(at);
    return [{ id, rows: Math.abs(place.rank - at.rank), across: Math.abs(across) }];
  });
  return places.sort((a, b) => a.rows - b.rows || a.across - b.across)[0]?.id;
}

function middleX({ x, width }: NodePlace): number {
  return x + width / 2;
}

function middleY({ y, height }: NodePlace): number {
  return y + height / 2;
}
