import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** A line of the end systems' ledger: one call, and what it changed. */
export interface LedgerLine {
  readonly effect?: { readonly type: string; readonly reference: string };
}

const ledgerFile = path.join(import.meta.dirname, '..', 'end-systems', 'data', 'ledger.jsonl');

/** The ledger, oldest line first; empty before the first call of an end system. */
export async function readLedger(): Promise<readonly LedgerLine[]> {
  try {
    const text = await readFile(ledgerFile, 'utf8');
    // A last line without its end is still being written.
    return text
      .slice(0, text.lastIndexOf('\n') + 1)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as LedgerLine);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
