import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { documentOf, runOrdo, type OrdoRun } from './run-ordo.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ordo-usage-'));
after(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(path.join(folder, 'broken.json'), '{ "sku": ');
writeFileSync(path.join(folder, 'list.json'), '[1, 2]');

const run = (...args: readonly string[]): Promise<OrdoRun> =>
  runOrdo(args, { cwd: folder, env: { ORDO_HOME: path.join(folder, 'state') } });

interface ErrorDocument {
  readonly error: { readonly code: string; readonly message: string; readonly remedy: string };
}

describe('a wrong command line ends with 2, the cause and a remedy:', () => {
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['deplyo'], /Unknown command 'deplyo'\. Did you mean deploy\?/],
    [['status', '--colour'], /Unknown option '--colour'/],
    [['order', 'show'], /Missing required argument 'id'/],
    [['order', 'show', 'seventeen'], /An order id is a positive whole number/],
    [['order', 'list', '--limit', '0'], /whole number of at least 1/],
    [['order', 'list', '--status', 'DONE'], /"DONE" is no status of an order/],
    [['order', 'create'], /No workflow is named/],
    [['order', 'create', 'shop', '--data', 'missing.json'], /The file missing\.json cannot be read/],
    [['order', 'create', 'shop', '--data', 'broken.json'], /broken\.json is not JSON/],
    [['order', 'create', 'shop', '--data', 'list.json'], /list\.json holds no JSON object/],
    [['order', 'create', 'shop', '--data', '{"sku"}'], /The text of --data is not JSON/],
    [['rest', 'put'], /No path is given/],
    [['rest', 'http://127.0.0.1/api'], /is a URL/],
    [['rest', 'system', 'verbose'], /"verbose" is no argument/],
    [['check', '--project', 'nowhere'], /project folder .*nowhere does not exist/],
    [['check'], /There is no workflow, step or other object in/],
    [['status', '--url', 'localhost'], /"localhost" is not a URL/],
    [['completion', 'csh'], /Allowed choices are bash, zsh, fish/],
    [['log', '--follow'], /`--follow` needs a log/],
  ];
  for (const [args, message] of cases) {
    test(`ordo ${args.join(' ')}`, async () => {
      const { code, stdout, stderr } = await run(...args);
      assert.equal(stdout, '');
      assert.match(stderr, message);
      const [first, second] = stderr.split('\n');
      assert.match(first ?? '', /^error: [A-Z`"]|^error: \S+\.json/);
      assert.match(second ?? '', /^ {2}\S/, 'a remedy follows');
      assert.equal(code, 2);
    });
  }

  test('with --json the error is one document', async () => {
    const answer = await run('order', 'show', 'x', '--json');
    assert.equal(answer.code, 2);
    const { error } = documentOf<ErrorDocument>(answer);
    assert.equal(error.code, 'USAGE');
    assert.ok(error.message !== '' && error.remedy !== '');
  });
});

describe('without an engine, commands that need one end with 3:', () => {
  const lines = ['status', 'stop', 'deploy', 'order list', 'order show 1', 'workflow list', 'rest system', 'log'];
  for (const line of lines) {
    test(`ordo ${line}`, async () => {
      const { code, stderr } = await run(...line.split(' '));
      assert.equal(code, 3);
      assert.match(stderr, /^error: No engine runs for the project .*ordo-usage-/);
      assert.match(stderr, /Start one with `ordo serve --dev`/);
    });
  }

  test('ordo status --json', async () => {
    const answer = await run('status', '--json');
    assert.equal(answer.code, 3);
    assert.equal(documentOf<ErrorDocument>(answer).error.code, 'NO-ENGINE');
  });

  test('an unknown key or address is named', async () => {
    assert.match((await run('status', '--key', 'nix')).stderr, /No engine with the key "nix" runs/);
    assert.match((await run('status', '--url', 'http://127.0.0.1:1')).stderr, /No engine of yours answers at http:/);
  });
});
