import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { HistoryRow, InstallAnswer, OrderHash, OrderRow, WorkflowHash } from '../../../schemas/protocol/rest.ts';
import { processEntry } from '../../../server/base/resources.ts';
import { waitFor } from '../../support/wait.ts';
import { smallProject, type Files } from '../deploy/temp-project.ts';
import { serveProject, type TestEngine } from './engine-for-tests.ts';
import { documentOf, runOrdo, type OrdoRun } from './run-ordo.ts';

const files: Files = {
  ...smallProject,
  'shop.workflow.yaml': smallProject['shop.workflow.yaml']?.replace('autostart: 1', 'autostart: 0'),
  'steps/check.step.ts': `import { NormalStep, type Order } from 'ordo';

export class Check extends NormalStep {
  async primary(order: Order): Promise<void> {
    if (order.staticData['sku'] === 'nothing') throw Object.assign(new Error('There is no such thing.'), { code: 'NO-SKU' });
    order.log.info('checked');
    await order.dynamicData.update({ checked: true });
  }
}
`,
};

describe('ordo with an engine', () => {
  let engine: TestEngine;
  let folder: string;

  before(async () => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'ordo-cli-')));
    for (const [name, text] of Object.entries(files)) write(name, text ?? '');
    engine = await serveProject(folder);
  });
  after(async () => {
    await engine.remove();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  function write(name: string, text: string): void {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  async function ok(...args: readonly string[]): Promise<OrdoRun> {
    const run = await engine.run(...args);
    assert.equal(run.code, 0, `ordo ${args.join(' ')}: ${run.stderr}${run.stdout}`);
    return run;
  }
  const json = async <T>(...args: readonly string[]): Promise<T> => documentOf<T>(await ok(...args, '--json'));

  test('deploy names what was created, and then what is unchanged', async () => {
    const first = await ok('deploy');
    assert.match(first.stdout, /^action {3}kind +name +file\ncreated {2}workflow {2}shop:1\.0 +shop\.workflow\.yaml\n/);
    assert.match(first.stdout, /Deployed to .*: 4 objects changed, 0 unchanged \(release 1, \d+ ms\)\.\n$/);
    const again = await json<InstallAnswer>('deploy');
    assert.equal(again.installed, true);
    assert.deepEqual(
      again.objects.map(({ kind, name, action }) => `${kind} ${name} ${action}`),
      ['workflow shop unchanged', 'step check unchanged', 'step ship unchanged', 'errors shop-errors unchanged'],
    );
  });

  test('a project with a problem is not sent, and the engine keeps what it has', async () => {
    write('steps/ship.step.ts', 'export class Ship {}\n');
    const run = await engine.run('deploy', '--json');
    write('steps/ship.step.ts', files['steps/ship.step.ts'] ?? '');
    assert.equal(run.code, 1);
    const answer = documentOf<InstallAnswer>(run);
    assert.equal(answer.installed, false);
    assert.ok(answer.objects.every(({ action }) => action === 'refused'));
    assert.equal(answer.problems[0]?.file, 'steps/ship.step.ts');
    assert.equal((await json<WorkflowHash[]>('workflow', 'list')).length, 1);
  });

  test('status shows the engine without its token', async () => {
    const token = tokenOf(engine);
    const text = await ok('status');
    assert.match(text.stdout, /health {4}GREEN\n/);
    assert.match(text.stdout, /shop:1\.0 +1 +no/);
    const document = await ok('status', '--json');
    const { engine: file } = documentOf<{ engine: { url: string; pid: number } }>(document);
    assert.match(file.url, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.ok(!text.stdout.includes(token) && !document.stdout.includes(token));
    assert.equal((await runOrdo(['status', '--url', file.url], { env: engine.env })).code, 0, 'found by its address');
  });

  test('order create --run --wait starts the workflow, shows the order and ends with 0', async () => {
    const run = await ok('order', 'create', 'shop', '--data', '{"sku": "A-1"}', '--run', '--wait');
    assert.match(run.stderr, /Workflow shop:1\.0 was not running: started it \(autostart stays 0\)\./);
    assert.match(run.stdout, /check +started/);
    assert.match(run.stdout, /ship +completed +IN-PROGRESS → COMPLETE/);
    assert.match(run.stdout, /Order 1 is COMPLETE\.\n$/);
  });

  test('an order that ends in ERROR ends --wait with 4, in one document with --json', async () => {
    const run = await engine.run('order', 'create', 'shop', '-d', '{"sku": "nothing"}', '--wait', '--json');
    assert.equal(run.code, 4);
    const answer = documentOf<{ workflowstatus: string; transitions: HistoryRow[]; errors: { error: string }[] }>(run);
    assert.equal(answer.workflowstatus, 'ERROR');
    assert.deepEqual(
      answer.errors.map(({ error }) => error),
      ['NO-SKU'],
    );
    assert.ok(answer.transitions.length > 2);
    const again = await engine.run('order', 'follow', '2');
    assert.equal(again.code, 4);
    assert.match(again.stdout, /Order 2 ended ERROR\. Look at it with `ordo order show 2`\.\n$/);
  });

  test('data comes from standard input and from order files too', async () => {
    const { env } = engine;
    const piped = await runOrdo(['order', 'create', 'shop', '-d', '-', '--json'], {
      cwd: folder,
      env,
      stdin: '{"sku":"B"}',
    });
    const id = documentOf<{ workflow_instanceid: number }>(piped).workflow_instanceid;
    assert.deepEqual((await json<OrderHash>('order', 'show', String(id))).staticdata, { sku: 'B' });

    write('big.json', '{ "workflow": "shop", "order": { "staticdata": { "sku": "C" }, "priority": 7 } }');
    const fromFile = await json<{ workflow_instanceid: number }>('order', 'create', 'big.json', '--external-id', 'X-9');
    const order = await json<OrderHash>('order', 'show', String(fromFile.workflow_instanceid));
    assert.deepEqual([order.staticdata, order.priority, order.external_order_instanceid], [{ sku: 'C' }, 7, 'X-9']);
  });

  test('order list filters by status and workflow', async () => {
    const failed = await json<OrderRow[]>('order', 'list', '--status', 'error', '-w', 'shop');
    assert.deepEqual(
      failed.map(({ workflow_instanceid: id, workflowstatus }) => [id, workflowstatus]),
      [[2, 'ERROR']],
    );
    const text = await ok('order', 'list', '--limit', '1');
    assert.match(text.stdout, /^order {2}workflow +status/);
    assert.equal(text.stdout.split('\n').length, 3);
  });

  test('Ctrl+C ends order follow with 130', async () => {
    const { workflow_instanceid: id } = await json<{ workflow_instanceid: number }>(
      'order',
      'create',
      'shop',
      '-d',
      '{}',
      '--blocked',
      '--json',
    );
    await ok('workflow', 'stop', 'shop');
    await ok('order', 'unblock', String(id));
    const child = spawn(process.execPath, [processEntry('ordo'), 'order', 'follow', String(id)], {
      cwd: folder,
      env: { ...process.env, ...engine.env },
    });
    let notes = '';
    child.stderr.on('data', (chunk: Buffer) => (notes += chunk.toString()));
    await waitFor('the note that nothing happens', () => notes.includes('ordo workflow start shop:1.0'));
    child.kill('SIGINT');
    assert.deepEqual(await once(child, 'exit'), [130, null]);
    assert.match(notes, new RegExp(`Order ${id} is READY, but shop:1\\.0 is not running\\.`));
    await ok('order', 'cancel', String(id));
    await ok('workflow', 'start', 'shop');
  });

  test('order show and history tell steps, data and errors', async () => {
    const shown = await ok('order', 'show', '2');
    assert.match(shown.stdout, /^Order 2 {2}shop:1\.0 {2}ERROR\n/);
    assert.match(shown.stdout, /NO-SKU +MAJOR +check .* There is no such thing\./);
    const rows = await json<HistoryRow[]>('order', 'history', '1');
    assert.equal(rows[0]?.transition, 'created');
    assert.match((await ok('order', 'history', '1', '--data')).stdout, /"checked":true/);
  });

  test('actions on orders tell what became of each, and end with 1 when one is refused', async () => {
    await ok('workflow', 'stop', 'shop');
    const { workflow_instanceid: id } = await json<{ workflow_instanceid: number }>(
      'order',
      'create',
      'shop',
      '-d',
      '{"a":1}',
    );
    assert.match((await ok('order', 'block', String(id))).stdout, new RegExp(`^Order ${id}: block`));
    assert.equal((await json<OrderHash>('order', 'show', String(id))).workflowstatus, 'BLOCKED');
    await ok('order', 'unblock', String(id));
    const mixed = await engine.run('order', 'cancel', String(id), '1', '999', '--json');
    assert.equal(mixed.code, 1);
    assert.deepEqual(
      documentOf<{ workflow_instanceid: number; ok: boolean }[]>(mixed).map((result) => [
        result.workflow_instanceid,
        result.ok,
      ]),
      [
        [id, true],
        [1, false],
        [999, false],
      ],
    );
    const text = await engine.run('order', 'retry', '1');
    assert.match(text.stderr, /^error: Order 1: [A-Z-]+: /);
  });

  test('workflow start and stop say whether it runs', async () => {
    assert.match((await ok('workflow', 'start', 'shop')).stdout, /^shop:1\.0 is running \(1\)\.\n$/);
    assert.match((await ok('workflow', 'stop', 'shop:1.0')).stdout, /^shop:1\.0 is not running\.\n$/);
    const unknown = await engine.run('workflow', 'start', 'shopp', '--json');
    assert.equal(unknown.code, 1);
    assert.match(documentOf<{ error: { code: string } }>(unknown).error.code, /^[A-Z-]+$/);
  });

  test('rest makes any call, with arguments in query or body', async () => {
    assert.equal((await ok('rest', 'orders/1/workflowstatus')).stdout, '"COMPLETE"\n');
    assert.equal((await json<OrderRow[]>('rest', 'get', '/api/latest/orders?statuses=ERROR;limit=5')).length, 1);
    assert.equal((await json<OrderRow[]>('rest', 'orders', 'statuses=ERROR')).length, 1);
    const made = await json<{ workflow_instanceid: number }>(
      'rest',
      'post',
      'workflows/shop/createOrder',
      'staticdata={"sku":"R"}',
    );
    assert.ok(made.workflow_instanceid > 2);
    const unknown = await engine.run('rest', 'nowhere');
    assert.equal(unknown.code, 1);
    assert.match(unknown.stderr, /^error: \S/);
  });

  test('log lists the logs and shows the last lines of one', async () => {
    assert.match((await ok('log')).stdout, /^log +file\nqorus-core /);
    assert.match((await ok('log', 'shop')).stdout, /checked/);
    const unknown = await engine.run('log', 'nix');
    assert.equal(unknown.code, 1);
    assert.match(unknown.stderr, /There is no log "nix"\.\n {2}The logs are qorus-core,/);
  });

  test('completion knows the workflows', async () => {
    assert.equal((await ok('complete', '--', 'workflow', 'start', 'sh')).stdout, 'shop\n');
  });

  test('deploy --prune removes nothing unasked, and what is gone with --yes', async () => {
    write('old.workflow.yaml', `type: workflow\nname: old\nversion: '1.0'\ndesc: Old.\nsteps:\n  - check:1.0\n`);
    await ok('deploy');
    rmSync(path.join(folder, 'old.workflow.yaml'));
    const refused = await engine.run('deploy', '--prune');
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /old:1\.0 {2}no orders in flight/);
    assert.match(refused.stderr, /Nothing was deployed\.\n {2}Say `--yes`/);
    const answer = await json<InstallAnswer>('deploy', '--prune', '--yes');
    assert.deepEqual(
      answer.objects.filter(({ action }) => action === 'removed').map(({ kind, name }) => `${kind} ${name}`),
      ['workflow old'],
    );
  });

  test('a second engine for the project is refused', async () => {
    const second = await engine.run('serve', '--dev');
    assert.notEqual(second.code, 0);
    assert.match(second.stderr, /\S/);
  });

  test('stop ends the engine, whose logs can still be read', async () => {
    assert.match((await ok('stop')).stdout, /^The engine \S+ has stopped\.\n$/);
    assert.equal(await engine.ended, 0);
    assert.equal((await engine.run('status')).code, 3);
    assert.match((await ok('log')).stdout, /qorus-core/);
  });
});

function tokenOf({ env }: TestEngine): string {
  const home = env['ORDO_HOME'] ?? '';
  const key = readdirOnly(home);
  return (JSON.parse(readFileSync(path.join(home, key, 'engine.json'), 'utf8')) as { token: string }).token;
}

function readdirOnly(folder: string): string {
  const [only] = readdirSync(folder);
  return only ?? assert.fail(`nothing in ${folder}`);
}
