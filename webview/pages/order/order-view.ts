import type { FromOrderPage, OrderPageStart } from '../../../schemas/protocol/order-page.ts';
import type { HistoryRow, OrderHash } from '../../../schemas/protocol/rest.ts';
import { button, enable } from '../../ui/button.ts';
import { element, fill } from '../../view/element.ts';
import { dataText, type Format } from '../../view/format.ts';
import { statusMark } from '../../view/status.ts';
import { errorTable, historyTable, stepTable } from './order-tables.ts';
import { summaryList } from './order-summary.ts';

export interface OrderView {
  readonly element: HTMLElement;
  show(order: OrderHash, history: readonly HistoryRow[]): void;
}

/** The whole page, built once; `show` changes what differs, so that focus, scroll and open sections stay. */
export function buildOrderView(
  start: OrderPageStart,
  format: Format,
  send: (message: FromOrderPage) => void,
): OrderView {
  const { texts, state } = start;
  const status = element('span', 'headline-status');
  const announcement = element('p', 'hidden');
  announcement.setAttribute('aria-live', 'polite');
  const retry = button(texts.retry, () => send({ type: 'retry' }), 'primary');
  const cancel = button(texts.cancel, () => send({ type: 'cancel' }));
  const summary = summaryList(texts, format);
  const steps = stepTable(texts, format, send);
  const errors = errorTable(texts, format);
  const history = historyTable(texts, format);
  const staticData = element('pre', '');
  const dynamicData = element('pre', '');
  let shownStatus = '';

  return {
    element: element(
      'article',
      '',
      element(
        'header',
        '',
        element('h1', '', fill(texts.title, state.orderId)),
        status,
        element('div', 'buttons', retry, cancel),
      ),
      announcement,
      section(texts.summary, summary.element),
      section(texts.steps, steps.element),
      section(texts.errors, errors.element),
      foldable(texts.staticData, true, staticData),
      foldable(texts.dynamicData, true, dynamicData),
      foldable(texts.history, false, history.element),
    ),
    show: (order, rows) => {
      if (shownStatus !== order.workflowstatus) {
        status.replaceChildren(statusMark(order.workflowstatus));
        // The first status is part of the page; only a change is worth an interruption.
        if (shownStatus !== '') announcement.textContent = fill(texts.statusChanged, order.workflowstatus);
        shownStatus = order.workflowstatus;
      }
      enable(retry, order.actions.includes('retry'));
      enable(cancel, order.actions.includes('cancel'));
      summary.show(order);
      steps.show(order.StepInstances);
      errors.show(order.ErrorInstances);
      history.show(rows);
      staticData.textContent = dataText(order.staticdata);
      dynamicData.textContent = dataText(order.dynamicdata);
    },
  };
}

function section(title: string, content: HTMLElement): HTMLElement {
  return element('section', '', element('h2', '', title), content);
}

/** A section that can be closed, with the browser's own keys and words for it. */
function foldable(title: string, isOpen: boolean, content: HTMLElement): HTMLElement {
  const details = element('details', '', element('summary', '', element('h2', '', title)), content);
  details.open = isOpen;
  return details;
}
