import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { build } from 'esbuild';
import { ProcessRunnerHost } from '../../../server/isolation/process-runner-host.ts';
import type { ProgramSpec } from '../../../server/isolation/runner-host.ts';
import { call, createHost, RecordingPeer, type Form } from './fixture.ts';

const form: Form = { name: 'process', create: (options) => new ProcessRunnerHost(options) };

describe('loading a program', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ordo-loading-'));
  const { host } = createHost(form);
  const { host: hasty } = createHost(form, { inspectTimeoutMs: 600, loadTimeoutMs: 600 });
  after(async () => {
    await Promise.all([host.dispose(0), hasty.dispose(0)]);
    rmSync(folder, { recursive: true });
  });
  let count = 0;
  const bundle = (code: string): ProgramSpec => {
    count += 1;
    const bundleFile = path.join(folder, `bundle-${count}.cjs`);
    writeFileSync(bundleFile, code);
    return { program: `program-${count}:1.0`, bundleHash: 'one', bundleFile };
  };
  const step = (body: string): string =>
    `const { NormalStep } = require('ordo'); exports.steps = { 'pay:2.0': class Pay extends NormalStep { ${body} } };`;

  const faulty: readonly (readonly [name: string, code: string, error: string, info: RegExp, step?: string])[] = [
    ['a syntax error', 'exports.steps = {', 'PROGRAM-LOAD-ERROR', /could not be loaded\. SyntaxError: Unexpected end/],
    ['an error at load', "throw Object.assign(new Error('no config'), { code: 'NO-CONFIG' })", 'PROGRAM-LOAD-ERROR', /NO-CONFIG: no config/],
    ['null thrown at load', 'throw null', 'PROGRAM-LOAD-ERROR', /UNKNOWN-ERROR: The code threw null/],
    ['a module that is not in the bundle', "require('left-pad')", 'PROGRAM-LOAD-ERROR', /"left-pad" is not in the bundle/],
    ['a relative module', "require('./other.cjs')", 'PROGRAM-LOAD-ERROR', /not in the bundle/],
    ['a constructor that throws', step("constructor() { super(); throw new TypeError('no'); } primary() {}"), 'STEP-CLASS-ERROR', /step pay:2\.0 cannot be constructed\. TypeError: no/, 'pay:2.0'],
    ['a class that is no step', "exports.steps = { 'pay:2.0': class {} }", 'STEP-CLASS-ERROR', /extends none of ordo/, 'pay:2.0'],
    ['a step that is no class', "exports.steps = { 'pay:2.0': 17 }", 'STEP-CLASS-ERROR', /extends none/, 'pay:2.0'],
    ['an exit at load', 'process.exit(7)', 'PROGRAM-LOAD-ERROR', /ended with exit code 7/],
    ['a loop at load', 'for (;;);', 'PROGRAM-LOAD-ERROR', /not loaded after 0\.6 s/],
    ['a loop in a constructor', step('constructor() { super(); for (;;); } primary() {}'), 'PROGRAM-LOAD-ERROR', /constructor, does not end/],
  ]; // prettier-ignore

  for (const [name, code, error, info, culprit] of faulty) {
    test(`${name} is a problem of the program, found by the dry run and told to each call`, async () => {
      const spec = bundle(code);
      const loader = name.includes('loop') ? hasty : host;
      const inspection = await loader.inspect(spec);
      assert.ok(!inspection.ok);
      assert.equal(inspection.error.error, error);
      assert.match(inspection.error.info, info);
      assert.equal(inspection.step, culprit);
      const outcome = await call(loader, spec, 'pay');
      assert.ok(outcome.kind === 'not-loaded', JSON.stringify(outcome));
      assert.equal(outcome.error.error, error);
    });
  }

  test('a bundle file that is not there is a problem of the program', async () => {
    const spec = { program: 'gone:1.0', bundleHash: 'one', bundleFile: path.join(folder, 'gone.cjs') } as const;
    const inspection = await host.inspect(spec);
    assert.ok(!inspection.ok && inspection.error.error === 'PROGRAM-LOAD-ERROR', JSON.stringify(inspection));
  });

  test('a program that cannot be loaded is not tried again at once, and a new bundle is', async () => {
    const spec = bundle('process.exit(7)');
    const first = performance.now();
    await call(host, spec, 'pay');
    const startMs = performance.now() - first;
    const again = performance.now();
    for (let i = 0; i < 100; i++) assert.equal((await call(host, spec, 'pay')).kind, 'not-loaded');
    assert.ok(performance.now() - again < startMs, 'no process was started for them');
    writeFileSync(spec.bundleFile, step('primary() {}').replace('pay:2.0', 'pay:1.0'));
    assert.equal((await call(host, { ...spec, bundleHash: 'two' }, 'pay')).kind, 'returned');
  });

  test('node modules are there, with and without the prefix, and dynamic import of them works', async () => {
    const spec = bundle(
      `const fs = require('fs'); const { NormalStep } = require('ordo');
       exports.steps = { 'pay:1.0': class extends NormalStep { async primary(order) {
         const os = await import('node:os'); order.log.info(typeof fs.readFileSync, typeof os.cpus, __filename);
       } } };`,
    );
    const peer = new RecordingPeer();
    assert.deepEqual(await call(host, spec, 'pay', { peer }), { kind: 'returned' });
    assert.deepEqual(peer.texts, [`function function ${spec.bundleFile}`]);
  });

  test('stacks show positions in the user’s TypeScript and nothing of the runner', async () => {
    const source = path.join(folder, 'reserve.ts');
    writeFileSync(
      source,
      [
        "import { NormalStep, type Order } from 'ordo';",
        'interface Unused { a: string }',
        'export class Reserve extends NormalStep {',
        '  async primary(order: Order): Promise<void> {',
        '    order.stepWarning("W");',
        '    await Promise.resolve();',
        '    this.fail();',
        '  }',
        "  fail(): never { throw new Error('in TypeScript'); }",
        '}',
        "export const steps = { 'pay:1.0': Reserve };",
      ].join('\n'),
    );
    const bundleFile = path.join(folder, 'mapped.cjs');
    await build({
      entryPoints: [source],
      outfile: bundleFile,
      bundle: true,
      format: 'cjs',
      platform: 'node',
      external: ['ordo'],
      sourcemap: 'external',
      keepNames: true,
      logLevel: 'error',
    });
    const peer = new RecordingPeer();
    const outcome = await call(host, { program: 'mapped:1.0', bundleHash: 'one', bundleFile }, 'pay', { peer });
    assert.ok(outcome.kind === 'threw');
    assert.deepEqual(outcome.error.stack?.split('\n'), [
      'Error: in TypeScript',
      '    at Reserve.fail (reserve.ts:9:25)',
      '    at Reserve.primary (reserve.ts:7:10)',
    ]);
    assert.match(peer.errors[0]?.stack ?? '', /reserve\.ts:5:11/);
    assert.doesNotMatch(peer.errors[0]?.stack ?? '', /order-context|calls\.ts/);
  });
});
