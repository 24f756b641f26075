import { element } from '../../view/element.ts';
import type { Texts } from './texts.ts';

export interface Choice<Value> {
  readonly label: string;
  readonly detail?: string;
  readonly value: Value;
  /** Why it cannot be chosen now. */
  readonly refused?: string;
}

export interface PickOptions<Value> {
  readonly title: string;
  readonly choices: readonly Choice<Value>[];
  /** A last row made from what was typed. */
  readonly extra?: (typed: string) => Choice<Value>;
}

/** A question with a list that is narrowed by typing; resolves with what was chosen, or undefined. */
export class Picker {
  readonly element = element('div', 'picker');
  readonly #texts: Texts;
  #close: (() => void) | undefined;

  constructor(texts: Texts) {
    this.#texts = texts;
    this.element.hidden = true;
  }

  get isOpen(): boolean {
    return this.#close !== undefined;
  }

  cancel(): void {
    this.#close?.();
  }

  ask<Value>(options: PickOptions<Value>): Promise<Value | undefined> {
    this.#close?.();
    return new Promise((resolve) => {
      const back = document.activeElement;
      const close = (value?: Value): void => {
        if (this.#close === undefined) return;
        this.#close = undefined;
        this.element.hidden = true;
        this.element.replaceChildren();
        if (back instanceof HTMLElement || back instanceof SVGElement) back.focus();
        resolve(value);
      };
      this.#close = () => close();
      this.#build(options, close);
    });
  }

  #build<Value>(options: PickOptions<Value>, close: (value?: Value) => void): void {
    const input = element('input', '');
    const list = element('ul', '');
    const status = element('p', 'hidden');
    const title = element('label', '', options.title);
    Object.assign(input, { id: 'picker-input', type: 'text', spellcheck: false, autocomplete: 'off' });
    title.htmlFor = 'picker-input';
    list.id = 'picker-list';
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', options.title);
    status.setAttribute('aria-live', 'polite');
    for (const [name, value] of Object.entries(comboAttributes)) input.setAttribute(name, value);
    this.element.replaceChildren(title, input, list, status);
    this.element.setAttribute('role', 'dialog');
    this.element.setAttribute('aria-label', options.title);
    this.element.hidden = false;
    let shown: readonly Choice<Value>[] = [];
    let active = 0;
    const mark = (): void => {
      [...list.children].forEach((row, index) => row.setAttribute('aria-selected', String(index === active)));
      input.setAttribute('aria-activedescendant', shown.length === 0 ? '' : `picker-${active}`);
      list.children[active]?.scrollIntoView({ block: 'nearest' });
    };
    const narrow = (): void => {
      const found = rank(options.choices, input.value);
      shown = [...found.slice(0, mostRows), ...(options.extra ? [options.extra(input.value.trim())] : [])];
      active = Math.max(
        0,
        shown.findIndex(({ refused }) => refused === undefined),
      );
      list.replaceChildren(...shown.map((choice, index) => row(choice, index)));
      status.textContent = this.#texts.found.replace('{0}', String(found.length));
      mark();
    };
    const take = (index: number): void => {
      const choice = shown[index];
      if (choice?.refused !== undefined) status.textContent = choice.refused;
      else if (choice) close(choice.value);
    };
    input.addEventListener('input', narrow);
    input.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.key === 'Escape') return close();
      if (event.key === 'Enter') return take(active);
      const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      active = Math.max(0, Math.min(shown.length - 1, active + step));
      mark();
    });
    list.addEventListener('mousedown', (event) => {
      event.preventDefault();
      const at = [...list.children].findIndex((one) => one.contains(event.target as Node));
      if (at >= 0) take(at);
    });
    input.addEventListener('blur', () => close());
    narrow();
    input.focus();
  }
}

function row<Value>(choice: Choice<Value>, index: number): HTMLElement {
  const result = element('li', choice.refused === undefined ? '' : 'refused', element('span', '', choice.label));
  const detail = choice.refused ?? choice.detail ?? '';
  if (detail !== '') result.append(element('span', 'detail', detail));
  result.id = `picker-${index}`;
  result.setAttribute('role', 'option');
  if (choice.refused !== undefined) result.setAttribute('aria-disabled', 'true');
  return result;
}

/** Choices that hold what was typed: those that begin with it first, then by their own order. */
function rank<Value>(choices: readonly Choice<Value>[], typed: string): readonly Choice<Value>[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return choices;
  const score = ({ label, detail }: Choice<Value>): number => {
    const at = label.toLowerCase().indexOf(wanted);
    if (at >= 0) return at === 0 ? 0 : 1;
    if (isSpread(label.toLowerCase(), wanted)) return 2;
    return detail?.toLowerCase().includes(wanted) === true ? 3 : 9;
  };
  return choices
    .map((choice, index) => ({ choice, index, score: score(choice) }))
    .filter((one) => one.score < 9)
    .sort((a, b) => a.score - b.score || a.index - b.index)
    .map(({ choice }) => choice);
}

/** The letters stand in the text in this order: `tkp` finds `take-payment`. */
function isSpread(text: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

const mostRows = 200;
const comboAttributes = {
  role: 'combobox',
  'aria-expanded': 'true',
  'aria-autocomplete': 'list',
  'aria-controls': 'picker-list',
};
