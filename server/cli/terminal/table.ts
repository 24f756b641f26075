import { plain, type Paint } from './colours.ts';

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string | number | null | undefined;
  readonly align?: 'right';
  /** Colour of a cell by its row. */
  readonly paint?: (text: string, row: Row) => string;
}

/** Rows as aligned columns; columns that are empty in every row are left out, lines are cut at `width`. */
export function formatTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { paint, width }: { readonly paint: Paint; readonly width?: number },
): string {
  const cells = columns.map((column) => ({ column, texts: rows.map((row) => oneLine(column.value(row))) }));
  const shown = cells.filter(({ texts }) => texts.some((text) => text !== ''));
  const widths = shown.map(({ column, texts }) => Math.max(column.title.length, ...texts.map((text) => text.length)));
  const pad = (text: string, index: number): string => {
    const gap = ' '.repeat(Math.max(0, (widths[index] ?? 0) - plain(text).length));
    if (shown[index]?.column.align === 'right') return gap + text;
    return index === shown.length - 1 ? text : text + gap;
  };
  const head = shown.map(({ column }, index) => paint('bold', pad(column.title, index))).join('  ');
  const body = rows.map((row, line) =>
    shown.map(({ column, texts }, index) => pad(painted(column, texts[line] ?? '', row), index)).join('  '),
  );
  return [head, ...body].map((text) => `${cut(text, width)}\n`).join('');
}

function painted<Row>(column: Column<Row>, text: string, row: Row): string {
  return column.paint === undefined ? text : column.paint(text, row);
}

function oneLine(value: string | number | null | undefined): string {
  return value === null || value === undefined ? '' : String(value).replaceAll(/\s+/g, ' ');
}

/** Cut lines lose their colour rather than half an escape sequence. */
function cut(text: string, width: number | undefined): string {
  const bare = plain(text);
  return width === undefined || bare.length <= width ? text.trimEnd() : `${bare.slice(0, Math.max(1, width - 1))}…`;
}
