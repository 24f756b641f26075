import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { newHome, serve, serveReady } from './serve.ts';

/** Starts with this options file and arguments, and answers exit code and what was told. */
async function start(
  t: TestContext,
  options: string,
  ...args: readonly string[]
): Promise<{ code: number | null; output: string }> {
  const served = serve(t, newHome(t, options), ...args);
  const { code } = await served.exited;
  return { code, output: served.output() };
}

describe('a start that fails ends with the manual’s exit code and says why (manual: startup exit codes)', () => {
  const cases: readonly (readonly [string, number, string, readonly string[], RegExp])[] = [
    ['an instance key that names no folder', 1, '', ['--key', '../up'], /ORDO-OPT-017.*"\.\.\/up" cannot be used/],
    ['more database threads than connections', 2, 'qorus.db-max-threads = 50', [], /ORDO-OPT-019.*\(50\).*\(40\)/],
    ['another kind of database', 3, 'qorus.systemdb = pgsql:user/secret@host', [], /ORDO-OPT-020.*pgsql:…@host/],
    ['access control, which is not there yet', 5, 'qorus.rbac-security: true', [], /ORDO-OPT-012.*does not start/],
    ['an option argument that is none', 8, '', ['-o', 'recover_delay'], /ORDO-OPT-018.*name=value/],
    ['an unknown option argument', 8, '', ['-o', 'recover-dely=3'], /ORDO-OPT-006.*Did you mean `recover_delay`/],
    ['an argument out of range', 8, '', ['-o', 'recover_delay=-1'], /ORDO-OPT-008.*from 0 to 315360000, not "-1"/],
    [
      'an unknown option',
      9,
      '\nqorus.recover-dely = 3',
      [],
      /ordo\.options:2:1 {2}error {2}ORDO-OPT-006.*Did you mean `qorus\.recover_delay`/,
    ],
    [
      'a wrong value',
      9,
      '  qorus.auto-recover: maybe',
      [],
      /ordo\.options:1:23 {2}error {2}ORDO-OPT-008.*true or false, not "maybe"/,
    ],
    ['a line that is none', 9, 'hello', [], /ORDO-OPT-002/],
    [
      'all mistakes at once',
      9,
      'a\nqorus.x = 1\nqorus.max-events = 0',
      [],
      /ORDO-OPT-002[^]*ORDO-OPT-006[^]*ORDO-OPT-008/,
    ],
    ['a listener that cannot be read', 9, 'qorus.http-server = nowhere', [], /ORDO-OPT-013.*"nowhere"/],
    ['a listener open to the network', 9, 'qorus.http-server = 0.0.0.0:9001', [], /ORDO-OPT-014.*allow-open-network/],
    ['a TLS listener without a certificate', 9, 'qorus.http-secure-server = 9443', [], /ORDO-OPT-015/],
    [
      'a certificate that is not there',
      99,
      'qorus.http-secure-server = 9443{cert=/nowhere/a.pem}',
      [],
      /\/nowhere\/a\.pem cannot be read \(ENOENT\)/,
    ],
  ];
  for (const [name, code, options, args, expected] of cases) {
    test(`${name}: ${code}`, async (t) => {
      const ended = await start(t, options, ...args);
      assert.equal(ended.code, code, ended.output);
      assert.match(ended.output, expected);
      assert.doesNotMatch(ended.output, /\n\s+at |secret/, 'neither a stack nor a password');
    });
  }

  test('a database that is none: 3, and it stays as it was', async (t) => {
    const home = newHome(t);
    mkdirSync(path.join(home.stateHome, 'served'), { recursive: true });
    writeFileSync(
      path.join(home.stateHome, 'served', 'ordo.db'),
      'this is not a database, but long enough to be one'.repeat(100),
    );
    const served = serve(t, home, '--dev');
    assert.equal((await served.exited).code, 3);
    assert.match(served.output(), /is not an SQLite database/);
  });

  test('a log folder that is a file: 4', async (t) => {
    const home = newHome(t);
    writeFileSync(path.join(home.folder, 'file'), '');
    const served = serve(t, home, '-o', `logdir=${path.join(home.folder, 'file', 'logs')}`);
    assert.equal((await served.exited).code, 4);
    assert.match(served.output(), /log files in .* cannot be opened/);
  });

  test('a session that may not be recovered: 7; with auto-recover the next start is clean', async (t) => {
    const home = newHome(t);
    const first = await serveReady(t, home);
    first.child.kill('SIGKILL');
    await first.exited;
    const refused = serve(t, home, '--dev', '-o', 'auto-recover=false', '-o', 'http-server=127.0.0.1:0');
    assert.equal((await refused.exited).code, 7);
    assert.match(refused.output(), /ended without closing its session, and auto-recover is false/);
    await serveReady(t, home);
  });

  test('a port that is taken: 99; with the dev profile’s own default another one is found', async (t) => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    t.after(() => taken.close());
    const { port } = taken.address() as AddressInfo;
    const ended = await start(t, `qorus.http-server = 127.0.0.1:${port}`, '--dev');
    assert.equal(ended.code, 99);
    assert.match(
      ended.output,
      new RegExp(`Cannot listen on 127\\.0\\.0\\.1 port ${port}: another program listens there`),
    );
  });

  test('an options file that is a folder: 9', async (t) => {
    const home = newHome(t);
    mkdirSync(path.join(home.folder, 'dir'));
    const served = serve(t, home, '--options', path.join(home.folder, 'dir'));
    assert.equal((await served.exited).code, 9);
    assert.match(served.output(), /ORDO-OPT-001.*it is a folder/);
  });

  test('a failed start leaves nothing behind that stops the next one', async (t) => {
    const home = newHome(t);
    for (const option of ['http-server=nowhere', 'logdir=/dev/null/x', 'http-secure-server=9443{cert=/nowhere}']) {
      assert.notEqual((await serve(t, home, '-o', option).exited).code, 0);
    }
    const ready = await serveReady(t, home);
    const sessions = (await ready.client.call('GET', 'system/sessions')) as { status: string }[];
    assert.deepEqual([...new Set(sessions.map((session) => session.status))].sort(), ['ACTIVE', 'COMPLETE']);
  });

  test('a state folder that cannot be made: 99', async (t) => {
    const home = newHome(t);
    writeFileSync(home.stateHome, 'a file');
    const served = serve(t, home);
    assert.equal((await served.exited).code, 99);
    assert.match(served.output(), /The state folder .* cannot be used/);
  });
});
