import type { GraphText } from '../../../schemas/protocol/graph-texts.ts';
import { element } from '../../view/element.ts';
import { keyText } from './open-menu.ts';
import { isPossible, operations, type Operation } from './operations.ts';
import type { Page } from './page.ts';

export interface Toolbar {
  readonly element: HTMLElement;
  readonly search: HTMLInputElement;
  /** Shows what is possible and how things stand now. */
  show(page: Page): void;
}

/** Buttons for what concerns the whole graph, and the search. */
export function buildToolbar(page: Page): Toolbar {
  const search = element('input', 'search');
  Object.assign(search, { type: 'search', placeholder: page.texts.search, spellcheck: false });
  search.setAttribute('aria-label', page.texts.search);
  search.addEventListener('input', () => page.model.search(search.value));
  search.addEventListener('keydown', (event) => searchKey(page, search, event));
  const buttons = shown.map((text) => toolButton(page, text));
  const live = element('span', 'live-state');
  return {
    element: element('div', 'toolbar', ...buttons.map(({ element: one }) => one), live, search),
    search,
    show: () => {
      for (const button of buttons) button.show();
      const { live: state } = page.model;
      live.textContent = state.type === 'order' ? `${page.texts.order} ${state.orderId}: ${state.status}` : '';
      if (search.value !== page.model.query) search.value = page.model.query;
    },
  };
}

function toolButton(page: Page, text: GraphText): { element: HTMLElement; show(): void } {
  const operation = operations.find((one) => one.text === text) as Operation;
  const button = element('button', 'tool');
  const key = operation.key === undefined ? '' : ` (${keyText(page.texts, operation.key)})`;
  button.type = 'button';
  button.title = `${page.texts[text]}${key}`;
  button.setAttribute('aria-label', page.texts[text]);
  button.append(icon(text));
  button.addEventListener('click', () => void operation.run(page));
  return {
    element: button,
    show: () => {
      const isOff = !isPossible(page, operation);
      if (button.disabled !== isOff) button.disabled = isOff;
      if (text === 'opRelated') button.setAttribute('aria-pressed', String(page.model.isRelatedShown));
    },
  };
}

/** Enter leads to the next step found, Escape ends the search. */
function searchKey(page: Page, search: HTMLInputElement, event: KeyboardEvent): void {
  event.stopPropagation();
  if (event.key === 'Escape') {
    page.model.search('');
    if (page.model.focus !== undefined) page.focusStep(page.model.focus);
  }
  if (event.key !== 'Enter') return;
  const found = page.model.shown.nodes.filter(({ id }) => page.model.matches?.has(id)).map(({ id }) => id);
  const at = found.indexOf([...page.model.selection][0] ?? '');
  const next = found[(at + (event.shiftKey ? found.length - 1 : 1)) % found.length];
  if (next === undefined) return;
  page.model.select([next]);
  page.reveal(next);
  page.say(page.canvas.nodes.element(next)?.querySelector('title')?.textContent ?? next);
  search.focus();
}

function icon(text: GraphText): SVGElement {
  const shape = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  shape.setAttribute('viewBox', '0 0 16 16');
  shape.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', icons[text] ?? '');
  shape.append(path);
  return shape;
}

const shown: readonly GraphText[] = [
  'opAddFirst',
  'opZoomIn',
  'opZoomOut',
  'opFit',
  'opDirection',
  'opArrange',
  'opRelated',
  'opCollapseAll',
  'opExpandAll',
  'opChooseOrder',
  'opRetry',
  'opForgetOrder',
  'opSvg',
  'opPng',
  'opPanelToggle',
];

const icons: Readonly<Partial<Record<GraphText, string>>> = {
  opAddFirst: 'M8 3v10M3 8h10',
  opZoomIn: 'M7 2.5a4.5 4.5 0 1 0 .01 0zM10.5 10.5l3 3M5 7h4M7 5v4',
  opZoomOut: 'M7 2.5a4.5 4.5 0 1 0 .01 0zM10.5 10.5l3 3M5 7h4',
  opFit: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
  opDirection: 'M3 3v8M1 9l2 2 2-2M7 5h7M12 3l2 2-2 2',
  opArrange: 'M6 2h4v3H6zM2 11h4v3H2zM10 11h4v3h-4zM8 5v3M4 11V8h8v3',
  opRelated: 'M3 3h3v3H3zM10 3h3v3h-3zM6.500 10h3v3h-3zM4.500 6l2.500 4M11.500 6L9 10',
  opCollapseAll: 'M3 8h10M8 1v4M6 3.500l2 2 2-2M8 15v-4M6 12.500l2-2 2 2',
  opExpandAll: 'M3 8h10M8 6V1.500M6 3l2-2 2 2M8 10v4.500M6 13l2 2 2-2',
  opChooseOrder: 'M2.500 8s2-4 5.500-4 5.500 4 5.500 4-2 4-5.500 4-5.500-4-5.500-4zM8 6.500a1.500 1.500 0 1 0 .01 0z',
  opRetry: 'M13 8a5 5 0 1 1-1.500-3.500M12 1.500v3.500H8.500',
  opForgetOrder: 'M4 4l8 8M12 4l-8 8',
  opSvg: 'M8 2v8M5 7l3 3 3-3M3 13.500h10',
  opPng: 'M2.500 3.500h11v9h-11zM2.500 11l3.500-4 3 3 2-2 2.500 3',
  opPanelToggle: 'M2.500 3h11v10h-11zM10 3v10',
};
