import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { plainFromData } from '../../../server/base/tagged-json.ts';
import { encodeData } from '../../../server/base/tagged-json.ts';
import { ApiCallError } from '../../../server/isolation/runner-host.ts';
import { call, createHost, eventually, isAlive, program, RecordingPeer, type Form } from './fixture.ts';
import { misbehaviours } from './misbehaviour.ts';

/** What both forms of `RunnerHost` promise, shown on real processes. */
export function runnerHostContract(form: Form): void {
  describe(`${form.name} runner host`, () => {
    describeCalls(form);
    describeLife(form);
    describeMisbehaviour(form);
  });
}

function describeCalls(form: Form): void {
  const { host, programLines } = createHost(form);
  after(() => host.dispose(1000));
  const healthy = program('healthy');

  test('a step changes dynamic data by way of the engine and returns', async () => {
    const peer = new RecordingPeer();
    assert.deepEqual(await call(host, healthy, 'quick', { peer }), { kind: 'returned' });
    const [update] = peer.calls;
    assert.ok(update?.name === 'updateDynamicData');
    assert.deepEqual(plainFromData(update.data), {
      seen: { sku: 'mug', lines: [] },
      at: '1970-01-01T00:00:00.000Z',
      sum: '1.10',
      big: '10',
    });
    assert.deepEqual(peer.lines, [
      {
        type: 'log',
        invocation: peer.lines[0]?.invocation,
        level: 'info',
        text: "stored [ 'seen', 'at', 'sum', 'big' ]",
      },
    ]);
    assert.deepEqual(programLines, []);
  });

  test('what validation answers is the value of the outcome', async () => {
    assert.deepEqual(await call(host, healthy, 'quick', { method: 'validation' }), {
      kind: 'returned',
      value: '"COMPLETE"',
    });
  });

  test('a class without validation answers RETRY (manual: designing steps)', async () => {
    assert.deepEqual(await call(host, healthy, 'slow', { method: 'validation' }), {
      kind: 'returned',
      value: '"RETRY"',
    });
  });

  test('the value of primary is ignored, even one that cannot be stored', async () => {
    assert.deepEqual(await call(host, healthy, 'answers-else'), { kind: 'returned' });
  });

  test('an answer of validation that cannot be stored is an error, not silence', async () => {
    const outcome = await call(host, healthy, 'answers-badly', { method: 'validation' });
    assert.ok(outcome.kind === 'threw' && outcome.error.error === 'ORDER-DATA-ERROR', JSON.stringify(outcome));
    const other = await call(host, healthy, 'answers-else', { method: 'validation' });
    assert.deepEqual(other, { kind: 'returned', value: '"ASYNC-WAITING"' });
  });

  test('functions of the order work when they are taken out of it', async () => {
    const peer = new RecordingPeer();
    assert.equal((await call(host, healthy, 'takes-out', { peer })).kind, 'returned');
    assert.deepEqual(peer.calls, [{ name: 'addOrderNote', note: 'taken out' }]);
    assert.deepEqual(peer.texts, ['true']);
  });

  test('a step sees its order and reaches every call of its API', async () => {
    const peer = new RecordingPeer();
    const order = {
      orderId: 42,
      externalOrderId: 'ext',
      mode: 'RECOVERY',
      attempt: 3,
      stepData: encodeData({ a: 1 }),
      tempData: encodeData({ t: 1 }),
      configItems: encodeData({ url: 'http://x' }),
      orderKeys: { customer: ['c1'] },
    } as const;
    assert.deepEqual(await call(host, healthy, 'look', { peer, order }), { kind: 'returned', retryDelaySeconds: 90 });
    assert.deepEqual(JSON.parse(peer.texts[0] ?? ''), {
      orderId: 42,
      externalOrderId: 'ext',
      workflow: { workflowId: 1, name: 'shop', version: '1.0' },
      workflowName: 'shop',
      step: { stepId: 7, name: 'look', version: '1.0', ind: 0 },
      mode: 'RECOVERY',
      attempt: 3,
      priority: 500,
      started: '2026-01-01T00:00:00.000Z',
      executionId: 3,
    });
    assert.equal(peer.texts[1], '{"keys":{"customer":["c1"]},"config":{"url":"http://x"},"unique":"42-7-0"}');
    assert.deepEqual(peer.texts.slice(2), ['{"a":1} 1 undefined', '{"b":2} 2']);
    assert.deepEqual(
      peer.errors.map(({ error, info, severity, retryDelaySeconds }) => ({ error, info, severity, retryDelaySeconds })),
      [
        { error: 'LOW-STOCK', info: '{ left: 1 }', severity: 'WARNING', retryDelaySeconds: undefined },
        { error: 'SOFT-ERROR', info: 'goes on', severity: undefined, retryDelaySeconds: 5 },
      ],
    );
    assert.deepEqual(peer.calls, [
      { name: 'updateStepData', data: '{"b":2}' },
      { name: 'deleteStepDataKeys', keys: ['a'] },
      { name: 'updateTempData', data: '{"t":2}' },
      { name: 'deleteDynamicDataKeys', keys: ['x', 'y'] },
      { name: 'setOrderKeys', keys: { customer: ['a', 'b'], city: ['c'] }, truncate: true },
      { name: 'appendOrderKeys', keys: { city: ['d'] }, truncate: false },
      { name: 'addOrderNote', note: 'looked' },
      { name: 'reprioritizeOrder', priority: 3 },
    ]);
  });

  test('an update that the engine refuses is an exception with the manual’s code', async () => {
    const peer = new RecordingPeer(() => Promise.reject(new ApiCallError('ORDER-DATA-TOO-LARGE', 'too much')));
    const outcome = await call(host, healthy, 'quick', { peer });
    assert.ok(outcome.kind === 'threw' && outcome.error.error === 'ORDER-DATA-TOO-LARGE', JSON.stringify(outcome));
    assert.equal(outcome.error.info, 'too much');
  });

  test('a fault of the engine in an API call reaches the step as an exception and is logged', async () => {
    const { host: other, log } = createHost(form);
    const peer = new RecordingPeer(() => Promise.reject(new TypeError('a bug of ours')));
    const outcome = await call(other, healthy, 'quick', { peer });
    assert.ok(outcome.kind === 'threw' && outcome.error.error === 'ENGINE-ERROR', JSON.stringify(outcome));
    assert.ok(log.lines.some(({ level, message }) => level === 'error' && message.includes('a bug of ours')));
    await other.dispose(0);
  });

  test('two steps of one order see what the other has committed', async () => {
    const order = { orderId: 1_000_001 };
    const peer = new RecordingPeer();
    const outcomes = await Promise.all([
      call(host, healthy, 'waits', { order, peer }),
      call(host, healthy, 'writes', { order }),
    ]);
    assert.deepEqual(outcomes, [{ kind: 'returned' }, { kind: 'returned' }]);
    assert.deepEqual(peer.texts, ['saw writer']);
  });

  test('order data that was read cannot be changed', async () => {
    const peer = new RecordingPeer();
    await call(host, healthy, 'scribbles', { peer });
    assert.deepEqual(peer.texts, ['TypeError,TypeError,TypeError,TypeError']);
  });

  test('a thousand calls at once all return, each with its own order', async () => {
    const peers = Array.from({ length: 1000 }, () => new RecordingPeer());
    const outcomes = await Promise.all(
      peers.map((peer, i) => call(host, healthy, 'quick', { peer, order: { staticData: encodeData({ i }) } })),
    );
    assert.ok(outcomes.every((outcome) => outcome.kind === 'returned'));
    for (const [i, peer] of peers.entries()) {
      const [update] = peer.calls;
      assert.ok(update?.name === 'updateDynamicData' && update.data.startsWith(`{"seen":{"i":${i}}`));
    }
  });

  test('a step that the program does not have is an error of the call', async () => {
    const outcome = await call(host, healthy, 'no-such-step');
    assert.ok(outcome.kind === 'threw' && outcome.error.error === 'STEP-CLASS-ERROR', JSON.stringify(outcome));
  });

  test('a call that heeds its signal ends as timed out, and its runner stays', async () => {
    const { pid } = host.runners()[0]!;
    for (const step of ['polite', 'quiet']) {
      assert.deepEqual(await call(host, healthy, step, { timeoutMs: 60 }), { kind: 'timed-out', afterMs: 60 });
    }
    assert.equal((await call(host, healthy, 'quick')).kind, 'returned');
    assert.deepEqual(
      host.runners().map((runner) => runner.pid),
      [pid],
    );
  });
}

