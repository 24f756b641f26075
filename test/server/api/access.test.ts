import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { WebSocket } from 'ws';
import { startTestHost, type TestHost } from '../../support/test-host.ts';
import { rawRequest } from './raw-request.ts';

let host: TestHost;
let port: string;
before(async () => {
  host = await startTestHost(undefined, { options: ['allowed-hosts=ordo.example,box'] });
  ({ port } = new URL(host.url));
});
after(() => host.stop('the test ended'));

/** Asks for something that needs the token, with it, under this `Host`. */
function withHost(value: string, more = ''): Promise<string> {
  const head = `GET /api/latest/system HTTP/1.1\r\nHost: ${value}\r\nQorus-Token: ${host.token}\r\n`;
  return rawRequest(host.url, `${head}${more}Connection: close\r\n\r\n`);
}

describe('the Host header', () => {
  const allowed = [
    'localhost',
    'LOCALHOST',
    'localhost:8001',
    '127.0.0.1',
    '127.0.0.1:1',
    '[::1]',
    '[::1]:8001',
    '127.0.0.1:65535',
    'ordo.example',
    'Ordo.Example:9000',
    'box',
    'box:80',
  ];
  const refused = [
    'evil.example',
    'evil.example:8001',
    'localhost.evil',
    '127.0.0.1.evil',
    'evil.localhost',
    'localhost.',
    'localhost6',
    'local',
    'xlocalhost',
    'localhost:',
    'localhost:port',
    'localhost:99999',
    'localhost:-1',
    'localhost:80:80',
    'localhost,evil.example',
    'localhost evil',
    'user@localhost',
    'evil.example@localhost',
    'localhost@evil.example',
    'localhost#',
    'localhost?',
    'localhost/',
    '0',
    '0.0.0.0',
    '127.1',
    '127.0.1',
    '127.0.0.2',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.0.0.01',
    '127.000.000.001',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[0:0:0:0:0:0:0:1]',
    '::1',
    '[::1',
    '::1]',
    '[::1]evil',
    '[::1]:',
    '[fe80::1%25lo]',
    'ordo.example.',
    'ordo.example.evil',
    'evilordo.example',
    'bo',
    'boxx',
    '',
    ' ',
    '*',
    '%6cocalhost',
    'localhost%00',
    'lоcalhost',
    '１２７.0.0.1',
    '"localhost"',
    "'localhost'",
    'http://localhost',
  ];
  for (const value of allowed) {
    test(`"${value}" is allowed`, async () => assert.match(await withHost(value), / 200 /));
  }
  for (const value of refused) {
    test(`"${value}" is refused`, async () => assert.match(await withHost(value), / 40[03] |closed/));
  }
  test('two of them are refused', async () => {
    assert.match(await withHost('localhost', 'Host: localhost\r\n'), / 40[03] /);
    assert.match(await withHost('localhost', 'Host: evil.example\r\n'), / 40[03] /);
  });
  test('none is refused', async () => {
    assert.match(await rawRequest(host.url, `GET /api/latest/system HTTP/1.1\r\nConnection: close\r\n\r\n`), / 400 /);
    assert.match(await rawRequest(host.url, `GET /api/latest/system HTTP/1.0\r\n\r\n`), / 403 /);
  });
  test('a target that is a whole URL is refused', async () => {
    for (const target of ['http://evil.example/api/latest/system', 'http://localhost/api/latest/system', '*']) {
      const text = `GET ${target} HTTP/1.1\r\nHost: localhost\r\nQorus-Token: ${host.token}\r\nConnection: close\r\n\r\n`;
      assert.match(await rawRequest(host.url, text), / 40[03] /, target);
    }
  });
});

