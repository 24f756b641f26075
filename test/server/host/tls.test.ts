import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import path from 'node:path';
import { describe, test } from 'node:test';
import { connect } from 'node:tls';
import { WebSocket } from 'ws';
import { resourcePath } from '../../../server/base/resources.ts';
import { StartFailure } from '../../../server/host.ts';
import { startTestHost } from '../../support/test-host.ts';

const fixtures = resourcePath('test', 'fixtures', 'tls');
const ca = readFileSync(path.join(fixtures, 'cert.pem'));
const withPassword = `http-secure-server=127.0.0.1:0{cert=${fixtures}/cert.pem;key=${fixtures}/key.pem;password=test-only}`;

interface Listener {
  readonly port: number;
  readonly proto: string;
  readonly ssl: boolean;
  readonly name: string;
}

function get(port: number, token: string): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: '/api/latest/system/ping', ca, headers: { 'qorus-token': token } };
    request(options, (answer) => {
      let text = '';
      answer.on('data', (chunk) => (text += String(chunk)));
      answer.on('end', () => resolve({ status: answer.statusCode, text }));
    })
      .on('error', reject)
      .end();
  });
}

describe('TLS listeners (http-secure-server)', () => {
  test('serve beside plain ones, REST and WebSockets, with the same rules', async (t) => {
    const host = await startTestHost(t, { options: ['http-server=127.0.0.1:0', withPassword] });
    const listeners = (await host.client.call('GET', 'system/listeners')) as unknown as Listener[];
    assert.deepEqual(
      listeners.map((listener) => [listener.name, listener.proto, listener.ssl]),
      [
        ['http-1', 'http', false],
        ['https-2', 'https', true],
      ],
    );
    assert.match(host.url, /^http:/);
    const port = listeners[1]?.port ?? 0;
    assert.deepEqual(await get(port, host.token), { status: 200, text: '"OK"' });
    assert.equal((await get(port, 'wrong')).status, 401);
    const socket = new WebSocket(`wss://127.0.0.1:${port}/apievents`, { ca, headers: { 'qorus-token': host.token } });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.close();
  });

  test('may be the only ones, and refuse old versions', async (t) => {
    const only = `http-secure-server=127.0.0.1:0{cert=${fixtures}/both.pem}`;
    const host = await startTestHost(t, { options: [only, 'minimum-tls-13=true'] });
    assert.match(host.url, /^https:/);
    const port = Number(new URL(host.url).port);
    const version = (maxVersion: 'TLSv1.2' | 'TLSv1.3'): Promise<string> =>
      new Promise((resolve) => {
        const socket = connect({ port, host: '127.0.0.1', ca, maxVersion }, () => {
          resolve(socket.getProtocol() ?? '');
          socket.end();
        });
        socket.on('error', () => resolve('refused'));
      });
    assert.equal(await version('TLSv1.3'), 'TLSv1.3');
    assert.equal(await version('TLSv1.2'), 'refused');
  });

  test('with a key that does not open refuse to start and name the files, not the password', async () => {
    for (const option of [
      withPassword.replace('test-only', 'wrong-word'),
      `http-secure-server=127.0.0.1:0{cert=${fixtures}/cert.pem;key=${fixtures}/README.md}`,
    ]) {
      await assert.rejects(startTestHost(undefined, { options: [option] }), (error: unknown) => {
        assert.ok(error instanceof StartFailure, String(error));
        assert.equal(error.exitCode, 99);
        assert.match(error.message, /The certificate .*cert\.pem and the key .* cannot be used/);
        assert.doesNotMatch(error.message, /wrong-word/);
        return true;
      });
    }
  });
});
