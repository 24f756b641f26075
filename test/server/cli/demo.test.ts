import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { processEntry } from '../../../server/base/resources.ts';
import { copySample } from '../../support/project.ts';
import { waitFor } from '../../support/wait.ts';
import { documentOf, runOrdo, type OrdoRun } from './run-ordo.ts';

interface DemoDocument {
  readonly url: string;
  readonly ok: boolean;
  readonly orders: readonly {
    file: string;
    workflow_instanceid: number;
    workflowstatus: string;
    differences: string[];
  }[];
}

describe('ordo demo', () => {
  const sample = copySample();
  const orders = path.join(sample.folder, 'orders');
  const kept = ['01-one-mug.json', '33-card-declined.json'];
  for (const name of readdirSync(orders)) if (!kept.includes(name)) rmSync(path.join(orders, name));
  after(() => sample.remove());

  const demo = (...args: readonly string[]): Promise<OrdoRun> =>
    runOrdo(['demo', '--project', sample.folder, '--state', sample.stateHome, ...args]);
  const addresses = path.join(sample.dataFolder, 'addresses.json');
  const engineFile = path.join(sample.stateHome, 'ordo-demo', 'engine.json');

  test('--once sends every order, shows how they go, and ends with 0 and nothing left running', async () => {
    const run = await demo('--once');
    assert.deepEqual([run.code, run.stderr], [0, ''], run.stdout);
    assert.match(run.stdout, /^2 orders are on their way\.\n/);
    assert.match(run.stdout, / s {2}1 COMPLETE, 1 ERROR\n/);
    assert.match(run.stdout, /All 2 orders ended as their files say\.\n$/);
    assert.deepEqual([existsSync(addresses), existsSync(engineFile)], [false, false]);
  });

  test('an order that ends otherwise than its file says is named, and the exit code is 4', async () => {
    const file = path.join(orders, '33-card-declined.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('"ERROR"', '"COMPLETE"').replace('CARD-DECLINED', 'CARD-STOLEN'));
    const run = await demo('--once', '--json');
    writeFileSync(file, text);
    assert.equal(run.code, 4);
    const { ok, orders: ends } = documentOf<DemoDocument>(run);
    assert.equal(ok, false);
    assert.deepEqual(
      ends.map(({ file: name, differences }) => [name, differences]),
      [
        ['01-one-mug.json', []],
        ['33-card-declined.json', ['is ERROR, not COMPLETE', 'met the errors CARD-DECLINED, not CARD-STOLEN']],
      ],
    );
  });

  test('stays until Ctrl+C, says where everything is, and then ends what it started', async () => {
    const child = spawn(
      process.execPath,
      [processEntry('ordo'), 'demo', '--project', sample.folder, '--state', sample.stateHome],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PATH: '' } },
    );
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await waitFor('the demo to stay', () => output.includes('Ctrl+C ends the demo.'), { timeoutMs: 60_000 });
    assert.match(output, /API +http:\/\/127\.0\.0\.1:\d+\/api\/latest\n/);
    assert.match(output, /In VS Code\n/);
    assert.ok(existsSync(engineFile));
    child.kill('SIGINT');
    const [code] = (await once(child, 'exit')) as [number | null];
    assert.equal(code, 0);
    assert.deepEqual([existsSync(addresses), existsSync(engineFile)], [false, false]);
  });

  test('--systems runs the end systems alone until Ctrl+C', async () => {
    const child = spawn(process.execPath, [processEntry('ordo'), 'demo', '--systems'], {
      cwd: sample.folder,
      stdio: 'ignore',
    });
    await waitFor('the end systems', () => existsSync(addresses));
    assert.ok(!existsSync(engineFile));
    child.kill('SIGINT');
    await once(child, 'exit');
    await waitFor('the end systems to end', () => !existsSync(addresses));
  });
});
