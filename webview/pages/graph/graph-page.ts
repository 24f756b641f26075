import type { GraphGesture, PaletteStep, StepId } from '../../../schemas/model/workflow-graph.ts';
import type { FromGraphPage, ToGraphPage } from '../../../schemas/protocol/graph-page.ts';
import type { Bridge } from '../../bridge.ts';
import { linkButton } from '../../ui/link-button.ts';
import { element, fill } from '../../view/element.ts';
import { followClipboard } from './follow-clipboard.ts';
import type { KeptState } from './kept-state.ts';
import { followKeys } from './keyboard.ts';
import { Menu, type MenuEntry } from './menu.ts';
import { Model } from './model.ts';
import type { Page } from './page.ts';
import { buildPanel, type Panel } from './panel.ts';
import { Picker } from './picker.ts';
import { pictureOf, pixelsOf } from './picture.ts';
import { followPointer } from './pointer.ts';
import { Canvas } from './scene/canvas.ts';
import { nodeHeight, nodeWidth } from './scene/node-look.ts';
import { sceneOf } from './scene-of.ts';
import type { Texts } from './texts.ts';
import { buildToolbar, type Toolbar } from './toolbar.ts';

/** The page put together: model, drawing, tools, panel, and the messages of the window. */
export class GraphPage implements Page {
  readonly element = element('div', 'page');
  readonly model: Model;
  readonly texts: Texts;
  readonly canvas: Canvas;
  readonly picker: Picker;
  palette: readonly PaletteStep[] = [];
  readonly #bridge: Bridge<ToGraphPage, FromGraphPage>;
  readonly #kept: KeptState;
  readonly #menu: Menu;
  readonly #panel: Panel;
  readonly #toolbar: Toolbar;
  readonly #heading = element('h1', 'hidden');
  readonly #spoken = element('p', 'hidden');
  readonly #notice = element('div', 'notice');
  readonly #hint = element('div', 'hint');
  readonly #empty: HTMLElement;
  #lastId = 0;
  #isPanelOpen: boolean;
  #frame = 0;
  #keeping = 0;
  #detailsOf: string | undefined;

