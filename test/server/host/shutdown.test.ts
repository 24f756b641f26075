import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { MemoryLog } from '../../../server/base/logger.ts';
import { SystemClock } from '../../../server/base/clock.ts';
import { ServerOptions } from '../../../server/engine/options/server-options.ts';
import { writeEngineFile } from '../../../server/host/engine-file.ts';
import { Shutdown, type ShutdownParts } from '../../../server/host/shutdown.ts';

/** A shutdown whose parts write down what is done to them; `failing` names the one that throws. */
function setUp(
  t: TestContext,
  failing?: string,
): { shutdown: Shutdown; steps: string[]; log: MemoryLog; stateFolder: string } {
  const stateFolder = mkdtempSync(path.join(os.tmpdir(), 'ordo-shutdown-'));
  t.after(() => rmSync(stateFolder, { recursive: true }));
  writeEngineFile(stateFolder, { pid: process.pid } as never);
  const steps: string[] = [];
  const log = new MemoryLog();
  const step = (name: string) => async (): Promise<void> => {
    steps.push(name);
    if (name === failing) throw new Error(`${name} fails`);
  };
  const parts = {
    clock: new SystemClock(),
    options: new ServerOptions('dev'),
    foundations: {
      stateFolder,
      sessionId: 1,
      store: { closeSession: step('session'), close: step('store') },
      logs: { component: () => log.logger, close: step('logs') },
      lock: {
        release: () =>
          void steps.push(`lock (engine.json ${existsSync(path.join(stateFolder, 'engine.json')) ? 'there' : 'gone'})`),
      },
    },
    engine: { stop: step('workflows'), events: { publish: (name: string) => void steps.push(name) } },
    network: {
      leases: { dispose: () => void steps.push('leases') },
      sockets: { close: step('sockets') },
      listeners: { open: [{ server: { close: step('listener'), closeConnections: () => undefined } }] },
    },
  };
  return { shutdown: new Shutdown(parts as unknown as ShutdownParts), steps, log, stateFolder };
}

const inOrder = [
  'workflows',
  'SYSTEM_SHUTDOWN',
  'leases',
  'listener',
  'sockets',
  'session',
  'store',
  'logs',
  'lock (engine.json gone)',
];

describe('the shutdown (manual: system shutdown)', () => {
  test('goes through the manual’s steps in its order, once', async (t) => {
    const { shutdown, steps } = setUp(t);
    const first = shutdown.begin('a');
    assert.equal(shutdown.begin('b'), first);
    await first.interfacesStopped;
    assert.deepEqual(steps.slice(0, 1), ['workflows']);
    await first.finished;
    assert.deepEqual(steps, inOrder);
    assert.equal(await shutdown.ended, 0);
  });
  for (const failing of ['workflows', 'sockets', 'listener']) {
    test(`with failing ${failing} goes on, leaves the session open for the next start, and ends with 99`, async (t) => {
      const { shutdown, steps, log } = setUp(t, failing);
      await shutdown.begin('a').finished;
      assert.deepEqual(
        steps,
        inOrder.filter((name) => name !== 'session'),
      );
      assert.equal(await shutdown.ended, 99);
      assert.ok(log.lines.some(({ level, message }) => level === 'fatal' && message.includes(`${failing} fails`)));
    });
  }
  test('with a failing store still frees the lock and removes engine.json', async (t) => {
    const { shutdown, steps } = setUp(t, 'store');
    await shutdown.begin('a').finished;
    assert.equal(steps.at(-1), 'lock (engine.json gone)');
    assert.equal(await shutdown.ended, 99);
  });
});
