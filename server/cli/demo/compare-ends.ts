import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { OrderRow } from '../../../schemas/protocol/rest.ts';
import type { EngineClient } from '../../api/client/client.ts';
import type { ExpectedEnd } from '../../api/client/order-file.ts';
import type { SentOrder } from './sent-orders.ts';

/** An order of the sample beside what its file says. */
export interface ComparedEnd {
  readonly file: string;
  readonly workflow_instanceid: number;
  readonly workflowstatus: string;
  /** What differs, one sentence each; empty = as the file says. */
  readonly differences: readonly string[];
}

/** Compares status, errors and the effects in the end systems' ledger with what each order file expects. */
export async function compareEnds(
  client: EngineClient,
  sent: readonly SentOrder[],
  orders: readonly OrderRow[],
  dataFolder: string,
): Promise<readonly ComparedEnd[]> {
  const ledger = readLedger(dataFolder);
  return Promise.all(
    sent.map(async ({ file, orderId, text }) => {
      const row = orders.find((order) => order.workflow_instanceid === orderId);
      const status = row?.workflowstatus ?? 'unknown';
      const errors = [...new Set((await client.orderErrors(orderId)).map(({ error }) => error))];
      const found = { status, errors, ...countEffects(ledger, referenceOf(text.request, orderId, row)) };
      const differences = text.expect === undefined ? [] : compare(text.expect, found);
      return { file, workflow_instanceid: orderId, workflowstatus: status, differences };
    }),
  );
}

type Found = Omit<ExpectedEnd, 'status'> & { readonly status: string };

function compare(expected: ExpectedEnd, found: Found): readonly string[] {
  const differences: string[] = [];
  if (found.status !== expected.status) differences.push(`is ${found.status}, not ${expected.status}`);
  const [wanted, met] = [[...expected.errors].sort().join(', '), [...found.errors].sort().join(', ')];
  if (wanted !== met) differences.push(`met the errors ${met || 'none'}, not ${wanted || 'none'}`);
  for (const effect of ['payments', 'refunds', 'shipments'] as const) {
    if (found[effect] !== expected[effect]) differences.push(`${found[effect]} ${effect}, not ${expected[effect]}`);
  }
  return differences;
}

interface Effect {
  readonly type?: string;
  readonly reference?: string;
}

/** Effects in the ledger; its last line may be half written. */
function readLedger(dataFolder: string): readonly Effect[] {
  const file = path.join(dataFolder, 'ledger.jsonl');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.flatMap((line) => (JSON.parse(line) as { effect?: Effect }).effect ?? []);
}

/**
 * The reference the sample's steps give to the end systems (extension/sample/src/reference.ts). It tells the order from one
 * with the same id of an engine whose state is gone while the ledger is still there.
 */
function referenceOf(request: SentOrder['text']['request'], orderId: number, row: OrderRow | undefined): string {
  const created = row === undefined ? '' : Date.parse(row.started).toString(36);
  return `${orderNumberOf(request)}/${orderId}/${created}`;
}

function countEffects(ledger: readonly Effect[], reference: string): Pick<Found, 'payments' | 'refunds' | 'shipments'> {
  const count = (type: string): number =>
    ledger.filter((effect) => effect.type === type && effect.reference === reference).length;
  return { payments: count('payment'), refunds: count('refund'), shipments: count('shipment') };
}

function orderNumberOf(request: SentOrder['text']['request']): string {
  const number = request.staticdata?.['orderNumber'];
  return typeof number === 'string' ? number : '';
}
