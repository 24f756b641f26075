import { drawNode, makeNode } from './node-shape.ts';
import type { NodeLook } from './node-look.ts';
import type { Point } from './viewport.ts';

/** Draws the steps that are in sight; an element stays the same while its step is drawn, so it keeps the focus. */
export class NodeLayer {
  readonly #layer: SVGGElement;
  readonly #drawn = new Map<string, { element: SVGGElement; mark: string; at: string }>();
  #tabStop = '';

  constructor(layer: SVGGElement) {
    this.#layer = layer;
  }

  /** Makes these, and only these, steps be there. */
  show(looks: readonly { look: NodeLook; at: Point }[], total: number): void {
    const wanted = new Set(looks.map(({ look }) => look.id));
    for (const [id, { element }] of this.#drawn) {
      if (wanted.has(id)) continue;
      element.remove();
      this.#drawn.delete(id);
    }
    for (const { look, at } of looks) this.#show(look, at, total);
  }

  element(id: string): SVGGElement | undefined {
    return this.#drawn.get(id)?.element;
  }

  /** One step can be reached with Tab; arrow keys lead to the others. */
  setTabStop(id: string): void {
    if (this.#tabStop !== id) this.#drawn.get(this.#tabStop)?.element.setAttribute('tabindex', '-1');
    this.#tabStop = id;
    this.#drawn.get(id)?.element.setAttribute('tabindex', '0');
  }

  #show(look: NodeLook, at: Point, total: number): void {
    const mark = JSON.stringify(look) + String(total);
    const place = `translate(${at.x} ${at.y})`;
    let known = this.#drawn.get(look.id);
    if (known === undefined) {
      known = { element: makeNode(look.id), mark: '', at: '' };
      if (look.id === this.#tabStop) known.element.setAttribute('tabindex', '0');
      this.#drawn.set(look.id, known);
      this.#layer.append(known.element);
    }
    if (known.mark !== mark) drawNode(known.element, look, total);
    if (known.at !== place) known.element.setAttribute('transform', place);
    known.mark = mark;
    known.at = place;
  }
}
