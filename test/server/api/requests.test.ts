import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { runnableRelease, startTestHost, type TestHost } from '../../support/test-host.ts';

let host: TestHost;
let orderId: number;
before(async () => {
  host = await startTestHost(undefined, { options: ['max-request-bytes=100000'] });
  const workflow = { keylist: ['customer'], description: 'Orders of a test' };
  const answer = await host.request(
    'POST',
    'releases',
    runnableRelease({ steps: ['a', 'b <- a'], workflow }, { a: '', b: '' }),
  );
  assert.equal((answer.body as { installed: boolean }).installed, true, answer.text);
  orderId = await create({ staticdata: { n: 1 }, orderkeys: { customer: 'x' } });
});
after(() => host.stop('the test ended'));

async function create(body: object): Promise<number> {
  const answer = await host.request('POST', 'workflows/orders/createOrder', body);
  assert.equal(answer.status, 200, answer.text);
  return (answer.body as { workflow_instanceid: number }).workflow_instanceid;
}

/** What a refusal says, as `status err: desc`. */
async function refusal(
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<string> {
  const answer = await host.request(method, path, body, headers);
  const { err, desc } = (answer.body ?? {}) as { err?: string; desc?: string };
  return `${answer.status} ${err}: ${desc}`;
}

describe('paths (manual: REST API, rules)', () => {
  test('?action=x and /x are the same call', async () => {
    for (const path of [
      'system?action=ping',
      'system/ping',
      '/api/system/ping',
      '/api/v6/system?action=ping',
      '/api/v1/system/ping/',
    ]) {
      assert.equal((await host.request('GET', path)).body, 'OK', path);
    }
  });
  test('every key of a returned hash is a path', async () => {
    const keys = {
      'system/instance-key': 'test',
      'workflows/orders/version': '1.0',
      'workflows/orders:1.0/description': 'Orders of a test',
      [`orders/${orderId}/workflowstatus`]: 'READY',
      [`orders/${orderId}/staticdata/n`]: 1,
      [`orders/${orderId}/keys/customer/0`]: 'x',
      [`orders/${orderId}/history/0/sequence`]: 1,
      'errors/global/0/type': 'global',
      'public/info/omq-version': '0.1.0',
    };
    for (const [path, value] of Object.entries(keys))
      assert.deepEqual((await host.request('GET', path)).body, value, path);
  });
  test('a key that is not there, or not the answer’s own, is 404', async () => {
    for (const path of [
      'system/nothing',
      'system/constructor',
      'system/__proto__',
      'system/pid/toString',
      `orders/${orderId}/keys/customer/9`,
      `orders/${orderId}/keys/customer/length`,
    ]) {
      assert.match(await refusal('GET', path), /^404 NOT-FOUND: There is no "/, path);
    }
  });
  test('what does not exist says what does', async () => {
    assert.match(await refusal('GET', 'nothing'), /^404 NOT-FOUND/);
    assert.match(await refusal('PUT', 'workflows/orders?action=strat'), /^400 INVALID-ACTION: .*It has: .*start/);
    assert.match(await refusal('PUT', 'workflows/orders'), /^400 INVALID-ACTION: .*needs an action: /);
    assert.match(await refusal('DELETE', 'workflows/orders'), /^405 INVALID-METHOD: .*GET, POST, PUT/);
    assert.match(await refusal('PUT', 'system/ping/more'), /^404 NOT-FOUND/);
    assert.match(await refusal('PUT', `orders/${orderId}/cancel/more`), /^404 NOT-FOUND/);
    assert.match(await refusal('GET', 'system?action=ping&action=echo'), /^400 INVALID-ACTION/);
    assert.match(await refusal('GET', 'workflows/%zz'), /^400 PATH-ERROR/);
    assert.match(await refusal('GET', 'workflows/none'), /^404 INVALID-WORKFLOW/);
  });
  test('ids that are none are 404', async () => {
    for (const id of [
      '0',
      '-1',
      '9007199254740993',
      '1e400',
      '1%20OR%201',
      '1.0',
      'NaN',
      "1'",
      'null',
      '%00',
      '../1',
      '1;2',
    ]) {
      assert.match(await refusal('GET', `orders/${id}`), /^404 /, id);
    }
  });
});

describe('arguments (manual: REST API, rules)', () => {
  test('come from query or body, and the body is preferred', async () => {
    const priority = async (): Promise<unknown> => (await host.request('GET', `orders/${orderId}/priority`)).body;
    await host.request('PUT', `orders/${orderId}?action=setPriority;priority=7`);
    assert.equal(await priority(), 7);
    await host.request('PUT', `orders/${orderId}/setPriority?priority=8`, { priority: 9 });
    assert.equal(await priority(), 9);
  });
  test('lists may be texts with commas, repeated or real lists; other spellings are the same', async () => {
    const other = await create({ staticdata: {} });
    for (const query of [
      `ids=${orderId},${other}`,
      `ids=${orderId}&ids=${other}`,
      `workflow_instanceid=${orderId},%20${other}`,
    ]) {
      const ids = (
        (await host.request('GET', `orders?${query}&desc=no`)).body as { workflow_instanceid: number }[]
      ).map((row) => row.workflow_instanceid);
      assert.deepEqual(ids, [orderId, other], query);
    }
  });
  test('booleans are lenient', async () => {
    const names = ['list=true', 'list=1', 'list=YES', 'list=on', 'list'];
    for (const query of names)
      assert.deepEqual((await host.request('GET', `workflows?${query}`)).body, ['orders:1.0'], query);
    for (const query of ['list=false', 'list=0', 'list=no']) {
      assert.equal(typeof ((await host.request('GET', `workflows?${query}`)).body as object[])[0], 'object', query);
    }
    assert.deepEqual((await host.request('GET', 'workflows?short=1')).body, ['orders:1.0: Orders of a test']);
  });
  test('dates take zones, and without one the caller’s', async () => {
    const scheduled = async (date: string, headers?: Record<string, string>): Promise<unknown> => {
      const answer = await host.request('PUT', `orders/${orderId}/reschedule`, { date }, headers);
      assert.equal(answer.status, 200, answer.text);
      return (await host.request('GET', `orders/${orderId}/scheduled`)).body;
    };
    assert.equal(await scheduled('2035-07-01'), '2035-07-01T00:00:00.000Z');
    assert.equal(await scheduled('2035-07-01T12:00:00+02:00'), '2035-07-01T10:00:00.000Z');
    assert.equal(
      await scheduled('2035-07-01 12:00:00', { 'qorus-client-time-zone': 'Europe/Prague' }),
      '2035-07-01T10:00:00.000Z',
    );
    assert.equal(
      await scheduled('2035-01-01 12:00', { 'qorus-client-time-zone': 'Europe/Prague' }),
      '2035-01-01T11:00:00.000Z',
    );
    for (const date of [
      'tomorrow',
      '2035-13-01',
      '2035-02-30',
      '2035-01-01T25:00:00Z',
      '12035-01-01',
      '1900-01-01',
      '',
      '0',
    ]) {
      assert.match(
        await refusal('PUT', `orders/${orderId}/reschedule`, { date }),
        /^400 ARGUMENT-ERROR: date must be a date such as/,
        date,
      );
    }
    assert.match(
      await refusal('GET', 'orders', undefined, { 'qorus-client-time-zone': 'Mars/Base' }),
      /^400 ARGUMENT-ERROR/,
    );
  });
  test('that are wrong are named with what was meant', async () => {
    const refused: readonly (readonly [string, string, unknown, RegExp])[] = [
      ['GET', 'orders?limt=3', undefined, /no argument "limt"\. Did you mean "limit"\?/],
      ['GET', 'orders?limit=0', undefined, /limit must be a whole number from 1 to 10000, not "0"/],
      ['GET', 'orders?limit=1e3', undefined, /limit must be a whole number/],
      ['GET', 'orders?status=DONE', undefined, /statuses must be one of READY, /],
      ['GET', 'orders?sort=1;drop table', undefined, /sort must be one of|no argument/],
      ['GET', 'orders?desc=maybe', undefined, /desc must be true or false/],
      ['PUT', `orders/${orderId}/setPriority`, {}, /Argument "priority" is missing: 0 is the highest/],
      [
        'PUT',
        `orders/${orderId}/setPriority`,
        { priority: 1000 },
        /priority must be a whole number from 0 to 999, not 1000/,
      ],
      ['PUT', `orders/${orderId}/setPriority`, { priority: null }, /"priority" is missing/],
      ['PUT', `orders/${orderId}/setPriority`, { priority: [1] }, /priority must be/],
      ['PUT', `orders/${orderId}/setPriority`, { priority: 1, status: 'COMPLETE' }, /no argument "status"/],
      ['PUT', `orders/${orderId}/setPriority`, [1], /body must be a hash/],
      ['POST', `orders/${orderId}/notes`, { note: 'x'.repeat(5000) }, /note has 5000 characters; at most 4000/],
      ['POST', 'workflows/orders/createOrder', { staticdata: [] }, /staticdata must be a hash/],
      ['POST', 'workflows/orders/createOrder', { staticdata: 'x' }, /staticdata must be a hash/],
      ['POST', 'errors', { error: 'X', severity: 'BAD' }, /severity must be one of FATAL, /],
      ['GET', 'orders?a%zz=1', undefined, /broken % escape/],
    ];
    for (const [method, path, body, expected] of refused) {
      const text = await refusal(method, path, body);
      assert.match(text, /^400 ARGUMENT-ERROR: /, text);
      assert.match(text, expected);
    }
  });
  test('of createOrder are refused under the manual’s names', async () => {
    const submit = (body: object): Promise<string> => refusal('POST', 'workflows/orders?action=createOrder', body);
    assert.match(await submit({}), /^409 ORDER-DATA-ERROR|^400 ORDER-DATA-ERROR/);
    assert.match(await submit({ staticdata: {}, status: 'COMPLETE' }), /^400 SUBMIT-ORDER-ERROR/);
    assert.match(await submit({ staticdata: {}, orderkeys: { other: 'x' } }), /WORKFLOW-KEY-ERROR/);
    assert.match(await submit({ staticdata: {}, sensitive_data: { a: 5 } }), /SENSITIVE-DATA-ERROR/);
    await create({ staticdata: {}, workflow_unique_key: { customer: 'only' } });
    assert.match(
      await submit({ staticdata: {}, workflow_unique_key: { customer: 'only' } }),
      /^409 DUPLICATE-ORDER-KEY/,
    );
  });
  test('of bulk calls answer per id, and one refusal stops no other', async () => {
    const blocked = await create({ staticdata: {}, status: 'BLOCKED' });
    const answer = await host.request('PUT', 'orders?action=unblock', { ids: [blocked, 987_654] });
    const body = answer.body as Record<string, { workflow_status?: string; err?: string }>;
    assert.equal(body[String(blocked)]?.workflow_status, 'READY');
    assert.ok(body['987654']?.err);
  });
});

describe('bodies', () => {
  const echo = (body: string | Uint8Array, headers: Record<string, string>): Promise<string> =>
    refusal('PUT', 'system/echo', body, headers);
  const json = { 'content-type': 'application/json' };
  const yaml = { 'content-type': 'application/x-yaml' };
  test('may be JSON or YAML, and so may answers', async () => {
    for (const type of ['application/x-yaml', 'text/x-yaml', 'application/yaml', 'application/x-yaml; charset=utf-8']) {
      const answer = await host.request('PUT', 'system/echo', 'a: [1, b, true, null]\nb: {c: 1.5}\n', {
        'content-type': type,
      });
      assert.deepEqual(answer.body, { a: [1, 'b', true, null], b: { c: 1.5 } }, type);
    }
    const answer = await host.request('GET', 'workflows/orders/keylist', undefined, { accept: 'text/x-yaml' });
    assert.match(answer.headers.get('content-type') ?? '', /^application\/x-yaml/);
    assert.equal(answer.text, '- customer\n');
    assert.match(await refusal('GET', 'system', undefined, { accept: 'text/xml' }), /^406 ACCEPT-ERROR/);
    for (const accept of ['*/*', 'text/html,application/xhtml+xml,*/*;q=0.8', 'application/json', '']) {
      assert.equal((await host.request('GET', 'system/ping', undefined, { accept })).body, 'OK', accept);
    }
  });
  test('in YAML keep dates, binaries and large integers as tagged values', async () => {
    const text = 'd: 2026-01-02T03:04:05Z\nb: !!binary aGk=\ni: 123456789012345678901\nn: 5\n';
    assert.deepEqual((await host.request('PUT', 'system/echo', text, yaml)).body, {
      d: { $type: 'date', value: '2026-01-02T03:04:05.000Z' },
      b: { $type: 'binary', value: 'aGk=' },
      i: { $type: 'bigint', value: '123456789012345678901' },
      n: 5,
    });
  });
  test('of other types and encodings are refused', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/xml',
      'bogus',
      '',
    ]) {
      assert.match(await echo('a=1', { 'content-type': type }), /^415 CONTENT-TYPE-ERROR/, type);
    }
    assert.match(await echo('{}', { 'content-type': 'application/json; charset=utf-16' }), /^415 CONTENT-TYPE-ERROR/);
    assert.match(await echo('{}', { ...json, 'content-encoding': 'compress' }), /^415 CONTENT-ENCODING-ERROR/);
  });
  test('may be compressed', async () => {
    const text = JSON.stringify({ a: 1 });
    for (const [encoding, bytes] of [
      ['gzip', gzipSync(text)],
      ['x-gzip', gzipSync(text)],
      ['deflate', deflateSync(text)],
      ['br', brotliCompressSync(text)],
    ] as const) {
      const answer = await host.request('PUT', 'system/echo', new Uint8Array(bytes), {
        ...json,
        'content-encoding': encoding,
      });
      assert.deepEqual(answer.body, { a: 1 }, encoding);
    }
    assert.match(
      await echo(new Uint8Array(Buffer.from('not gzip')), { ...json, 'content-encoding': 'gzip' }),
      /^400 BODY-ERROR/,
    );
    assert.match(
      await echo(new Uint8Array(gzipSync(text).subarray(0, 15)), { ...json, 'content-encoding': 'gzip' }),
      /^400 BODY-ERROR/,
    );
  });
  test('that are broken are refused with the place', async () => {
    for (const text of ['{', '{"a":}', '[1,]', '{"a":1}x', "{'a':1}", 'NaN', '\u0000', '"\ud800', '{"a":1,}']) {
      assert.match(await echo(text, json), /^400 (JSON-PARSER-ERROR|BODY-ERROR): /, text);
    }
    for (const text of [
      'a: [1',
      'a: 1\na: 2',
      'a: *x',
      '"a',
      'a: b: c',
      '\t- a',
      '? [a]\n: b',
      '--- 1\n--- 2',
      'a: .inf',
      '&a [*a]',
    ]) {
      assert.match(await echo(text, yaml), /^400 YAML-PARSER-ERROR: /, text);
    }
    assert.match(await echo('a: 1\nb: [1', yaml), /line 2/);
    assert.match(await echo(new Uint8Array([0x22, 0xff, 0xfe, 0x22]), json), /^400 BODY-ERROR: The body is not UTF-8/);
    assert.match(await echo('{"__proto__":{"x":1}}', json), /^400 BODY-ERROR: .*__proto__/);
    assert.match(await echo('{"a":[{"__proto__":1}]}', json), /^400 BODY-ERROR/);
    assert.match(await echo(`${'['.repeat(201)}${']'.repeat(201)}`, json), /^400 BODY-ERROR: .*deeper than 200/);
    assert.match(await echo(`${'['.repeat(45_000)}${']'.repeat(45_000)}`, json), /^400 BODY-ERROR/);
    assert.equal(({} as { x?: number }).x, undefined);
  });
  test('that are too large are refused, packed or not, without being held in memory', async () => {
    const large = JSON.stringify({ a: 'x'.repeat(200_000) });
    assert.match(await echo(large, json), /^413 BODY-TOO-LARGE: .*100000 bytes/);
    assert.match(
      await echo(new Uint8Array(gzipSync(large)), { ...json, 'content-encoding': 'gzip' }),
      /^413 BODY-TOO-LARGE/,
    );
    const before = process.memoryUsage().rss;
    for (const pack of [gzipSync, brotliCompressSync, deflateSync]) {
      const bomb = new Uint8Array(pack(Buffer.alloc(64 * 1024 * 1024)));
      const encoding = pack === gzipSync ? 'gzip' : pack === deflateSync ? 'deflate' : 'br';
      assert.match(await echo(bomb, { ...json, 'content-encoding': encoding }), /^413 BODY-TOO-LARGE/, encoding);
    }
    // The bombs themselves were made in this process; what matters is that none is unpacked whole again.
    assert.ok(process.memoryUsage().rss - before < 150 * 1024 * 1024);
  });
  test('in YAML cannot take long: aliases, depth, many keys', async () => {
    const fill = (part: string): string => part.repeat(Math.floor(64_000 / part.length));
    const layers = 'abcdefghi'.split('').map((name, index, names) => {
      const member = index === 0 ? 'x' : `*${names[index - 1]}`;
      return `${name}: &${name} [${Array(9).fill(member).join(',')}]`;
    });
    const bombs = {
      aliases: layers.join('\n'),
      depth: '['.repeat(64_000),
      keys: Array.from({ length: 6000 }, (_, index) => `key${index}: 1`).join('\n'),
      values: `[${fill('1,')}1]`,
      anchors: Array.from({ length: 5000 }, (_, index) => `- &a${index} 1`).join('\n'),
    };
    for (const [name, text] of Object.entries(bombs)) {
      const start = performance.now();
      await host.request('PUT', 'system/echo', text, yaml);
      assert.ok(text.length < 65_536 && performance.now() - start < 3000, `${name}: ${performance.now() - start} ms`);
    }
  });
  test('of answers are compressed for who takes it', async () => {
    for (const encoding of ['gzip', 'br', 'deflate']) {
      const answer = await host.request('GET', 'openapi', undefined, { 'accept-encoding': encoding });
      assert.equal(answer.headers.get('content-encoding'), encoding);
      assert.equal((answer.body as { openapi: string }).openapi, '3.1.0');
    }
    const plain = await host.request('GET', 'openapi', undefined, { 'accept-encoding': 'gzip;q=0, identity' });
    assert.equal(plain.headers.get('content-encoding'), null);
  });
});

