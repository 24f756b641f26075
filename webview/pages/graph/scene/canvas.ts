import { AreaLayer, type Area } from './area-layer.ts';
import { EdgeLayer, type EdgeLook } from './edge-layer.ts';
import type { Direction, Route } from './edge-route.ts';
import { Minimap } from './minimap.ts';
import { NodeLayer } from './node-layer.ts';
import { nodeHeight, nodeWidth, type NodeLook } from './node-look.ts';
import { OverviewLayer } from './overview-layer.ts';
import { svg } from './svg.ts';
import { contains, overlaps, Viewport, type Point, type Rect } from './viewport.ts';

/** What is drawn: everything, of which the canvas makes elements for what is in sight. */
export interface Scene {
  readonly direction: Direction;
  readonly nodes: readonly { readonly id: string; readonly at: Point }[];
  readonly routes: readonly Route[];
  readonly areas: readonly Area[];
  readonly bounds: Rect;
  look(id: string): NodeLook;
  lookOfEdge(route: Route): EdgeLook;
  /** Has an element even out of sight, so that it keeps the focus. */
  readonly focus: string | undefined;
}

/** The drawing: pan and zoom move one transform; elements are made and dropped when the view leaves what was made. */
export class Canvas {
  readonly element = document.createElement('div');
  readonly viewport = new Viewport();
  readonly overlay = svg('g', { class: 'overlay' });
  readonly nodes: NodeLayer;
  readonly edges: EdgeLayer;
  readonly minimap: Minimap;
  readonly list = svg('g', { role: 'listbox', 'aria-multiselectable': 'true' });
  readonly #svg = svg('svg', { class: 'canvas' });
  readonly #world = svg('g', { class: 'world' });
  readonly #areas: AreaLayer;
  readonly #overview: OverviewLayer;
  readonly #onMoved: () => void;
  #scene: Scene | undefined;
  #made: Rect = { x: 0, y: 0, width: 0, height: 0 };
  #madeScale = 0;
  #frame = 0;
  #isSceneNew = false;

  constructor(onMoved: () => void) {
    this.#onMoved = onMoved;
    this.element.className = 'stage';
    const [areas, edges, overview] = [svg('g'), svg('g', { class: 'edges' }), svg('g')];
    this.#areas = new AreaLayer(areas);
    this.edges = new EdgeLayer(edges);
    this.#overview = new OverviewLayer(overview);
    this.nodes = new NodeLayer(this.list);
    this.minimap = new Minimap((point) => {
      this.viewport.centre(point);
      this.moved();
    });
    this.#world.append(areas, edges, overview, this.list, this.overlay);
    this.#svg.append(this.#world);
    this.element.append(this.#svg, this.minimap.element);
    new ResizeObserver(() => this.#resized()).observe(this.element);
  }

  /** Takes the size of the page; needed once before the first drawing. */
  measure(): void {
    this.viewport.width = Math.max(1, this.element.clientWidth);
    this.viewport.height = Math.max(1, this.element.clientHeight);
  }

  show(scene: Scene): void {
    const isMoved = this.#scene?.nodes !== scene.nodes;
    this.#scene = scene;
    if (isMoved) {
      this.minimap.show(
        scene.nodes.map(({ at }) => at),
        scene.bounds,
      );
    }
    this.#isSceneNew = true;
    this.#schedule();
  }

  /** The viewport was changed. */
  moved(): void {
    this.#schedule();
    this.#onMoved();
  }

  /** Draws now what the next frame would draw. */
  flush(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#draw();
  }

  /** Draws everything, whatever is in sight, for as long as `use` takes. */
  whole<Result>(use: (drawing: SVGSVGElement) => Result): Result {
    if (this.#scene) this.#make(this.#scene, this.#scene.bounds, false);
    const result = use(this.#svg);
    this.#isSceneNew = true;
    this.flush();
    return result;
  }

  /** Place of a pointer in the scene. */
  pointOf(event: MouseEvent): Point {
    const box = this.element.getBoundingClientRect();
    return this.viewport.toScene({ x: event.clientX - box.x, y: event.clientY - box.y });
  }

  nodeAt(point: Point): string | undefined {
    const scene = this.#scene;
    if (scene === undefined) return undefined;
    for (let index = scene.nodes.length - 1; index >= 0; index -= 1) {
      const node = scene.nodes[index];
      if (node && contains({ ...node.at, width: nodeWidth, height: nodeHeight }, point)) return node.id;
    }
    return undefined;
  }

  /** What was in the middle stays there. */
  #resized(): void {
    const { x, y, width, height } = this.viewport.visible();
    const isKnown = this.viewport.width > 1;
    this.measure();
    if (isKnown) this.viewport.centre({ x: x + width / 2, y: y + height / 2 });
    this.#schedule();
  }

  #schedule(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw(): void {
    this.#world.setAttribute('transform', this.viewport.transform);
    const visible = this.viewport.visible();
    this.minimap.showWindow(visible);
    if (this.#scene === undefined) return;
    if (!this.#isSceneNew && this.#isMade(visible)) return;
    this.#isSceneNew = false;
    this.#made = this.viewport.visible(0.4);
    this.#madeScale = this.viewport.scale;
    this.#make(this.#scene, this.#made, this.#isFar(this.viewport.scale));
  }

  #isMade(visible: Rect): boolean {
    const { x, y, width, height } = this.#made;
    return (
      this.#isFar(this.#madeScale) === this.#isFar(this.viewport.scale) &&
      this.viewport.scale > this.#madeScale / 2 &&
      this.viewport.scale < this.#madeScale * 2 &&
      visible.x >= x &&
      visible.y >= y &&
      visible.x + visible.width <= x + width &&
      visible.y + visible.height <= y + height
    );
  }

  #isFar(scale: number): boolean {
    return scale < 0.32;
  }

  #make(scene: Scene, made: Rect, isFar: boolean): void {
    this.element.classList.toggle('far', isFar);
    this.#areas.show(scene.areas, made);
    this.edges.show(scene.routes, (route) => scene.lookOfEdge(route), {
      visible: made,
      direction: scene.direction,
      withArrows: !isFar,
    });
    const inSight = scene.nodes
      .filter(({ id, at }) => id === scene.focus || overlaps({ ...at, width: nodeWidth, height: nodeHeight }, made))
      .map(({ id, at }) => ({ look: scene.look(id), at }));
    this.#overview.show(isFar ? inSight : []);
    this.nodes.show(isFar ? inSight.filter(({ look }) => look.id === scene.focus) : inSight, scene.nodes.length);
  }
}
