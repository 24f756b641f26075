import { lookOf, lookOfEdge } from './looks.ts';
import type { Model } from './model.ts';
import type { Scene } from './scene/canvas.ts';
import { fill } from '../../view/element.ts';
import type { Texts } from './texts.ts';

/** What the canvas draws, made from what the page knows. */
export function sceneOf(model: Model, texts: Texts): Scene {
  const { layout, shown, graph } = model;
  if (layout === undefined || graph === undefined) return emptyScene;
  const places = new Map(shown.nodes.map(({ id }, index) => [id, index + 1]));
  const redundant = new Set(shown.edges.filter((edge) => edge.isRedundant).map(({ from, to }) => `${from}\n${to}`));
  const names = new Map(graph.segments.map(({ number, name }) => [number, name]));
  return {
    direction: model.direction,
    nodes: nodesOf(model),
    routes: layout.edges,
    areas: layout.segments.map((area) => ({
      ...area,
      name: names.get(area.number) ?? fill(texts.segment, area.number),
    })),
    bounds: layout,
    focus: model.focus,
    look: (id) => {
      const node = shown.byId.get(id);
      if (node === undefined) throw new Error(`no node ${id}`);
      return lookOf(model, texts, node, places.get(id) ?? 0);
    },
    lookOfEdge: (route) => lookOfEdge(model, route, redundant.has(`${route.from}\n${route.to}`)),
  };
}

/** The same list as long as the layout is the same, so that the canvas sees that nothing moved. */
function nodesOf({ layout, shown }: Model): Scene['nodes'] {
  if (layout === undefined) return [];
  let nodes = listed.get(layout);
  if (nodes === undefined) {
    nodes = shown.nodes.flatMap(({ id }) => {
      const at = layout.nodes.get(id);
      return at ? [{ id, at }] : [];
    });
    listed.set(layout, nodes);
  }
  return nodes;
}

const listed = new WeakMap<object, Scene['nodes']>();

const emptyScene: Scene = {
  direction: 'down',
  nodes: [],
  routes: [],
  areas: [],
  bounds: { x: 0, y: 0, width: 1, height: 1 },
  focus: undefined,
  look: () => {
    throw new Error('an empty scene has no nodes');
  },
  lookOfEdge: () => 'plain',
};
