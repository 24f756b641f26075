import { cpSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CreateOrderRequest } from '../../schemas/protocol/rest.ts';
import { resourcePath } from '../../server/base/resources.ts';

/** A copy of the sample in a temporary folder, with a state folder of its own beside it. */
export interface SampleProject {
  readonly folder: string;
  /** For `--state` and ORDO_HOME. */
  readonly stateHome: string;
  readonly dataFolder: string;
  remove(): void;
}

/** An order file of the sample (extension/sample/orders). */
export interface OrderFile {
  readonly name: string;
  readonly workflow: string;
  readonly scheduleAfterSeconds?: number;
  readonly order: CreateOrderRequest & { readonly staticdata: { readonly orderNumber: string } };
  readonly expect: {
    readonly status: 'COMPLETE' | 'ERROR' | 'CANCELED';
    readonly errors?: readonly string[];
    readonly payments?: number;
    readonly refunds?: number;
    readonly shipments?: number;
  };
}

export function copySample(): SampleProject {
  const home = mkdtempSync(path.join(tmpdir(), 'ordo-sample-'));
  const folder = path.join(home, 'shop');
  const sample = resourcePath('extension', 'sample');
  const left = new Set([path.join(sample, '.ordo'), path.join(sample, 'end-systems', 'data')]);
  cpSync(sample, folder, { recursive: true, filter: (source) => !left.has(source) });
  return {
    folder,
    stateHome: path.join(home, 'state'),
    dataFolder: path.join(folder, 'end-systems', 'data'),
    remove: () => rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}

/** The sample's order files by name, or those whose name contains one of the given words. */
export function readOrderFiles(...words: readonly string[]): readonly OrderFile[] {
  const folder = resourcePath('extension', 'sample', 'orders');
  const names = globSync('*.json', { cwd: folder }).sort();
  return names
    .filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
    .map((name) => ({
      name,
      ...(JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Omit<OrderFile, 'name'>),
    }));
}