describe('the Origin header', () => {
  const origins = [
    'http://evil.example',
    'https://evil.example',
    'null',
    '',
    'file://',
    'vscode-webview://abc',
    'http://localhost',
    'http://localhost:3000',
    'http://127.0.0.1',
    'http://[::1]:8001',
    'http://localhost.evil',
    'http://evil.localhost',
    'chrome-extension://abc',
    'http://',
    'localhost',
    '//localhost',
    'javascript:1',
    'data:',
    'about:blank',
    '*',
    'http://127.0.0.1:PORT.evil',
    'http://evil@127.0.0.1:PORT',
    'http://127.0.0.1:PORT/',
    'http://127.0.0.1:PORT/x',
    'ftp://127.0.0.1:PORT',
    'http://127.0.0.1:PORT evil',
    'http://0.0.0.0:PORT',
    'http://[::ffff:127.0.0.1]:PORT',
    'http://127.0.0.1:0PORT',
    'http:127.0.0.1:PORT',
    'ws://127.0.0.1:PORT',
    'http://127.1:PORT',
    'http://2130706433:PORT',
  ];
  const request = (origin: string): Promise<string> => withHost(`127.0.0.1:${port}`, `Origin: ${origin}\r\n`);
  test('of this very engine is allowed', async () => assert.match(await request(`http://127.0.0.1:${port}`), / 200 /));
  test('of anyone else is refused', async () => {
    for (const origin of origins.map((text) => text.replaceAll('PORT', port))) {
      assert.match(await request(origin), / 40[03] /, origin);
    }
  });
  test('given twice is refused', async () => {
    const own = `http://127.0.0.1:${port}`;
    assert.match(await withHost(`127.0.0.1:${port}`, `Origin: ${own}\r\nOrigin: ${own}\r\n`), / 403 /);
  });
  test('of anyone else is refused on every WebSocket, and its own is allowed', async () => {
    for (const path of ['/apievents', '/log/qorus-core', '/leases', '/other']) {
      for (const origin of ['http://evil.example', 'null', 'vscode-webview://abc', 'http://localhost:3000', '%%%']) {
        assert.equal(await upgradeStatus(path, { origin }), 403, `${path} ${origin}`);
      }
    }
    assert.equal(await upgradeStatus('/apievents', { origin: `http://127.0.0.1:${port}` }), 101);
    assert.equal(await upgradeStatus('/apievents', { host: 'evil.example' }), 403);
  });
});

describe('fetch metadata', () => {
  for (const [site, status] of [
    ['cross-site', 403],
    ['same-site', 403],
    ['bogus', 403],
    ['same-origin', 200],
    ['none', 200],
  ]) {
    test(`Sec-Fetch-Site: ${site} gives ${status}`, async () => {
      assert.match(await withHost('localhost', `Sec-Fetch-Site: ${site}\r\n`), new RegExp(` ${status} `));
    });
  }
});

describe('the token', () => {
  test('is needed for every call that is not public, whatever the path', async () => {
    for (const path of [
      'system',
      'orders/1',
      'nothing/at/all',
      'workflows?action=nonsense',
      '',
      'system/health/health',
    ]) {
      const answer = await host.request('GET', path, undefined, { 'qorus-token': '' });
      assert.equal(answer.status, 401, path);
      assert.equal((answer.body as { err: string }).err, 'AUTHENTICATION-ERROR');
    }
  });
  test('may come as a bearer, and a wrong one is refused', async () => {
    const ask = async (headers: Record<string, string>): Promise<number> =>
      (await host.request('GET', 'system', undefined, { 'qorus-token': 'x', ...headers })).status;
    assert.equal(await ask({ authorization: `Bearer ${host.token}` }), 200);
    assert.equal(await ask({ authorization: `bearer ${host.token}` }), 200);
    for (const wrong of [
      '',
      'Bearer',
      'Bearer ',
      `Basic ${host.token}`,
      `Bearer ${host.token}x`,
      `Bearer ${host.token.slice(1)}`,
    ]) {
      assert.equal(await ask({ authorization: wrong }), 401, wrong);
    }
  });
  test('is 256 bits and new at each start', async (t) => {
    assert.match(host.token, /^[0-9a-f]{64}$/);
    const other = await startTestHost(t);
    assert.notEqual(other.token, host.token);
  });
  test('is not taken from a URL', async () => {
    assert.equal(
      (await host.request('GET', `system?token=${host.token}`, undefined, { 'qorus-token': '' })).status,
      401,
    );
    assert.equal(await upgradeStatus(`/apievents?token=${host.token}`, { token: '' }), 401);
  });
  test('is needed for WebSockets, as header or as subprotocol, and is never sent back', async () => {
    assert.equal(await upgradeStatus('/apievents', { token: '' }), 401);
    assert.equal(await upgradeStatus('/leases', { token: 'x' }), 401);
    const socket = new WebSocket(host.url.replace('http', 'ws') + '/apievents', ['ordo', `ordo-token.${host.token}`]);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    assert.equal(socket.protocol, 'ordo');
    socket.close();
  });
  test('public answers and the start page need none and hold none', async () => {
    for (const path of [
      '/',
      '/api/latest/public/info',
      '/api/public/info',
      '/api/v6/public/info',
      '/api/latest/openapi',
    ]) {
      const answer = await host.request('GET', path, undefined, { 'qorus-token': '' });
      assert.equal(answer.status, 200, path);
      assert.ok(!answer.text.includes(host.token));
    }
  });
});

