import { element } from '../../view/element.ts';

export interface MenuEntry {
  readonly label: string;
  readonly key?: string;
  readonly group: string;
  readonly run: () => void;
}

/** The menu of a step, an edge or the graph: arrow keys, first letters, Escape. */
export class Menu {
  readonly element = element('ul', 'menu');
  #back: Element | null = null;

  constructor(label: string) {
    this.element.hidden = true;
    this.element.setAttribute('role', 'menu');
    this.element.setAttribute('aria-label', label);
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.element.addEventListener('focusout', (event) => {
      if (!this.element.contains(event.relatedTarget as Node | null)) this.#close(false);
    });
  }

  open(entries: readonly MenuEntry[], at: { readonly x: number; readonly y: number }): void {
    this.#back = document.activeElement;
    this.element.replaceChildren(...rows(entries, (entry) => this.#take(entry)));
    this.element.hidden = false;
    const { width, height } = this.element.getBoundingClientRect();
    this.element.style.left = `${Math.max(0, Math.min(at.x, window.innerWidth - width - 4))}px`;
    this.element.style.top = `${Math.max(0, Math.min(at.y, window.innerHeight - height - 4))}px`;
    this.#items[0]?.focus();
  }

  get #items(): readonly HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>('[role=menuitem]')];
  }

  #take(entry: MenuEntry): void {
    this.#close(true);
    entry.run();
  }

  #close(withFocus: boolean): void {
    if (this.element.hidden) return;
    this.element.hidden = true;
    if (withFocus && (this.#back instanceof HTMLElement || this.#back instanceof SVGElement)) this.#back.focus();
  }

  #key(event: KeyboardEvent): void {
    event.stopPropagation();
    const items = this.#items;
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') this.#close(true);
    else if (event.key === 'Enter' || event.key === ' ') items[at]?.click();
    else if (to !== undefined) items[(to + items.length) % items.length]?.focus();
    else if (event.key.length === 1) this.#byLetter(items, at, event.key.toLowerCase());
    else return;
    event.preventDefault();
  }

  #byLetter(items: readonly HTMLElement[], at: number, letter: string): void {
    const turned = [...items.slice(at + 1), ...items.slice(0, at + 1)];
    turned.find((one) => one.textContent.toLowerCase().startsWith(letter))?.focus();
  }
}

function rows(entries: readonly MenuEntry[], take: (entry: MenuEntry) => void): readonly HTMLElement[] {
  return entries.flatMap((entry, index) => {
    const item = element('li', '', element('span', '', entry.label), element('span', 'key', entry.key ?? ''));
    item.setAttribute('role', 'menuitem');
    item.tabIndex = -1;
    item.addEventListener('click', () => take(entry));
    item.addEventListener('pointerenter', () => item.focus());
    const before = entries[index - 1];
    if (before === undefined || before.group === entry.group) return [item];
    const line = element('li', 'line');
    line.setAttribute('role', 'separator');
    return [line, item];
  });
}
