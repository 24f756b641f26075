import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { once } from 'node:events';
import type { JsonObject } from '../../schemas/model/data.ts';
import { waitFor } from './wait.ts';

/** One line of the end systems' ledger (extension/sample/end-systems/ledger.mjs). */
export interface LedgerLine {
  readonly n: number;
  readonly at: string;
  readonly system: string;
  readonly operation: string;
  readonly reference: string;
  readonly call: number;
  readonly outcome: 'received' | 'done' | 'refused' | 'failed' | 'lost-request' | 'lost-reply';
  readonly status?: number;
  readonly request?: JsonObject;
  readonly effect?: LedgerEffect;
}

export interface LedgerEffect {
  readonly system: string;
  readonly type: 'payment' | 'refund' | 'shipment' | 'reservation' | 'issue' | 'pick' | 'parcel' | 'return' | 'message';
  readonly reference: string;
}

/** The sample's end systems as a process of their own, with their data in the project (or another folder). */
export class EndSystems {
  readonly addresses: Readonly<Record<'stock' | 'payment' | 'carrier' | 'mail', string>> & { readonly pid: number };
  readonly #data: string;

  private constructor(data: string) {
    this.#data = data;
    this.addresses = readJson(path.join(data, 'addresses.json'));
  }

  /** Starts the program of the project and waits until it listens; it answers to the engine with this state. */
  static async start(projectFolder: string, stateHome = path.join(projectFolder, '..', 'state')): Promise<EndSystems> {
    const data = path.join(projectFolder, 'end-systems', 'data');
    const program = path.join(projectFolder, 'end-systems', 'main.mjs');
    const child = spawn(process.execPath, [program], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ORDO_HOME: stateHome },
    });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    await waitFor('the end systems to listen', () => {
      if (child.exitCode !== null) throw new Error(`The end systems ended with ${child.exitCode}: ${errors}`);
      const file = path.join(data, 'addresses.json');
      return existsSync(file) && readJson<{ pid: number }>(file).pid === child.pid;
    });
    const systems = new EndSystems(data);
    systems.#exited = once(child, 'exit').then(() => undefined);
    return systems;
  }
  #exited: Promise<void> = Promise.resolve();

  /** Every call so far, oldest first. */
  ledger(): readonly LedgerLine[] {
    return readLedger(this.#data);
  }

  /** Tells the next calls to misbehave (extension/sample/end-systems/README.md). */
  async control(order: {
    system?: string;
    operation?: string;
    behaviour: string;
    times?: number;
    seconds?: number;
  }): Promise<void> {
    const response = await fetch(`${this.addresses.stock}/control`, { method: 'POST', body: JSON.stringify(order) });
    if (!response.ok) throw new Error(await response.text());
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    process.kill(this.addresses.pid, signal);
    await this.#exited;
  }
}

/** The ledger in a data folder, without a half-written last line. */
export function readLedger(dataFolder: string): readonly LedgerLine[] {
  const file = path.join(dataFolder, 'ledger.jsonl');
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LedgerLine);
}

/** How often something happened for an order, by the reference that its steps use: `<order number>/<order id>/…`. */
export function countEffects(
  ledger: readonly LedgerLine[],
  type: LedgerEffect['type'],
  order: { readonly orderNumber: string; readonly orderId: number },
): number {
  const begin = `${order.orderNumber}/${order.orderId}/`;
  return ledger.filter((line) => line.effect?.type === type && line.effect.reference.startsWith(begin)).length;
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}
