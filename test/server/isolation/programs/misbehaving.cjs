/* eslint-disable @typescript-eslint/no-require-imports -- CommonJS, as the bundles of deploy are */
// One step for each way in which user code goes wrong. None of them may harm anyone but itself.
'use strict';
const { NormalStep } = require('ordo');
const fs = require('node:fs');
const childProcess = require('node:child_process');
const { EventEmitter } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');

const never = () => new Promise(() => undefined);
class CardTimeout extends Error {
  name = 'CardTimeout';
}
const withCause = (depth) => {
  let error = new Error('innermost');
  for (let i = 0; i < depth; i++) error = new Error(`cause ${i}`, { cause: error });
  return error;
};

/** Name -> body of `primary`. */
const bodies = {
  // ---- throws
  'throws-error': () => {
    throw new Error('plain');
  },
  'throws-own-class': () => {
    throw new CardTimeout('late');
  },
  'throws-code': () => {
    throw Object.assign(new Error('refused'), { code: 'PAYMENT-REFUSED' });
  },
  'throws-number-code': () => {
    throw Object.assign(new TypeError('numbered'), { code: 17 });
  },
  'throws-text': () => {
    throw 'just a text';
  },
  'throws-null': () => {
    throw null;
  },
  'throws-undefined': () => {
    throw undefined;
  },
  'throws-number': () => {
    throw Number.NaN;
  },
  'throws-symbol': () => {
    throw Symbol('odd');
  },
  'throws-function': () => {
    throw function thrown() {};
  },
  'throws-object': () => {
    throw { code: 'OBJECT-CODE', message: 'from an object' };
  },
  'throws-empty-object': () => {
    throw {};
  },
  rejects: () => Promise.reject(new RangeError('rejected')),
  'rejects-later': async () => {
    await sleep(5);
    throw new RangeError('later');
  },
  'throws-cyclic-cause': () => {
    const error = new Error('round');
    error.cause = error;
    throw error;
  },
  'throws-deep-cause': () => {
    throw withCause(100_000);
  },
  'throws-cause-code': () => {
    throw new TypeError('fetch failed', { cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) });
  },
  'throws-huge-message': () => {
    throw new Error('x'.repeat(10 * 1024 * 1024));
  },
  'throws-huge-name': () => {
    throw Object.assign(new Error('m'), { name: 'N'.repeat(1024 * 1024) });
  },
  'throws-getters': () => {
    throw Object.defineProperties(
      {},
      Object.fromEntries(
        ['name', 'message', 'code', 'stack', 'cause', 'constructor'].map((key) => [
          key,
          {
            get() {
              throw new Error(`no ${key}`);
            },
          },
        ]),
      ),
    );
  },
  'throws-proxy': () => {
    throw new Proxy(
      {},
      {
        get() {
          throw new Error('trap');
        },
        getPrototypeOf() {
          throw new Error('trap');
        },
        has() {
          throw new Error('trap');
        },
        ownKeys() {
          throw new Error('trap');
        },
      },
    );
  },
  'throws-odd-stack': () => {
    throw Object.assign(new Error('odd'), {
      stack: {
        toString() {
          throw new Error('no');
        },
      },
    });
  },
  'returns-hostile-thenable': () => ({
    then() {
      throw new Error('hostile then');
    },
  }),
  'overflows-stack': () => {
    const deeper = () => deeper() + 1;
    return deeper();
  },
  'stores-not-a-number': (order) => order.dynamicData.update({ price: { amount: Number.NaN } }),
  'stores-a-function': (order) => order.dynamicData.update({ run: () => 1 }),
  'loses-a-rejection': async () => {
    void Promise.reject(new CardTimeout('nobody waits'));
    await sleep(20);
  },
  'throws-in-timer': async () => {
    setTimeout(() => {
      throw new CardTimeout('in a timer');
    }, 5);
    await never();
  },
  'emits-error': async () => {
    setTimeout(() => new EventEmitter().emit('error', new Error('no listener')), 5);
    await never();
  },
  'handles-late': async () => {
    const lost = Promise.reject(new Error('handled in the end'));
    await sleep(20);
    await lost.catch(() => undefined);
  },
  // ---- hangs
  'never-resolves': never,
  loops: () => {
    for (;;);
  },
  'loops-in-microtasks': () => {
    const again = () => Promise.resolve().then(again);
    return again();
  },
  'loops-in-turns': async () => {
    for (;;) await new Promise(setImmediate);
  },
  'regex-bomb': () => /^(a+)+$/.test(`${'a'.repeat(40)}!`),
  'waits-on-atomics': () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
  'waits-for-a-program': () => {
    childProcess.spawnSync('sleep', ['120']);
  },
  'starts-programs-and-hangs': async (order) => {
    const pids = Array.from({ length: 10 }, () => childProcess.spawn('sleep', ['300'], { stdio: 'ignore' }).pid);
    order.log.info(pids.join());
    await never();
  },
  // ---- memory
  'fills-the-heap': () => {
    const all = [];
    for (;;) all.push(Array.from({ length: 1000 }, (_, i) => ({ i })));
  },
  'fills-buffers': () => {
    const all = [];
    for (;;) all.push(Buffer.alloc(16 * 1024 * 1024, 1));
  },
  'fills-buffers-slowly': async () => {
    const all = [];
    for (;;) {
      all.push(Buffer.alloc(16 * 1024 * 1024, 1));
      await sleep(10);
    }
  },
  'opens-many-handles': async () => {
    for (let i = 0; i < 100_000; i++) setTimeout(() => undefined, 3_600_000);
  },
  // ---- ends its process
  exits: () => process.exit(3),
  'exits-with-zero': () => process.exit(0),
  'exits-later': async () => {
    setTimeout(() => process.exit(4), 5);
    await never();
  },
  'kills-itself': async () => {
    process.kill(process.pid, 'SIGKILL');
    await never();
  },
  segfaults: async () => {
    process.kill(process.pid, 'SIGSEGV');
    await never();
  },
  aborts: async () => {
    process.abort();
    await never();
  },
  // ---- breaks what it runs in
  'closes-standard-descriptors': () => {
    for (const fd of [0, 1, 2])
      try {
        fs.closeSync(fd);
      } catch {}
  },
  'closes-its-channel': async () => {
    fs.closeSync(3);
    await never();
  },
  'writes-to-its-channel': async () => {
    fs.writeSync(3, 'no message\n');
    await never();
  },
  'forges-an-answer': async () => {
    fs.writeSync(3, '{"type":"returned","id":987654321}\n');
    await never();
  },
  'destroys-all-handles': async () => {
    for (const handle of process._getActiveHandles()) handle.destroy?.();
    await never();
  },
  'removes-all-listeners': async () => {
    process.removeAllListeners();
    setTimeout(() => {
      throw new Error('nobody listens');
    }, 5);
    await never();
  },
  'changes-folder': () => {
    process.chdir('/');
  },
  'changes-environment': () => {
    process.env.POLLUTED = 'yes';
  },
  'changes-mask': () => {
    process.umask(0o077);
  },
  'patches-prototype': () => {
    Object.prototype.polluted = 'yes';
  },
  'patches-json': () => {
    JSON.stringify = () => 'nonsense';
  },
  'patches-date': () => {
    Date.now = () => 42;
  },
  'patches-array': () => {
    Array.prototype.map = () => ['wrong'];
  },
  'replaces-promise': () => {
    globalThis.Promise = class {};
  },
  // ---- floods
  'floods-output': () => {
    const chunk = `${'x'.repeat(1023)}\n`.repeat(1024);
    for (let i = 0; i < 100; i++) fs.writeSync(1, chunk);
  },
  'floods-log': (order) => {
    for (let i = 0; i < 1_000_000; i++) order.log.info('line', i);
  },
  'floods-console': () => {
    for (let i = 0; i < 200_000; i++) console.log('line', i);
  },
  'logs-a-huge-line': (order) => {
    order.log.info('x'.repeat(10 * 1024 * 1024));
  },
  'logs-hostile-values': (order) => {
    order.log.info({
      get a() {
        throw new Error('no');
      },
      [require('node:util').inspect.custom]() {
        throw new Error('no');
      },
    });
  },
  'calls-without-waiting': (order) => {
    for (let i = 0; i < 20_000; i++) void order.dynamicData.update({ i }).catch(() => undefined);
  },
};

exports.bodies = bodies;
exports.steps = {};
for (const [name, body] of Object.entries(bodies)) {
  exports.steps[`${name}:1.0`] = class extends NormalStep {
    primary(order) {
      return body(order);
    }
  };
}
/** Is anything left of what another order's step did to the process? */
exports.steps['sees-clean-world:1.0'] = class extends NormalStep {
  async primary(order) {
    const seen = {
      folder: process.cwd(),
      env: process.env.POLLUTED ?? null,
      mask: process.umask(),
      polluted: {}.polluted ?? null,
      json: JSON.stringify({ a: 1 }),
      now: Date.now() > 1e12,
      mapped: [1].map((x) => x + 1)[0],
      promise: Promise.resolve() instanceof Promise,
      secret: process.env.ORDO_TEST_SECRET ?? null,
    };
    order.log.info(JSON.stringify(seen));
  }
};
