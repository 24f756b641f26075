import type { FromOrderPage, OrderPageText } from '../../../schemas/protocol/order-page.ts';
import type { ErrorInstanceRow, HistoryRow, StepInstanceRow } from '../../../schemas/protocol/rest.ts';
import { linkButton } from '../../ui/link-button.ts';
import { element, fill } from '../../view/element.ts';
import { dataText, type Format } from '../../view/format.ts';
import { statusMark } from '../../view/status.ts';
import { table, type TableRow } from '../../view/table.ts';

type Texts = Readonly<Record<OrderPageText, string>>;

interface RowsView<Row> {
  readonly element: HTMLElement;
  show(rows: readonly Row[]): void;
}

/** Steps with status, attempt and duration; the name opens the step. */
export function stepTable(
  texts: Texts,
  format: Format,
  send: (message: FromOrderPage) => void,
): RowsView<StepInstanceRow> {
  const columns = [texts.step, texts.status, texts.attempt, texts.started, texts.duration];
  const open = (step: StepInstanceRow): void =>
    send({ type: 'open-step', name: step.stepname, version: step.stepversion });
  return rowsView(table(texts.steps, columns, texts.noSteps), (step: StepInstanceRow) => ({
    key: `${step.stepid}/${step.ind}`,
    cells: () => [
      linkButton(stepText(step), fill(texts.openStep, stepText(step)), () => open(step)),
      statusMark(step.stepstatus),
      String(step.attempt),
      format.time(step.started),
      format.duration(step.started, step.completed),
    ],
  }));
}

/** Errors, with what was said about them. */
export function errorTable(texts: Texts, format: Format): RowsView<ErrorInstanceRow> {
  const columns = [texts.error, texts.severity, texts.step, texts.time, texts.info];
  return rowsView(table(texts.errors, columns, texts.noErrors), (error: ErrorInstanceRow) => ({
    key: String(error.error_instanceid),
    cells: () => [
      error.error,
      error.severity,
      error.stepname ?? '',
      format.time(error.created),
      element('span', 'long', [error.description, error.info].filter(Boolean).join('\n')),
    ],
  }));
}

/** Every transition, the latest first. */
export function historyTable(texts: Texts, format: Format): RowsView<HistoryRow> {
  const columns = [texts.time, texts.transition, texts.status, texts.step, texts.who, texts.changed];
  const view = rowsView(table(texts.history, columns, texts.noHistory), (row: HistoryRow) => ({
    key: String(row.sequence),
    cells: () => [
      format.time(row.time),
      row.transition,
      statusMark(row.status),
      row.stepname ?? (row.segmentid === null ? '' : texts.segment.replace('{0}', String(row.segmentid))),
      row.who,
      row.patch === null ? '' : element('pre', 'patch', dataText(row.patch)),
    ],
  }));
  return { element: view.element, show: (rows) => view.show([...rows].reverse().slice(0, shownHistory)) };
}

function rowsView<Row>(view: ReturnType<typeof table>, rowOf: (row: Row) => Omit<TableRow, 'mark'>): RowsView<Row> {
  const withMark = (row: Row): TableRow => ({ ...rowOf(row), mark: JSON.stringify(row) });
  return { element: view.element, show: (rows) => view.show(rows.map(withMark)) };
}

function stepText(step: StepInstanceRow): string {
  return `${step.stepname}:${step.stepversion}${step.ind > 0 ? ` [${step.ind}]` : ''}`;
}

/** More rows than a person reads make the page slow; the rest is in `ordo order show`. */
const shownHistory = 500;
