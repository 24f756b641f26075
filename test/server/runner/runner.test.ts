import assert from 'node:assert/strict';
import path from 'node:path';
import { after, beforeEach, describe, test } from 'node:test';
import type { FromRunner, ToRunner } from '../../../schemas/protocol/runner.ts';
import { SystemClock } from '../../../server/base/clock.ts';
import type { LinkEnd } from '../../../server/isolation/link.ts';
import { settingsOf } from '../../../server/isolation/options.ts';
import { RunnerProcess } from '../../../server/isolation/runner-process.ts';

const bundleFile = path.join(import.meta.dirname, '../isolation/programs/healthy.cjs');
const program = 'healthy:1.0' as const;

/** A started runner, spoken to as its host does, message by message. */
class Conversation {
  readonly received: FromRunner[] = [];
  end: LinkEnd | undefined;
  readonly process = new RunnerProcess(settingsOf({ clock: new SystemClock() }), [], {
    onLine: (line) => {
      this.received.push(JSON.parse(line) as FromRunner);
      this.#changed();
    },
    onOutput: () => undefined,
    onProtocolError: () => undefined,
    onClosed: (end) => {
      this.end = end;
      this.#changed();
    },
  });
  #changed: () => void = () => undefined;

  send(message: ToRunner | { readonly type: string }): void {
    this.process.write(JSON.stringify(message));
  }

  /** The first message of a type, once it is there. */
  async next<T extends FromRunner['type']>(type: T): Promise<Extract<FromRunner, { type: T }>> {
    for (;;) {
      const found = this.received.find((message) => message.type === type);
      if (found !== undefined) return found as Extract<FromRunner, { type: T }>;
      await new Promise<void>((resolve) => (this.#changed = resolve));
    }
  }

  async closed(): Promise<LinkEnd> {
    while (this.end === undefined) await new Promise<void>((resolve) => (this.#changed = resolve));
    return this.end;
  }
}

const order = {
  orderId: 1,
  workflow: { workflowId: 1, name: 'w', version: '1.0' },
  step: { stepId: 1, name: 'quick', version: '1.0', ind: 0 },
  mode: 'NORMAL',
  attempt: 1,
  priority: 500,
  started: '2026-01-01T00:00:00.000Z',
  executionId: 1,
} as const;

describe('the runner program', () => {
  let runner: Conversation;
  beforeEach(() => {
    runner?.process.kill();
    runner = new Conversation();
  });
  after(() => runner.process.kill());

  test('says first who it is and which protocol it speaks', async () => {
    const ready = await runner.next('ready');
    assert.deepEqual(ready, { type: 'ready', protocol: 1, pid: runner.process.pid, node: process.version });
  });

  test('refuses a message that it does not know', async () => {
    runner.send({ type: 'dance' });
    assert.match((await runner.next('protocol-error')).message, /Unknown message \{"type":"dance"\}/);
  });

  test('refuses a call before a program is loaded', async () => {
    runner.send({ type: 'invoke', id: 7, program, step: 'quick:1.0', method: 'primary', order });
    assert.match((await runner.next('protocol-error')).message, /Call 7 came before a program was loaded/);
  });

  test('answers a ping with its memory, also while a call runs', async () => {
    runner.send({ type: 'load', id: 1, program, bundleHash: 'h', bundleFile });
    runner.send({ type: 'invoke', id: 2, program, step: 'polite:1.0', method: 'primary', order });
    runner.send({ type: 'ping', id: 3 });
    const { rssBytes, ownBytes } = await runner.next('pong');
    assert.ok(rssBytes > ownBytes && ownBytes > 1_000_000);
  });

  test('tells a call that is cancelled, and answers it once', async () => {
    runner.send({ type: 'load', id: 1, program, bundleHash: 'h', bundleFile });
    runner.send({ type: 'invoke', id: 2, program, step: 'polite:1.0', method: 'primary', order });
    for (let i = 0; i < 3; i++) runner.send({ type: 'cancel', id: 2, reason: 'the test wants it' });
    const { id, error } = await runner.next('threw');
    assert.equal(id, 2);
    assert.equal(error.error, 'ABORT_ERR');
    assert.match(error.info, /the test wants it/);
    runner.send({ type: 'ping', id: 3 });
    await runner.next('pong');
    assert.equal(runner.received.filter(({ type }) => type === 'threw').length, 1);
  });

  test('an API call waits for its reply and no longer than its own', async () => {
    runner.send({ type: 'load', id: 1, program, bundleHash: 'h', bundleFile });
    runner.send({ type: 'invoke', id: 2, program, step: 'writes:1.0', method: 'primary', order });
    const { id, invocation, call } = await runner.next('api');
    assert.equal(invocation, 2);
    assert.deepEqual(call, { name: 'updateDynamicData', data: '{"from":"writer"}' });
    runner.send({ type: 'reply', id: id + 1000, ok: true });
    runner.send({ type: 'ping', id: 3 });
    await runner.next('pong');
    assert.ok(!runner.received.some(({ type }) => type === 'returned'));
    runner.send({ type: 'reply', id, ok: true });
    assert.deepEqual(await runner.next('returned'), { type: 'returned', id: 2 });
  });

  test('ends by itself when its pipe is closed, also while a call runs', async () => {
    runner.send({ type: 'load', id: 1, program, bundleHash: 'h', bundleFile });
    runner.send({ type: 'invoke', id: 2, program, step: 'polite:1.0', method: 'primary', order });
    await runner.next('loaded');
    runner.process.close();
    assert.deepEqual(await runner.closed(), { reason: 'exited', detail: 'it ended with exit code 0' });
  });
});
