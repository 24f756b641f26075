import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect } from 'node:tls';
import type { ListenerHash, LoggerHash } from '../../../schemas/protocol/rest.ts';
import { resourcePath } from '../../../server/base/resources.ts';
import { startTestHost, type TestHost } from '../../support/test-host.ts';

const open = async (host: TestHost, body: object): Promise<ListenerHash> => {
  const answer = await host.request('POST', 'system/listeners', body);
  assert.equal(answer.status, 200, answer.text);
  const [listener] = answer.body as readonly ListenerHash[];
  assert.ok(listener);
  return listener;
};
const ping = (host: TestHost, { bind }: ListenerHash): Promise<number> =>
  fetch(`http://${bind}/api/latest/system/ping`, { headers: { 'qorus-token': host.token } }).then(
    ({ status }) => status,
  );

test('a listener is opened while the engine runs, answers, and is closed again', async (t) => {
  const host = await startTestHost(t);
  const listener = await open(host, { bind: '127.0.0.1:0', name: 'second' });
  assert.equal(listener.name, 'second');
  assert.equal(await ping(host, listener), 200);
  const all = (await host.request('GET', 'system/listeners')).body as readonly ListenerHash[];
  assert.deepEqual(
    all.map(({ id }) => id),
    [1, 2],
  );
  assert.equal((await host.request('DELETE', 'system/listeners/second')).status, 200);
  await assert.rejects(ping(host, listener));
});

test('listeners beyond this machine, taken ports, twice the same name and bad certificates are refused with LISTENER-ARG-ERROR', async (t) => {
  const host = await startTestHost(t);
  const { bind } = await open(host, { bind: '127.0.0.1:0', name: 'second' });
  const wrong = [
    { bind: '0.0.0.0:0' },
    { bind },
    { bind: 'nowhere' },
    { bind: '127.0.0.1:0', name: 'second' },
    { bind: '127.0.0.1:0', cert_file: '/does/not/exist.pem' },
  ];
  for (const body of wrong) {
    const { status, body: answer } = await host.request('POST', 'system/listeners', body);
    assert.deepEqual([status, (answer as { err: string }).err], [400, 'LISTENER-ARG-ERROR'], JSON.stringify(body));
  }
  assert.equal(((await host.request('GET', 'system/listeners')).body as unknown[]).length, 2);
});

test('a TLS listener is opened with its files, and its certificate is read again', async (t) => {
  const host = await startTestHost(t);
  const folder = resourcePath('test', 'fixtures', 'tls');
  const files = { cert_file: `${folder}/cert.pem`, key_file: `${folder}/key.pem`, key_password: 'test-only' };
  const listener = await open(host, { bind: '127.0.0.1:0', ...files });
  assert.deepEqual([listener.ssl, listener.proto], [true, 'https']);
  const answer = await host.request('POST', `system/listeners/${listener.id}/reloadCertificate`);
  assert.equal(answer.status, 200, answer.text);
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: listener.port, rejectUnauthorized: false }, () =>
      socket.end(resolve),
    );
    socket.on('error', reject);
  });
});

test('of several listeners all are opened or none', async (t) => {
  const host = await startTestHost(t);
  const refused = await host.request('POST', 'system/listeners', { bind: ['127.0.0.1:0', 'nowhere'] });
  assert.equal(refused.status, 400);
  assert.equal(((await host.request('GET', 'system/listeners')).body as unknown[]).length, 1);
});

test('the listener of the request itself, the first one and one without a certificate refuse', async (t) => {
  const host = await startTestHost(t);
  const second = await open(host, { bind: '127.0.0.1:0' });
  const own = await host.request('POST', 'system/listeners/1/stop');
  assert.match(own.text, /not closed by a request that came through it/);
  const first = await fetch(`http://${second.bind}/api/latest/system/listeners/1`, {
    method: 'DELETE',
    headers: { 'qorus-token': host.token },
  });
  assert.match(await first.text(), /by which programs on this machine find the engine/);
  const plain = await host.request('POST', `system/listeners/${second.id}/reloadCertificate`);
  assert.match(plain.text, /has no certificate/);
  assert.equal((await host.request('DELETE', 'system/listeners/nothing')).status, 404);
});

test('a logger gets a level of its own, keeps it when the common one changes, and gives it back', async (t) => {
  const host = await startTestHost(t);
  const logger = async (): Promise<LoggerHash> => (await host.request('GET', 'system/http/logger')).body as LoggerHash;
  assert.deepEqual([(await logger()).params.level, (await logger()).isDefault], [{ key: 20_000, value: 'INFO' }, true]);
  await host.request('PUT', 'system/http/logger', { level: 'debug' });
  await host.request('PUT', 'system/options/log-level/set', { value: 'error' });
  assert.deepEqual([(await logger()).params.level.value, (await logger()).isDefault], ['DEBUG', false]);
  await host.request('DELETE', 'system/http/logger');
  assert.deepEqual((await logger()).params.level, { key: 40_000, value: 'ERROR' });
  assert.equal((await host.request('PUT', 'system/http/logger', { level: 'loud' })).status, 400);
  assert.equal((await host.request('GET', 'system/nothing/logger')).status, 404);
});
