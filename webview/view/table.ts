import { element } from './element.ts';

/** One cell: text, or an element that was made for it. */
export type Cell = string | HTMLElement;

export interface TableRow {
  /** Equal keys and equal marks = an unchanged row, which is left alone with its focus. */
  readonly key: string;
  readonly mark: string;
  /** Made only when the row is new or changed. */
  readonly cells: () => readonly Cell[];
}

export interface Table {
  readonly element: HTMLElement;
  show(rows: readonly TableRow[]): void;
}

/** A real table with a caption for screen readers; `show` changes only what differs. */
export function table(caption: string, columns: readonly string[], empty: string): Table {
  const body = element('tbody', '');
  const head = element('tr', '', ...columns.map(headerCell));
  const grid = element('table', '', element('caption', 'hidden', caption), element('thead', '', head), body);
  const nothing = element('p', 'empty', empty);
  const shown = new Map<string, { mark: string; row: HTMLElement }>();
  return {
    element: element('div', 'table', grid, nothing),
    show: (rows) => {
      grid.hidden = rows.length === 0;
      nothing.hidden = rows.length > 0;
      placeInOrder(
        body,
        rows.map((row) => rowElement(shown, row)),
      );
      const keys = new Set(rows.map(({ key }) => key));
      for (const key of shown.keys()) if (!keys.has(key)) shown.delete(key);
    },
  };
}

/** Makes `wanted` the children; an element that is in its place already is not touched, so it keeps its focus. */
function placeInOrder(parent: HTMLElement, wanted: readonly HTMLElement[]): void {
  wanted.forEach((row, index) => {
    if (parent.children[index] !== row) parent.insertBefore(row, parent.children[index] ?? null);
  });
  while (parent.children.length > wanted.length) parent.lastElementChild?.remove();
}

function rowElement(shown: Map<string, { mark: string; row: HTMLElement }>, row: TableRow): HTMLElement {
  const known = shown.get(row.key);
  if (known?.mark === row.mark) return known.row;
  const made = element('tr', '', ...row.cells().map(bodyCell));
  shown.set(row.key, { mark: row.mark, row: made });
  return made;
}

function headerCell(text: string): HTMLElement {
  const cell = element('th', '', text);
  cell.scope = 'col';
  return cell;
}

/** The first cell names the row. */
function bodyCell(content: Cell, index: number): HTMLElement {
  if (index > 0) return element('td', '', content);
  const cell = element('th', '', content);
  cell.scope = 'row';
  return cell;
}
