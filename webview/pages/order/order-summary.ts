import type { OrderPageText } from '../../../schemas/protocol/order-page.ts';
import type { OrderHash } from '../../../schemas/protocol/rest.ts';
import { element } from '../../view/element.ts';
import type { Format } from '../../view/format.ts';

type Texts = Readonly<Record<OrderPageText, string>>;

/** The order's main facts as a list of terms. */
export function summaryList(texts: Texts, format: Format): { element: HTMLElement; show(order: OrderHash): void } {
  const list = element('dl', '');
  let shown = '';
  return {
    element: list,
    show: (order) => {
      const facts = factsOf(order, texts, format);
      const mark = JSON.stringify(facts);
      if (mark === shown) return;
      shown = mark;
      list.replaceChildren(
        ...facts.map(([term, value]) => element('div', '', element('dt', '', term), element('dd', '', value))),
      );
    },
  };
}

function factsOf(order: OrderHash, texts: Texts, format: Format): readonly (readonly [string, string])[] {
  const keys = Object.entries(order.keys).map(([name, values]) => `${name} = ${values.join(', ')}`);
  const facts: readonly (readonly [string, string])[] = [
    [texts.workflow, `${order.name}:${order.version}`],
    [texts.priority, String(order.priority)],
    [texts.created, format.time(order.started)],
    [texts.completed, format.time(order.completed)],
    [texts.duration, format.duration(order.started, order.completed)],
    [texts.keys, keys.join('; ')],
  ];
  return facts.filter(([, value]) => value !== '');
}