function describeLife(form: Form): void {
  const healthy = program('healthy');
  const slow = { order: { staticData: encodeData({ ms: 300 }) } };

  test('inspect constructs every class and names the methods it overrides', async () => {
    const { host } = createHost(form);
    const inspection = await host.inspect(healthy);
    assert.ok(inspection.ok);
    assert.deepEqual(inspection.loaded.steps['quick:1.0'], {
      className: 'Quick',
      baseClass: 'NormalStep',
      methods: ['primary', 'validation'],
    });
    assert.deepEqual(inspection.loaded.steps['slow:1.0']?.methods, ['primary']);
    assert.equal(inspection.loaded.workflowClass, 'Flow');
    assert.deepEqual(inspection.loaded.workflowHooks, ['attach']);
    await eventually('the dry run’s runner ends', () => host.runners().length === 0);
    await host.dispose(0);
  });

  test('a newer bundle takes new calls at once while the old one ends its own', async () => {
    const { host } = createHost(form);
    const old = call(host, healthy, 'slow', slow);
    await eventually('the call runs', () => host.runners()[0]?.runningCalls === 1);
    const started = performance.now();
    assert.equal((await call(host, { ...healthy, bundleHash: 'two' }, 'quick')).kind, 'returned');
    assert.ok(performance.now() - started < 5000);
    assert.deepEqual(await old, { kind: 'returned' });
    await eventually('the old runner is gone', () => host.runners().flatMap(({ programs }) => programs).length === 1);
    await host.dispose(0);
  });

  test('unload lets running calls end, and the next call loads again', async () => {
    const { host } = createHost(form);
    const running = call(host, healthy, 'slow', slow);
    await eventually('the call runs', () => host.runners()[0]?.runningCalls === 1);
    await host.unload(healthy.program);
    assert.deepEqual(await running, { kind: 'returned' });
    await eventually('it is unloaded', () => host.runners().length === 0);
    assert.equal((await call(host, healthy, 'quick')).kind, 'returned');
    await host.dispose(0);
  });

  test('kill ends the calls of a program as lost', async () => {
    const { host } = createHost(form);
    const running = call(host, healthy, 'slow', { order: { staticData: encodeData({ ms: 60_000 }) } });
    await eventually('the call runs', () => host.runners()[0]?.runningCalls === 1);
    host.kill(healthy.program, 'an operator killed it');
    assert.deepEqual(await running, { kind: 'lost', reason: 'killed', detail: 'an operator killed it' });
    assert.equal((await call(host, healthy, 'quick')).kind, 'returned');
    await host.dispose(0);
  });

  test('the program idle the longest makes room for another', async () => {
    const { host } = createHost(form, { limit: 2 });
    for (const name of ['a', 'b', 'c']) await call(host, program('healthy', name), 'quick');
    const loaded = (): string[] =>
      host
        .runners()
        .flatMap(({ programs }) => programs)
        .sort();
    await eventually('the oldest has gone', () => loaded().join() === 'b:1.0,c:1.0');
    await host.dispose(0);
  });

  test('an idle program is unloaded, one that is called or still loading is not', async () => {
    const { host } = createHost(form, { idleMs: 50 });
    const busy = call(host, program('healthy', 'busy'), 'slow', slow);
    await call(host, program('healthy', 'idle'), 'quick');
    await eventually('it is unloaded', () => !host.runners().some(({ programs }) => programs.includes('idle:1.0')));
    assert.deepEqual(await busy, { kind: 'returned' });
    await eventually('all have gone', () => host.runners().length === 0);
    await host.dispose(0);
  });

  test('a call for one program more than fit waits until one of them is idle', async () => {
    const { host } = createHost(form, { limit: 1 });
    const first = call(host, program('healthy', 'a'), 'slow', slow);
    await eventually('the call runs', () => host.runners()[0]?.runningCalls === 1);
    const second = call(host, program('healthy', 'b'), 'quick');
    assert.deepEqual(await Promise.all([first, second]), [{ kind: 'returned' }, { kind: 'returned' }]);
    await host.dispose(0);
  });

  test('a program whose code never lets its event loop come round is ended, also without a time limit', async () => {
    const { host } = createHost(form, { blockedMs: 400 });
    const outcome = await call(host, program('misbehaving'), 'loops');
    assert.ok(outcome.kind === 'lost' && outcome.reason === 'killed', JSON.stringify(outcome));
    assert.match(outcome.detail, /kept the event loop busy/);
    // One that only waits long is left alone.
    assert.deepEqual(await call(host, healthy, 'slow', { order: { staticData: encodeData({ ms: 2000 }) } }), {
      kind: 'returned',
    });
    await host.dispose(0);
  });

  test('dispose waits for running calls, then ends them as stopped, and leaves no process', async () => {
    const { host } = createHost(form);
    const short = call(host, healthy, 'slow', slow);
    const long = call(host, healthy, 'slow', { order: { staticData: encodeData({ ms: 60_000 }) } });
    await eventually('both run', () => host.runners()[0]?.runningCalls === 2);
    const { pid } = host.runners()[0]!;
    await Promise.all([host.dispose(1500), host.dispose(0)]);
    assert.deepEqual(await short, { kind: 'returned' });
    assert.deepEqual(await long, { kind: 'lost', reason: 'stopped', detail: 'the engine stops' });
    assert.deepEqual(await call(host, healthy, 'quick'), {
      kind: 'lost',
      reason: 'stopped',
      detail: 'the engine stops',
    });
    await eventually('the process is gone', () => !isAlive(pid));
  });
}

