import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import type { Answering } from '../program.ts';
import { addOrderActions } from './order-actions.ts';
import { addOrderCreate } from './order-create.ts';
import { addOrderFollow, addOrderHistory } from './order-follow.ts';
import { addOrderList } from './order-list.ts';
import { addOrderShow } from './order-show.ts';
import { orderVerbs } from './order-verbs.ts';
import { addVerbs } from './verb.ts';

/** `ordo order …`. */
export function addOrder(program: Command, cli: Cli, answering: Answering): void {
  const order = program
    .command('order')
    .summary('create, look at and operate orders')
    .description('Orders of workflows.');
  const parts = [addOrderCreate, addOrderList, addOrderShow, addOrderFollow, addOrderHistory, addOrderActions];
  for (const add of parts) add(order, cli, answering);
  addVerbs(order, orderVerbs, cli, answering);
}
