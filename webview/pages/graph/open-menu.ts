import type { MenuEntry } from './menu.ts';
import { isPossible, operations, type Operation } from './operations.ts';
import type { Page } from './page.ts';
import { nodeHeight } from './scene/node-look.ts';
import type { Texts } from './texts.ts';

/** Opens the menu of what is selected, at the pointer or below the step in focus. */
export function openMenu(page: Page, at?: { readonly x: number; readonly y: number }): void {
  const { model } = page;
  const on = model.edge === undefined ? (model.targets.length === 0 ? 'graph' : 'step') : 'edge';
  const own = operations.filter((one) => one.on === on && isPossible(page, one));
  const ofGraph =
    on === 'graph'
      ? []
      : operations.filter((one) => one.on === 'graph' && one.group === 'order' && isPossible(page, one));
  const entries = [...own, ...ofGraph].sort((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group));
  page.openMenu(
    entries.map((one) => entryOf(page, one)),
    at ?? placeOfFocus(page),
  );
}

function entryOf(page: Page, operation: Operation): MenuEntry {
  return {
    label: page.texts[operation.text],
    group: operation.group,
    ...(operation.key === undefined ? {} : { key: keyText(page.texts, operation.key) }),
    run: () => void operation.run(page),
  };
}

/** A key as it is printed on keyboards. */
export function keyText(texts: Texts, key: string): string {
  return key
    .split('+')
    .map((part) =>
      part === 'Delete'
        ? texts.keyDelete
        : part === 'Insert'
          ? texts.keyInsert
          : part.length === 1
            ? part.toUpperCase()
            : part,
    )
    .join('+')
    .replace(/^\+?$/, '+');
}

function placeOfFocus({ model, canvas }: Page): { x: number; y: number } {
  const place = model.layout?.nodes.get(model.focus ?? '');
  const box = canvas.element.getBoundingClientRect();
  const { x, y } = canvas.viewport.toScreen({ x: (place?.x ?? 0) + 20, y: (place?.y ?? 0) + nodeHeight });
  return { x: x + box.x, y: y + box.y };
}

const groups: readonly Operation['group'][] = ['add', 'edges', 'edit', 'go', 'order', 'view'];
