import './order.css';
import {
  readToOrderPage,
  type FromOrderPage,
  type OrderPageStart,
  type ToOrderPage,
} from '../../../schemas/protocol/order-page.ts';
import { connect, readStart } from '../../bridge.ts';
import { element } from '../../view/element.ts';
import { formatIn } from '../../view/format.ts';
import { buildOrderView } from './order-view.ts';

const start = readStart<OrderPageStart>();
const bridge = connect<ToOrderPage, FromOrderPage>(readToOrderPage, start.state);
const notice = element('p', 'notice', start.texts.loading);
notice.setAttribute('role', 'status');
const view = buildOrderView(start, formatIn(start.locale), (message) => bridge.send(message));
view.element.hidden = true;
document.getElementById('page')?.append(notice, view.element);

bridge.onMessage((message) => {
  notice.hidden = message.type === 'order';
  if (message.type === 'unavailable') {
    notice.textContent = message.reason;
    return;
  }
  view.show(message.order, message.history);
  view.element.hidden = false;
});
bridge.send({ type: 'ready' });
