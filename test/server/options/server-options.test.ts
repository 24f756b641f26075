import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { catalogue } from '../../../server/engine/options/catalogue.ts';
import { isLoopback, listenersOf } from '../../../server/engine/options/listeners.ts';
import { expectation, type OptionValue } from '../../../server/engine/options/option-row.ts';
import { readOptionJson, readOptionText } from '../../../server/engine/options/option-values.ts';
import { readOptionArguments, ServerOptions } from '../../../server/engine/options/server-options.ts';

describe('the catalogue (manual: system options)', () => {
  test('has the manual’s defaults, and the rulings where its sources differ', () => {
    const options = new ServerOptions('server');
    const numbers = {
      recover_delay: 60,
      async_delay: 600,
      'max-retries': 20,
      'max-async-retries': 20,
      'max-events': 100_000,
      'max-log-files': 10,
      'sql-default-blocksize': 5000,
      'db-max-threads': 30,
      'system-pool-maximum': 40,
      'transient-alert-max': 1000,
    };
    for (const [name, value] of Object.entries(numbers)) assert.equal(options.number(name), value, name);
    assert.equal(options.flag('rbac-security'), false);
    assert.equal(options.flag('auto-error-update'), true);
    assert.equal(options.text('logfile-template'), 'OMQ-$instance-$name.log');
    const own = {
      'max-concurrent-orders': 1000,
      'max-datum-bytes': 1_048_576,
      'max-order-bytes': 16_777_216,
      'max-request-bytes': 10_485_760,
      'runner-limit': 16,
      'runner-idle-seconds': 60,
    };
    for (const [name, value] of Object.entries(own)) assert.equal(options.number(name), value, name);
  });
  test('lets workflows set exactly four options for themselves', () => {
    const names = [...catalogue.values()].filter((row) => row.workflow).map((row) => row.name);
    assert.deepEqual(names.sort(), ['async_delay', 'max-async-retries', 'max-retries', 'recover_delay']);
  });
  test('has a default of the right type and a text for every option', () => {
    for (const row of catalogue.values()) {
      if (row.default !== null)
        assert.ok(readOptionJson(row, row.default).ok, `${row.name}: ${JSON.stringify(row.default)}`);
      if (row.type === 'int')
        assert.ok(row.minimum !== undefined && row.maximum !== undefined, `${row.name} has a range`);
      assert.match(row.text, /\.$/, row.name);
      assert.ok(expectation(row).length > 5);
    }
  });
});

describe('the dev profile (design section 9)', () => {
  test('shortens the delays and lets the file win', () => {
    const dev = new ServerOptions('dev');
    assert.equal(dev.number('recover_delay'), 2);
    assert.equal(dev.number('async_delay'), 30);
    assert.equal(dev.flag('auto-recover'), true);
    assert.equal(new ServerOptions('dev', new Map([['recover_delay', 9]])).number('recover_delay'), 9);
  });
});

describe('options of a running engine', () => {
  test('are described with value, default and whether they can be changed', () => {
    const options = new ServerOptions(
      'dev',
      new Map<string, OptionValue>([['http-secure-private-key-password', 'hush']]),
    );
    const of = (name: string): object | undefined => options.describe().find((row) => row.name === name);
    assert.deepEqual(of('recover_delay'), {
      name: 'recover_delay',
      value: 2,
      default: 2,
      expects: 'a whole number from 0 to 315360000',
      desc: 'Seconds before a step in RETRY is tried again.',
      'startup-only': false,
      status: 'unlocked',
      workflow: true,
    });
    assert.equal(JSON.stringify(options.describe()).includes('hush'), false);
    assert.match(JSON.stringify(of('cache-max')), /No effect in this version/);
  });
  test('are changed all or none, and listeners are told', () => {
    const options = new ServerOptions('server');
    const changed: string[] = [];
    const stop = options.onChange((name) => changed.push(name));
    assert.deepEqual(options.set({ recover_delay: '7', 'qorus.max-retries': 3 }), []);
    assert.deepEqual(
      [options.number('recover_delay'), options.number('max-retries'), changed],
      [7, 3, ['recover_delay', 'max-retries']],
    );
    const problems = options.set({ recover_delay: 8, 'max-retries': 'x', logdir: '/x', nothing: 1, 'max-retris': 1 });
    assert.deepEqual(
      problems.map((problem) => problem.code),
      ['ORDO-OPT-008', 'ORDO-OPT-016', 'ORDO-OPT-006', 'ORDO-OPT-006'],
    );
    assert.match(problems[3]?.remedy ?? '', /Did you mean `max-retries`/);
    assert.equal(options.number('recover_delay'), 7);
    stop();
    options.set({ recover_delay: 9 });
    assert.equal(changed.length, 2);
  });
  test('are not what code asks for under a wrong name or type', () => {
    const options = new ServerOptions('server');
    assert.throws(() => options.number('recover-delay'));
    assert.throws(() => options.flag('recover_delay'));
  });
});

test('values of a request may be of their type or text', () => {
  const row = (name: string): NonNullable<ReturnType<typeof catalogue.get>> => {
    const found = catalogue.get(name);
    assert.ok(found);
    return found;
  };
  assert.deepEqual(readOptionJson(row('auto-recover'), 1), { ok: true, value: true });
  assert.deepEqual(readOptionJson(row('recover_delay'), ' 5 '), { ok: true, value: 5 });
  assert.deepEqual(readOptionJson(row('allowed-hosts'), ['a', 'b']), { ok: true, value: ['a', 'b'] });
  assert.deepEqual(readOptionJson(row('node'), { a: '1' }), { ok: true, value: { a: '1' } });
  assert.deepEqual(readOptionText(row('defines'), 'a=1, b = 2'), { ok: true, value: { a: '1', b: '2' } });
  for (const value of [null, 1.5, -1, {}, [], [1], 1e20, true])
    assert.equal(readOptionJson(row('recover_delay'), value).ok, false);
  for (const value of [2, 'x', null, []]) assert.equal(readOptionJson(row('auto-recover'), value).ok, false);
  for (const value of ['a', 'a=1,a=2', '=1', 'a=1,,b=2'])
    assert.equal(readOptionText(row('defines'), value).ok, false, value);
});

