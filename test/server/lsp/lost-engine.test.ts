import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineState } from '../../../schemas/protocol/editor.ts';
import { SystemClock } from '../../../server/base/clock.ts';
import { MemoryLog } from '../../../server/base/logger.ts';
import { instanceKeyOf, stateFolderOf } from '../../../server/base/state-folder.ts';
import { EngineHost } from '../../../server/lsp/engine/engine-host.ts';
import { temporaryFolder } from './small-project.ts';

test('an engine that ends before it took our lease is noticed', async (t) => {
  const folder = temporaryFolder(t, 'lost');
  const stop = await startEngineWithoutLeases(t, folder);
  const statuses: EngineState['status'][] = [];
  const host = new EngineHost({
    folder,
    clock: new SystemClock(),
    log: new MemoryLog().logger,
    settings: () => ({ trusted: true, keepRunning: false }),
    onState: ({ status }) => statuses.push(status),
    onEvents: () => undefined,
  });
  t.after(() => host.dispose());
  host.watch();
  await until('the host to attach', () => statuses.at(-1) === 'running');
  stop();
  await until('the host to notice', () => statuses.at(-1) === 'stopped');
  assert.deepEqual(statuses, ['running', 'stopping', 'stopped']);
});

/** A process that proves itself as the folder's engine but grants no lease, as one does that is just ending. */
async function startEngineWithoutLeases(t: TestContext, folder: string): Promise<() => void> {
  process.env['ORDO_HOME'] = temporaryFolder(t, 'lost-home');
  t.after(() => delete process.env['ORDO_HOME']);
  const key = instanceKeyOf(folder);
  mkdirSync(stateFolderOf(key), { recursive: true });
  const child = spawn(process.execPath, ['-e', program, key, stateFolderOf(key)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return () => child.stdin.end();
}

const program = `
const { createServer } = require('node:http');
const { rmSync, writeFileSync } = require('node:fs');
const [key, folder] = process.argv.slice(1);
const file = folder + '/engine.json';
const server = createServer((request, response) =>
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ pid: process.pid, 'instance-key': key })),
);
server.on('upgrade', (request, socket) => socket.destroy());
server.listen(0, '127.0.0.1', () => {
  const url = 'http://127.0.0.1:' + server.address().port;
  const proof = { formatVersion: 1, instanceKey: key, pid: process.pid, url, token: 't', startedAt: 'now' };
  writeFileSync(file, JSON.stringify(proof));
  console.log('ready');
});
process.stdin.resume().on('end', () => (rmSync(file), process.exit(0)));
`;

async function until(what: string, isSo: () => boolean): Promise<void> {
  for (const end = performance.now() + 20_000; !isSo();) {
    assert.ok(performance.now() < end, `Waited for ${what}`);
    await sleep(25);
  }
}