  constructor(texts: Texts, kept: KeptState, bridge: Bridge<ToGraphPage, FromGraphPage>) {
    this.texts = texts;
    this.#kept = kept;
    this.#bridge = bridge;
    this.#isPanelOpen = kept.isPanelOpen;
    this.model = new Model(kept, () => this.#schedule());
    this.canvas = new Canvas(() => this.#keepSoon());
    this.canvas.list.setAttribute('aria-label', texts.graph);
    this.picker = new Picker(texts);
    this.#menu = new Menu(texts.menu);
    this.#panel = buildPanel(this);
    this.#toolbar = buildToolbar(this);
    this.#empty = this.#buildEmpty();
    this.#spoken.setAttribute('aria-live', 'polite');
    this.#notice.setAttribute('role', 'status');
    this.#notice.hidden = true;
    this.#hint.hidden = true;
    this.canvas.element.append(this.#empty);
    const middle = element('div', 'middle', this.canvas.element, this.#panel.element);
    this.element.append(
      this.#heading,
      this.#toolbar.element,
      this.#notice,
      middle,
      this.picker.element,
      this.#menu.element,
      this.#hint,
      this.#spoken,
    );
    this.#showPanel();
    followKeys(this);
    followPointer(this);
    followClipboard(this);
    // A window that comes to the front gives the focus to no element at all.
    window.addEventListener('focus', () => {
      if (document.activeElement === document.body) this.focusGraph();
    });
    this.canvas.list.addEventListener('focusin', (event) => {
      const id = (event.target as Element).getAttribute('data-step');
      if (id !== null && id !== this.model.focus) this.model.setFocus(id);
    });
  }

  received(message: ToGraphPage): void {
    switch (message.type) {
      case 'graph':
        return this.#showGraph(message);
      case 'broken':
        return this.model.setBroken(message.reason);
      case 'answer':
        return this.#answered(message);
      case 'palette':
        this.palette = message.steps;
        return;
      case 'details':
        return this.#panel.show(message.details);
      case 'breakpoints':
        return this.model.setBreakpoints(message.steps);
      case 'live':
        return this.model.setLive(message.live);
      case 'reveal':
        this.model.select([message.step]);
        this.reveal(message.step);
    }
  }

  send(message: FromGraphPage): void {
    this.#bridge.send(message);
  }

  nextId(): number {
    return (this.#lastId += 1);
  }

  gesture(gesture: GraphGesture): void {
    this.send({ type: 'gesture', id: this.nextId(), version: this.model.version, gesture: this.#ofSteps(gesture) });
  }

  say(sentence: string): void {
    // The same sentence twice is two events to a screen reader.
    this.#spoken.textContent = this.#spoken.textContent === sentence ? `${sentence} ` : sentence;
  }

  focusStep(id: StepId): void {
    this.model.focus = id;
    this.reveal(id);
    this.#draw();
    this.canvas.flush();
    this.canvas.nodes.element(id)?.focus({ preventScroll: true });
  }

  focusGraph(): void {
    this.canvas.nodes.element(this.model.focus ?? '')?.focus({ preventScroll: true });
  }

  reveal(id: StepId): void {
    const place = this.model.layout?.nodes.get(this.model.shown.holder.get(id) ?? id);
    if (place && this.canvas.viewport.reveal({ x: place.x, y: place.y, width: nodeWidth, height: nodeHeight }))
      this.canvas.moved();
  }

  fit(): void {
    if (this.model.layout) this.canvas.viewport.fit(this.model.layout);
    this.canvas.moved();
  }

  zoom(factor: number): void {
    this.canvas.viewport.zoomCentred(factor);
    this.canvas.moved();
  }

  openPanel(): void {
    this.#isPanelOpen = true;
    this.#showPanel();
    this.#panel.focus();
  }

  togglePanel(): void {
    this.#isPanelOpen = !this.#isPanelOpen;
    this.#showPanel();
  }

  openMenu(entries: readonly MenuEntry[], at: { readonly x: number; readonly y: number }): void {
    this.#menu.open(entries, at);
  }

  startSearch(): void {
    this.#toolbar.search.focus();
    this.#toolbar.search.select();
  }

  hint(sentence: string | undefined, at: MouseEvent): void {
    this.#hint.hidden = sentence === undefined;
    this.#hint.textContent = sentence ?? '';
    this.#hint.style.left = `${Math.min(at.clientX + 14, window.innerWidth - 320)}px`;
    this.#hint.style.top = `${at.clientY + 14}px`;
  }

  savePicture(format: 'svg' | 'png'): void {
    const { layout } = this.model;
    if (layout === undefined) return;
    const picture = this.canvas.whole((drawing) => pictureOf(drawing, layout));
    if (format === 'svg') return this.send({ type: 'save-picture', format, data: picture });
    pixelsOf(picture).then(
      (data) => this.send({ type: 'save-picture', format, data }),
      () => this.#tell(this.texts.noPicture),
    );
  }

  #showGraph({ graph, version, isReadOnly }: ToGraphPage & { type: 'graph' }): void {
    const isFirst = this.model.graph === undefined;
    const hadFocus = this.canvas.list.contains(document.activeElement);
    this.model.setGraph(graph, version, isReadOnly);
    this.#heading.textContent = `${graph.name} ${graph.version}`;
    this.#detailsOf = undefined;
    if (!isFirst) {
      this.#draw();
      this.canvas.flush();
      // The step in focus may be gone: its neighbour takes over.
      if (hadFocus && !this.canvas.list.contains(document.activeElement)) this.focusGraph();
      return;
    }
    this.canvas.measure();
    const { x, y, scale } = this.#kept;
    if (scale > 0) Object.assign(this.canvas.viewport, { x, y, scale });
    else this.#beginView();
    this.#draw();
    this.canvas.flush();
    // A task after the frame: the frame with the graph in it has been made.
    requestAnimationFrame(() => setTimeout(() => performance.mark('ordo-first-paint'), 0));
  }

  #beginView(): void {
    const { layout, shown, direction } = this.model;
    const first = layout?.nodes.get(shown.nodes[0]?.id ?? '');
    if (layout && first) this.canvas.viewport.begin(layout, first, direction);
  }

  #answered({ refused, select }: ToGraphPage & { type: 'answer' }): void {
    if (refused !== undefined) return this.#tell(refused);
    this.#notice.hidden = this.model.broken === undefined;
    const known = (select ?? []).filter((id) => this.model.steps.has(id));
    const [first] = known;
    if (first === undefined) return;
    this.model.select(known);
    this.focusStep(first);
  }

  /** A collapsed series stands for its steps: what follows it follows its last. */
  #ofSteps(gesture: GraphGesture): GraphGesture {
    const last = (id: StepId): StepId => this.model.shown.byId.get(id)?.members.at(-1)?.id ?? id;
    if (gesture.type === 'connect' || gesture.type === 'disconnect') return { ...gesture, from: last(gesture.from) };
    if (gesture.type !== 'rewire') return gesture;
    return { ...gesture, from: last(gesture.from), newFrom: last(gesture.newFrom) };
  }

  #schedule(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => this.#draw());
    this.#keepSoon();
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const { model } = this;
    this.element.classList.toggle('broken', model.broken !== undefined);
    this.element.classList.toggle('down', model.direction === 'down');
    this.element.classList.toggle('read-only', model.isReadOnly);
    this.#empty.hidden = model.graph === undefined || model.graph.steps.length > 0;
    this.#showBroken();
    this.#toolbar.show(this);
    if (model.graph === undefined) return;
    this.canvas.show(sceneOf(model, this.texts));
    if (model.focus !== undefined) this.canvas.nodes.setTabStop(model.focus);
    this.#askDetails();
  }

  #showBroken(): void {
    const { broken } = this.model;
    if (broken === undefined) {
      if (this.#notice.classList.contains('error')) this.#notice.hidden = true;
      this.#notice.classList.remove('error');
      return;
    }
    if (this.#notice.classList.contains('error') && this.#notice.dataset['reason'] === broken) return;
    this.#notice.dataset['reason'] = broken;
    this.#notice.hidden = false;
    this.#notice.classList.add('error');
    const link = linkButton(this.texts.showError, this.texts.showError, () =>
      this.send({ type: 'open', what: 'error' }),
    );
    this.#notice.replaceChildren(fill(this.texts.brokenText, broken), ' ', link);
  }

  /** A sentence that stays to be read until the next gesture succeeds. */
  #tell(sentence: string): void {
    if (this.model.broken !== undefined) return this.say(sentence);
    this.#notice.hidden = false;
    this.#notice.replaceChildren(sentence);
  }

  #askDetails(): void {
    if (!this.#isPanelOpen) return;
    const [only, ...others] = this.model.selection;
    const step = others.length === 0 ? only : undefined;
    const mark = step ?? '';
    if (this.#detailsOf === mark) return;
    this.#detailsOf = mark;
    this.send(step === undefined ? { type: 'details' } : { type: 'details', step });
  }

  #showPanel(): void {
    this.#panel.element.hidden = !this.#isPanelOpen;
    this.#schedule();
  }

  #buildEmpty(): HTMLElement {
    const add = element('button', 'first', this.texts.addFirst);
    add.type = 'button';
    add.addEventListener('click', () => this.send({ type: 'new-step', id: this.nextId(), after: [], before: [] }));
    const empty = element('div', 'empty', element('p', '', this.texts.noSteps), add);
    empty.hidden = true;
    return empty;
  }

  /** Keeps zoom, place and selection for when the page comes back; not with every pixel. */
  #keepSoon(): void {
    if (this.#keeping !== 0) return;
    this.#keeping = window.setTimeout(() => {
      this.#keeping = 0;
      const { viewport } = this.canvas;
      const { direction, selection, focus, collapsed, isRelatedShown } = this.model;
      const state: KeptState = {
        x: viewport.x,
        y: viewport.y,
        scale: this.model.graph === undefined ? 0 : viewport.scale,
        direction,
        selection: [...selection],
        focus,
        collapsed: [...collapsed],
        isRelatedShown,
        isPanelOpen: this.#isPanelOpen,
      };
      this.#bridge.keep(state);
    }, 200);
  }
}