test('arguments of the command line need no domain, and the last of one name wins', () => {
  const { values, problems } = readOptionArguments([
    'recover_delay=5',
    'qorus.recover_delay=6',
    'ordo.log-level = debug',
    'http-server=1',
    'http-server=2',
  ]);
  assert.deepEqual(problems, []);
  assert.deepEqual(Object.fromEntries(values), { recover_delay: 6, 'log-level': 'debug', 'http-server': ['1', '2'] });
  const wrong = readOptionArguments(['', '=', 'x', '--help', 'recover_delay=', 'nothing=1', 'recover_delay=x']);
  assert.deepEqual(
    wrong.problems.map((problem) => problem.code),
    ['ORDO-OPT-018', 'ORDO-OPT-018', 'ORDO-OPT-018', 'ORDO-OPT-018', 'ORDO-OPT-008', 'ORDO-OPT-006', 'ORDO-OPT-008'],
  );
});

describe('listeners', () => {
  const listen = (values: Record<string, OptionValue>, profile: 'dev' | 'server' = 'server') =>
    listenersOf(new ServerOptions(profile, new Map(Object.entries(values))), { CERTS: '/etc/certs' });
  const addresses = (values: Record<string, OptionValue>): string[] =>
    listen(values).listeners.map(({ address, port }) => `${address} ${port}`);

  test('without an option are port 8001 of this machine; only the dev profile may take another port', () => {
    const [server] = listen({}).listeners;
    const [dev] = listen({}, 'dev').listeners;
    assert.deepEqual(server, { address: '127.0.0.1', port: 8001, tls: undefined, portMayChange: false });
    assert.equal(dev?.portMayChange, true);
    assert.equal(listen({ 'http-server': ['8001'] }, 'dev').listeners[0]?.portMayChange, false);
  });
  test('are loopback unless the network is opened on purpose', () => {
    assert.deepEqual(
      addresses({ 'http-server': ['8001', 'localhost:8002', '127.0.0.1:8003', '[::1]:8004', '127.5.5.5:0'] }),
      ['127.0.0.1 8001', 'localhost 8002', '127.0.0.1 8003', '::1 8004', '127.5.5.5 0'],
    );
    for (const wide of [
      '0.0.0.0:8001',
      '*:8001',
      '192.0.2.4:9010',
      'example.org:80',
      '[::]:80',
      '[2001:db8::1]:80',
      '127.0.0.1.evil:80',
    ]) {
      assert.deepEqual(
        listen({ 'http-server': [wide] }).problems.map((p) => p.code),
        ['ORDO-OPT-014'],
        wide,
      );
      assert.deepEqual(listen({ 'http-server': [wide], 'allow-open-network': true }).problems, [], wide);
    }
    assert.deepEqual(addresses({ 'http-server': ['8001', '*:8002'], 'allow-open-network': true }), [
      ':: 8001',
      ':: 8002',
    ]);
    assert.ok(!isLoopback('127.0.0.1.evil') && !isLoopback('localhost.evil') && isLoopback('127.255.0.1'));
  });
  test('that cannot be understood are problems without passwords', () => {
    for (const text of [
      '',
      'x',
      '70000',
      '80:80:80',
      '-1',
      '::1:80',
      '[::1]',
      'a b:80',
      '/run/ordo.sock',
      '8001{cert=a}',
      '8001{',
      'http://localhost:80',
      '1e3',
      '[x]:80',
    ]) {
      assert.deepEqual(
        listen({ 'http-server': [text] }).problems.map((p) => p.code),
        ['ORDO-OPT-013'],
        text,
      );
    }
    const [problem] = listen({ 'http-secure-server': ['x{cert=a;password=hush}'] }).problems;
    assert.doesNotMatch(JSON.stringify(problem), /hush/);
  });
  test('with TLS take certificate and key of their own, or the default ones, with variables filled in', () => {
    const tls = (values: Record<string, OptionValue>): unknown => listen(values).listeners[0]?.tls;
    assert.deepEqual(tls({ 'http-secure-server': ['9443{cert=$CERTS/a.pem;key=${CERTS}/b.pem;password=p}'] }), {
      certificate: '/etc/certs/a.pem',
      key: '/etc/certs/b.pem',
      password: 'p',
    });
    assert.deepEqual(
      tls({
        'http-secure-server': ['9443'],
        'http-secure-certificate': 'c',
        'http-secure-private-key': 'k',
        'http-secure-private-key-password': 'p',
      }),
      { certificate: 'c', key: 'k', password: 'p' },
    );
    assert.deepEqual(tls({ 'http-secure-server': ['9443{cert=both.pem}'] }), {
      certificate: 'both.pem',
      key: 'both.pem',
      password: undefined,
    });
    assert.deepEqual(
      listen({ 'http-secure-server': ['9443'] }).problems.map((p) => p.code),
      ['ORDO-OPT-015'],
    );
    assert.deepEqual(tls({ 'http-secure-server': ['9443{cert=$NOWHERE/a}'] }), {
      certificate: '$NOWHERE/a',
      key: '$NOWHERE/a',
      password: undefined,
    });
  });
});
