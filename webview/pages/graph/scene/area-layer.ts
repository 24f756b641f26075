import { fitText } from './fit-text.ts';
import { svg } from './svg.ts';
import { overlaps, type Rect } from './viewport.ts';

export interface Area extends Rect {
  readonly name: string;
}

/** Draws segments as named areas behind their steps. */
export class AreaLayer {
  readonly #layer: SVGGElement;
  #mark = '';

  constructor(layer: SVGGElement) {
    this.#layer = layer;
  }

  show(areas: readonly Area[], visible: Rect): void {
    const seen = areas.filter((area) => overlaps(area, visible));
    const mark = JSON.stringify(seen);
    if (mark === this.#mark) return;
    this.#mark = mark;
    this.#layer.replaceChildren(...seen.flatMap(shapes));
  }
}

function shapes({ x, y, width, height, name }: Area, index: number): readonly SVGElement[] {
  return [
    svg('rect', { class: `area ${index % 2 === 0 ? 'even' : 'odd'}`, x, y, width, height, rx: 6 }),
    svg('text', { class: 'area', x: x + 10, y: y + 17 }, fitText(name, Math.max(60, width - 20), 'normal', 12)),
  ];
}