function describeMisbehaviour(form: Form): void {
  process.env['ORDO_TEST_SECRET'] = 'never passed on';
  const { host, programLines } = createHost(form, { memoryMb: 96, rssLimitMb: 420, idleMs: 300, cancelGraceMs: 200 });
  after(async () => {
    delete process.env['ORDO_TEST_SECRET'];
    await host.dispose(0);
  });
  const neighbour = program('healthy', 'neighbour');

  for (const { step, check, timeoutMs, endsSharedProcess = false, onlyIn } of misbehaviours) {
    if (onlyIn !== undefined && onlyIn !== form.name) continue;
    test(`a step that ${step.replaceAll('-', ' ')} harms nobody else`, async () => {
      const before = process.memoryUsage().heapUsed;
      // Those that only throw share a runner; each of the others gets one of its own, so that no back-off slows the next.
      const isHarmless = /^(throws|rejects|stores|returns)-/.test(step);
      const bad = program('misbehaving', isHarmless ? 'misbehaving' : step);
      const peer = new RecordingPeer();
      const beside = call(host, neighbour, 'slow', {
        order: { staticData: encodeData({ ms: isHarmless ? 20 : 300 }) },
      });
      const outcome = await call(host, bad, step, { peer, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
      check(outcome, peer);
      const besideOutcome = await beside;
      if (form.name === 'process' || !endsSharedProcess) assert.deepEqual(besideOutcome, { kind: 'returned' });
      else assert.ok(['returned', 'lost'].includes(besideOutcome.kind), JSON.stringify(besideOutcome));
      // The next order of the same program finds a clean world, and the neighbour works.
      const world = new RecordingPeer();
      const next = await call(host, bad, 'sees-clean-world', { peer: world });
      assert.deepEqual(next, { kind: 'returned' }, JSON.stringify(next));
      const seen = JSON.parse(world.texts.find((text) => text.startsWith('{'))!) as Record<string, unknown>;
      assert.deepEqual({ ...seen, folder: undefined, mask: undefined }, cleanWorld);
      assert.notEqual(seen['folder'], '/');
      assert.notEqual(seen['mask'], 0o077);
      assert.equal((await call(host, neighbour, 'quick')).kind, 'returned');
      assert.ok(process.memoryUsage().heapUsed - before < 64 * 1024 * 1024, 'the host’s memory does not grow');
      const lines = [...peer.texts, ...programLines.map(({ line }) => line.text)];
      assert.ok(
        lines.every((line) => line.length < 8500),
        'lines are capped',
      );
    });
  }

  test('a flood of log lines is cut with a note of what was dropped', async () => {
    const peer = new RecordingPeer();
    await call(host, program('misbehaving', 'flood'), 'floods-log', { peer });
    assert.ok(peer.lines.length <= 20_000, `${peer.lines.length} lines`);
    assert.match(peer.texts.at(-1) ?? '', /^\d+ lines were dropped here/);
  });
}

const cleanWorld = {
  folder: undefined,
  env: null,
  mask: undefined,
  polluted: null,
  json: '{"a":1}',
  now: true,
  mapped: 2,
  promise: true,
  secret: null,
};
