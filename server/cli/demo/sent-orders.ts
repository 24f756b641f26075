import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject } from '../../../schemas/model/data.ts';
import type { EngineClient } from '../../api/client/client.ts';
import { throwIfCancelled } from '../../base/cancel.ts';
import type { Cli } from '../cli.ts';
import { readOrderText, requestOf, type OrderText } from '../../api/client/order-file.ts';

/** An order of the sample that was created, and the file that says how it must end. */
export interface SentOrder {
  readonly file: string;
  readonly orderId: number;
  readonly text: OrderText;
}

/** Creates an order of every file in the sample's folder of orders. */
export async function sendOrders(cli: Cli, client: EngineClient, folder: string): Promise<readonly SentOrder[]> {
  const sent: SentOrder[] = [];
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    throwIfCancelled(cli.signal, 'The demo');
    const text = readOrderText(JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as JsonObject);
    if (text.workflow === undefined) continue;
    const created = await client.createOrder(text.workflow, requestOf(text, cli.clock));
    sent.push({ file, orderId: created.workflow_instanceid, text });
  }
  return sent;
}