test('YAML bodies above 64 KiB are refused before they are parsed', async () => {
  const text = `a: ${'x'.repeat(65_536)}`;
  const type = { 'content-type': 'application/x-yaml' };
  assert.match(await refusal('PUT', 'system/echo', text, type), /^413 BODY-TOO-LARGE: .*65536 bytes/);
});

describe('releases', () => {
  test('that are not releases are refused with the place', async () => {
    const good = runnableRelease({ steps: ['x'] }, { x: '' });
    const broken: readonly (readonly [object, RegExp])[] = [
      [{}, /the body must have required property 'formatVersion'/],
      [{ ...good, formatVersion: 2 }, /\/formatVersion must be equal to constant/],
      [{ ...good, workflows: [{}] }, /\/workflows\/0 must have required property/],
      [
        { ...good, bundles: [{ ...good.bundles[0], hash: '../../etc/passwd' }] },
        /\/bundles\/0\/hash must match pattern/,
      ],
      [{ ...good, steps: [{ ...good.steps[0], stepType: 'MAGIC' }] }, /\/steps\/0\/stepType must be equal to one of/],
    ];
    for (const [body, expected] of broken) {
      const text = await refusal('POST', 'releases', body);
      assert.match(text, /^400 RELEASE-ERROR: This is not a release: /);
      assert.match(text, expected);
    }
    for (const body of ['[]', '1', '"x"', 'null']) {
      assert.match(
        await refusal('POST', 'releases', body, { 'content-type': 'application/json' }),
        /^400 RELEASE-ERROR/,
      );
    }
  });
  test('may be larger than other bodies', async () => {
    const release = runnableRelease({ name: 'large', steps: ['x'] }, { x: '' });
    const bundles = release.bundles.map((bundle) => ({ ...bundle, code: `${bundle.code}//${'x'.repeat(500_000)}` }));
    assert.equal((await host.request('POST', 'releases', { ...release, bundles })).status, 200);
  });
});
