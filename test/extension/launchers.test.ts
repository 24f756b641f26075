import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { batchLauncher, shellLauncher } from '../../extension/settings/launchers.ts';
import { temporaryFolder } from '../server/lsp/small-project.ts';

test('the launcher runs the program with its arguments, whatever characters the paths have', (t) => {
  const folder = path.join(temporaryFolder(t, 'launcher'), `it's a "$HOME" \`folder\``);
  mkdirSync(folder);
  const program = path.join(folder, 'print.mjs');
  writeFileSync(
    program,
    'process.stdout.write(JSON.stringify([process.argv.slice(2), process.env.ELECTRON_RUN_AS_NODE]))',
  );
  const launcher = path.join(folder, 'ordo');
  writeFileSync(launcher, shellLauncher(process.execPath, program));
  chmodSync(launcher, 0o755);
  const output = execFileSync(launcher, ['order', 'a b', '$x'], { encoding: 'utf8' });
  assert.deepEqual(JSON.parse(output), [['order', 'a b', '$x'], '1']);
});

test('the Windows launcher doubles percent signs', () => {
  assert.match(batchLauncher('C:\\100% node\\node.exe', 'C:\\x.mjs'), /"C:\\100%% node\\node\.exe" "C:\\x\.mjs" %\*/);
});