describe('answers', () => {
  test('carry the security headers and no CORS, whatever the request', async () => {
    for (const [path, token] of [
      ['/', ''],
      ['/api/latest/system', host.token],
      ['/api/latest/system', ''],
      ['/nothing', ''],
    ]) {
      const { headers } = await host.request('GET', path ?? '', undefined, { 'qorus-token': token ?? '' });
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
      assert.equal(headers.get('x-frame-options'), 'DENY');
      assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin');
      assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
      assert.equal(headers.get('access-control-allow-origin'), null);
      assert.equal(headers.get('x-powered-by'), null);
    }
  });
  test('to OPTIONS and other methods change nothing and allow nothing', async () => {
    for (const method of ['OPTIONS', 'PATCH', 'TRACE', 'PROPFIND']) {
      const text = `${method} /api/latest/system HTTP/1.1\r\nHost: localhost\r\nQorus-Token: ${host.token}\r\nConnection: close\r\n\r\n`;
      assert.match(await rawRequest(host.url, text), / 40[045] /, method);
    }
  });
  test('name a page without scripts at the root', async () => {
    const { text, headers } = await host.request('GET', '/', undefined, { 'qorus-token': '' });
    assert.match(headers.get('content-type') ?? '', /^text\/html/);
    assert.match(text, /<html lang="en">[\s\S]*<main>[\s\S]*<h1>[\s\S]*\/api\/latest\/openapi/);
    assert.doesNotMatch(text, /<script| on\w+=|style="/);
  });
});

describe('malformed requests', () => {
  const broken = [
    'nonsense\r\n\r\n',
    'GET\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    '\0\0\0\0',
    '\r\n\r\n\r\n',
    'GET / HTTP/1.1\r\nHost localhost\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n',
    'GET / HTTP/1.1\r\n: x\r\n\r\n',
    'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`,
    'GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n',
    'GET /api/latest/%c0%af HTTP/1.1\r\nHost: localhost\r\n\r\n',
    'GET /api/latest/orders/1%00 HTTP/1.1\r\nHost: localhost\r\n\r\n',
    'GET //evil/ HTTP/1.1\r\nHost: localhost\r\n\r\n',
    'GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n',
    'GET /apievents HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    'GET /apievents HTTP/1.1\r\nHost: [\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: http://[\r\n\r\n',
    'GET /[ HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    'GET /apievents HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n',
  ];
  test('are refused one by one, and the engine lives', async () => {
    for (const text of broken) {
      const answer = await rawRequest(host.url, text, 1500);
      assert.doesNotMatch(answer, / (200|5\d\d) /, JSON.stringify(text.slice(0, 60)));
    }
    assert.equal((await host.request('GET', 'system/ping')).body, 'OK');
  });
  test('in thousands leave the engine as it was', async () => {
    let seed = 42;
    const random = (limit: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % limit;
    const base = Buffer.from(
      `GET /api/latest/system HTTP/1.1\r\nHost: localhost\r\nQorus-Token: ${host.token}\r\nOrigin: http://localhost\r\n\r\n`,
    );
    for (let round = 0; round < 40; round += 1) {
      const batch = Array.from({ length: 50 }, () => {
        const bytes = Buffer.from(base);
        for (let change = 0; change < 3; change += 1) bytes[random(bytes.length)] = random(256);
        return bytes;
      });
      await Promise.all(batch.map((bytes) => writeAndLeave(bytes)));
    }
    assert.equal((await host.request('GET', 'system/ping')).body, 'OK');
  });
  test('answers to refused ones show neither a stack nor a path of this machine', async () => {
    for (const [method, path, body] of [
      ['GET', 'orders/99999999', undefined],
      ['POST', 'releases', { formatVersion: 2 }],
      ['GET', 'workflows/%2e%2e', undefined],
      ['PUT', 'system/options/set', { options: { nothing: 1 } }],
      ['POST', 'workflows/none/createOrder', { staticdata: {} }],
    ] as const) {
      const { text, status } = await host.request(method, path, body);
      assert.ok(status >= 400 && status < 500, text);
      assert.doesNotMatch(text, / at .*:\d+|node_modules|\/tmp\/|\/work\/|SELECT|SQLITE/);
    }
  });
});

function writeAndLeave(bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('connect', () => socket.end(bytes));
    socket.on('data', () => undefined);
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    setTimeout(() => socket.destroy(), 300);
  });
}

function upgradeStatus(path: string, given: { origin?: string; host?: string; token?: string }): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(host.url.replace('http', 'ws') + path, {
      headers: {
        ...(given.token === '' ? {} : { 'qorus-token': given.token ?? host.token }),
        ...(given.origin === undefined ? {} : { origin: given.origin }),
        ...(given.host === undefined ? {} : { host: given.host }),
      },
    });
    socket.once('open', () => {
      socket.close();
      resolve(101);
    });
    socket.once('unexpected-response', (_request, response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    socket.once('error', () => resolve(0));
  });
}
