import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { withOptions, writeOptions } from '../../../../server/engine/options/write-options.ts';

test('flushed options take the place of their lines; comments, order and other lines stay', () => {
  const text =
    '# mine\nqorus.recover_delay = 5   # seconds\nordo.audit: api\nqorus.audit: system\nqorus-client.remote = true\n';
  const values = new Map<string, string | number | readonly string[]>([
    ['recover_delay', 9],
    ['audit', ['api', 'alerts']],
    ['max-retries', 3],
  ]);
  assert.equal(
    withOptions(text, values),
    '# mine\nqorus.recover_delay = 9   # seconds\nordo.audit: api,alerts\nqorus-client.remote = true\nqorus.max-retries = 3\n',
  );
});

test('flushing makes a file that is not there, and refuses what a line cannot hold', async (t) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ordo-options-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'ordo.options');
  assert.deepEqual(await writeOptions(file, new Map([['recover_delay', 9]])), []);
  assert.equal(readFileSync(file, 'utf8'), 'qorus.recover_delay = 9\n');
  const [problem] = await writeOptions(file, new Map([['logfile-template', 'a # b']]));
  assert.equal(problem?.code, 'ORDO-OPT-021');
  assert.equal(readFileSync(file, 'utf8'), 'qorus.recover_delay = 9\n');
});

test('flushing where nothing can be written is a problem, and the file stays as it was', async (t) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ordo-options-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const notAFolder = path.join(folder, 'file');
  writeFileSync(notAFolder, '');
  const [problem] = await writeOptions(path.join(notAFolder, 'ordo.options'), new Map([['recover_delay', 9]]));
  assert.equal(problem?.code, 'ORDO-OPT-021');
});
