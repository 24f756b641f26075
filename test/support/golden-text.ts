import assert from 'node:assert/strict';
import { writeFileSync, readFileSync } from 'node:fs';

/** Compares a whole file with what it should hold now; `UPDATE_GOLDEN=1` writes it, and the diff is reviewed like code. */
export function checkGoldenText(file: string, actual: string): void {
  const text = `${actual.trimEnd()}\n`;
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  assert.equal(text, readFileSync(file, 'utf8'), `${file} differs; UPDATE_GOLDEN=1 writes it anew`);
}
