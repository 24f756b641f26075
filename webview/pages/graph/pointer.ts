import { isPossible, operations } from './operations.ts';
import type { Page } from './page.ts';
import { openMenu } from './open-menu.ts';
import { beginDrag, type Drag } from './drag.ts';
import { middleOf } from './scene/edge-route.ts';
import { svg } from './scene/svg.ts';

/** The pointer: select, pan, zoom, drag edges, double click, menu. */
export function followPointer(page: Page): void {
  const { element } = page.canvas;
  const plus = new PlusButton(page);
  let drag: Drag | undefined;
  element.addEventListener('pointerdown', (event) => {
    if (event.button > 1 || isControl(event.target)) return;
    page.picker.cancel();
    if (plus.isHit(event)) return plus.press();
    if (touchMark(page, event)) return;
    drag = beginDrag(page, event);
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener('mousedown', (event) => {
    if (isControl(event.target)) return;
    // The browser would take the focus off the graph, or off what the press has just opened.
    event.preventDefault();
    if (!page.picker.isOpen) page.focusGraph();
  });
  element.addEventListener('pointermove', (event) => {
    if (drag) drag.move(event);
    else plus.follow(event);
  });
  const end = (event: PointerEvent): void => {
    drag?.end(event, event.type === 'pointercancel');
    drag = undefined;
  };
  element.addEventListener('pointerup', end);
  element.addEventListener('pointercancel', end);
  element.addEventListener('dblclick', (event) => openUnder(page, event));
  element.addEventListener('wheel', (event) => wheel(page, event), { passive: false });
  element.addEventListener('contextmenu', (event) => {
    event.preventDefault();
    // A key makes this event too; its menu is opened where the focus is.
    if (event.button === 2) menuUnder(page, event);
  });
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.minimap, .empty') !== null;
}

/** The dot of a breakpoint and the badge of problems act at once. */
function touchMark(page: Page, event: PointerEvent): boolean {
  const target = event.target as Element;
  const step = target.closest('[data-step]')?.getAttribute('data-step');
  if (step === null || step === undefined) return false;
  if (target.classList.contains('breakpoint')) page.send({ type: 'toggle-breakpoint', step });
  else if (target.closest('.badge')) {
    page.focusStep(step);
    page.model.select([step]);
    void operations.find(({ text }) => text === 'opQuickFix')?.run(page);
  } else return false;
  return true;
}

function openUnder(page: Page, event: MouseEvent): void {
  const id = page.canvas.nodeAt(page.canvas.pointOf(event));
  const step = page.model.steps.get(id ?? '');
  if (step === undefined) return;
  const what = step.codeUri !== undefined ? 'code' : step.uri !== undefined ? 'yaml' : 'text';
  page.send({ type: 'open', what, step: step.id });
}

function menuUnder(page: Page, event: MouseEvent): void {
  const { model, canvas } = page;
  const point = canvas.pointOf(event);
  const id = canvas.nodeAt(point);
  const edge = id === undefined ? canvas.edges.nearest(point, 7 / canvas.viewport.scale) : undefined;
  if (id !== undefined) {
    page.focusStep(id);
    if (!model.selection.has(id)) model.select([id]);
  } else if (edge) model.selectEdge(edge);
  else model.select([]);
  openMenu(page, { x: event.clientX, y: event.clientY });
}

function wheel({ canvas }: Page, event: WheelEvent): void {
  if (isControl(event.target)) return;
  event.preventDefault();
  const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 18 : 1;
  if (event.ctrlKey || event.metaKey) {
    const box = canvas.element.getBoundingClientRect();
    const factor = Math.exp(-Math.max(-60, Math.min(60, event.deltaY * unit)) / 150);
    canvas.viewport.zoomAt({ x: event.clientX - box.x, y: event.clientY - box.y }, factor);
  } else {
    const across = event.shiftKey && event.deltaX === 0;
    canvas.viewport.panBy(-(across ? event.deltaY : event.deltaX) * unit, across ? 0 : -event.deltaY * unit);
  }
  canvas.moved();
}

/** A plus in the middle of the edge under the pointer: a step goes in there. */
class PlusButton {
  readonly #page: Page;
  readonly #shape = svg(
    'g',
    { class: 'plus', visibility: 'hidden' },
    svg('circle', { r: 10 }),
    svg('path', { d: 'M-5 0h10M0 -5v10' }),
  );

  constructor(page: Page) {
    this.#page = page;
    page.canvas.overlay.append(this.#shape);
  }

  isHit(event: PointerEvent): boolean {
    return event.target instanceof Element && this.#shape.contains(event.target);
  }

  press(): void {
    this.#hide();
    void operations.find(({ text }) => text === 'opInsertOnEdge')?.run(this.#page);
  }

  follow(event: PointerEvent): void {
    const { canvas, model } = this.#page;
    if (this.isHit(event)) return;
    const point = canvas.pointOf(event);
    const edge =
      canvas.nodeAt(point) === undefined ? canvas.edges.nearest(point, 10 / canvas.viewport.scale) : undefined;
    canvas.element.classList.toggle('on-edge', edge !== undefined);
    if (edge === undefined) return this.#hide();
    if (model.edge?.from !== edge.from || model.edge.to !== edge.to) return this.#hide();
    const insert = operations.find(({ text }) => text === 'opInsertOnEdge');
    if (insert === undefined || !isPossible(this.#page, insert)) return this.#hide();
    const { x, y } = middleOf(edge, model.direction);
    this.#shape.setAttribute('transform', `translate(${x} ${y}) scale(${1 / Math.min(1, canvas.viewport.scale)})`);
    this.#shape.setAttribute('visibility', 'visible');
  }

  #hide(): void {
    this.#shape.setAttribute('visibility', 'hidden');
  }
}
