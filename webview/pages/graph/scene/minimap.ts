import { nodeHeight, nodeWidth } from './node-look.ts';
import { svg } from './svg.ts';
import type { Point, Rect } from './viewport.ts';

/** The whole graph small, with the part that is to be seen; a press or drag goes there. For the pointer alone. */
export class Minimap {
  readonly element = document.createElement('div');
  readonly #svg = svg('svg', { 'aria-hidden': 'true' });
  readonly #nodes = svg('path', { class: 'nodes' });
  readonly #window = svg('rect', { class: 'window' });
  #bounds: Rect = { x: 0, y: 0, width: 1, height: 1 };

  constructor(goTo: (point: Point) => void) {
    this.element.className = 'minimap';
    this.#svg.append(this.#nodes, this.#window);
    this.element.append(this.#svg);
    const go = (event: PointerEvent): void => {
      if (event.buttons !== 1) return;
      const box = this.#svg.getBoundingClientRect();
      const { x, y, width, height } = this.#bounds;
      goTo({
        x: x + ((event.clientX - box.x) / box.width) * width,
        y: y + ((event.clientY - box.y) / box.height) * height,
      });
    };
    this.#svg.addEventListener('pointerdown', (event) => {
      this.#svg.setPointerCapture(event.pointerId);
      go(event);
    });
    this.#svg.addEventListener('pointermove', go);
  }

  show(nodes: readonly Point[], bounds: Rect): void {
    this.#bounds = bounds;
    const scale = Math.min(largest.width / bounds.width, largest.height / bounds.height);
    this.#svg.setAttribute('viewBox', `${bounds.x} ${bounds.y} ${bounds.width} ${bounds.height}`);
    this.#svg.setAttribute('width', String(Math.max(24, bounds.width * scale)));
    this.#svg.setAttribute('height', String(Math.max(24, bounds.height * scale)));
    this.#svg.setAttribute('preserveAspectRatio', 'none');
    this.#nodes.setAttribute(
      'd',
      nodes.map(({ x, y }) => `M${x} ${y}h${nodeWidth}v${nodeHeight}h${-nodeWidth}z`).join(''),
    );
  }

  /** The part that is to be seen; the map comes when there is much more than that. */
  showWindow(visible: Rect): void {
    const { width, height } = this.#bounds;
    this.element.classList.toggle('needless', width * height < 2 * visible.width * visible.height);
    for (const [name, value] of Object.entries(visible)) this.#window.setAttribute(name, String(value));
  }
}

const largest = { width: 180, height: 130 };
