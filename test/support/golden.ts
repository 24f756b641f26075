import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Compares with a golden file; `UPDATE_GOLDEN=1` writes it, and the diff is reviewed like code. */
export function checkGolden(file: string, actual: string): void {
  const text = `${actual.trimEnd()}\n`;
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  const expected = existsSync(file) ? readFileSync(file, 'utf8') : '';
  assert.equal(text, expected, `${file} differs; UPDATE_GOLDEN=1 writes it anew`);
}
