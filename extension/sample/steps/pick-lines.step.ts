import { NormalArrayStep, type OrderOf } from 'ordo';
import { referenceOf } from '../src/reference.ts';
import * as stock from '../src/stock.ts';

/** One element per line of the order, each with its own status. Needs no validation: stock picks a line once. */
export class PickLines extends NormalArrayStep<stock.OrderLine, OrderOf<'pick-lines'>> {
  /** The same lines each time: static data never change. */
  override array(order: OrderOf<'pick-lines'>): readonly stock.OrderLine[] {
    return order.staticData.lines;
  }

  override async primary(order: OrderOf<'pick-lines'>, line: stock.OrderLine): Promise<void> {
    await stock.pick(referenceOf(order), order.step.ind, line, order.signal);
  }
}
