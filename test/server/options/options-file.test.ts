import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { parseOptions, readOptionsFile } from '../../../server/engine/options/options-file.ts';

/** What a text is read as: values, and problems as `line:column code words`. */
function read(text: string): { values: Record<string, unknown>; problems: string[] } {
  const { values, problems } = parseOptions(text);
  const place = (problem: (typeof problems)[number]): string =>
    `${(problem.range?.start.line ?? 0) + 1}:${(problem.range?.start.character ?? 0) + 1}`;
  return {
    values: Object.fromEntries(values),
    problems: problems.map((problem) => `${place(problem)} ${problem.code} ${problem.message} ${problem.remedy}`),
  };
}

/** A text that is read without a problem. */
function good(text: string, values: Record<string, unknown>): void {
  assert.deepEqual(read(text), { values, problems: [] }, JSON.stringify(text));
}

/** A text with one problem; nothing of its line is taken. */
function bad(text: string, ...expected: readonly RegExp[]): void {
  const { problems } = read(text);
  assert.equal(problems.length, expected.length, `${JSON.stringify(text)}: ${problems.join(' | ')}`);
  expected.forEach((pattern, index) => assert.match(problems[index] ?? '', pattern, JSON.stringify(text)));
}

describe('a line of the options file (manual: system options file)', () => {
  test('has `=` or `:`, with any space around', () => {
    for (const text of [
      'qorus.recover_delay = 5',
      'qorus.recover_delay: 5',
      'qorus.recover_delay=5',
      '\t qorus.recover_delay \t=\t5 \t',
      'qorus.recover_delay:5',
    ]) {
      good(text, { recover_delay: 5 });
    }
  });
  test('may have the prefix ordo as well', () => {
    good('ordo.recover_delay = 5', { recover_delay: 5 });
    good('ordo.max-concurrent-orders = 7\nqorus.max-datum-bytes = 2048', {
      'max-concurrent-orders': 7,
      'max-datum-bytes': 2048,
    });
  });
  test('may be empty or a comment, and everything after # is one', () => {
    good('', {});
    good('\n\n   \n\t\n', {});
    good('# qorus.nothing = 1\n   # x\n#', {});
    good('qorus.recover_delay = 5 # five seconds\n', { recover_delay: 5 });
    good('qorus.logdir = /a/b#c', { logdir: '/a/b' });
    good('qorus.recover_delay = 5#', { recover_delay: 5 });
  });
  test('may end in any way, and the file may begin with a byte order mark', () => {
    for (const end of ['\n', '\r\n', '\r', '']) good(`qorus.recover_delay = 5${end}`, { recover_delay: 5 });
    good('\ufeffqorus.recover_delay = 5', { recover_delay: 5 });
    good('qorus.recover_delay = 5\r\nqorus.logdir = x\r\n', { recover_delay: 5, logdir: 'x' });
  });
  test('keeps the separators of its value', () => {
    good('qorus.logdir = a=b:c', { logdir: 'a=b:c' });
    good('qorus.logdir: C:\\logs = x', { logdir: 'C:\\logs = x' });
    good('qorus.systemdb = sqlite:/var/db = 1', { systemdb: 'sqlite:/var/db = 1' });
  });
  test('that is none of this is a problem with its place', () => {
    bad('hello', /^1:1 ORDO-OPT-002 .*neither empty nor an option/);
    bad('\n  hello world', /^2:3 ORDO-OPT-002/);
    bad('= 5', /^1:1 ORDO-OPT-002/);
    bad('qorus.recover delay = 5', /^1:1 ORDO-OPT-002/);
    bad('recover_delay = 5', /^1:1 ORDO-OPT-004 "recover_delay" has no domain.*qorus\.recover_delay/);
    bad('.recover_delay = 5', /^1:1 ORDO-OPT-004/);
    bad('korus.recover_delay = 5', /^1:1 ORDO-OPT-005 "korus" is not a domain.*qorus, ordo, qorus-client, ldap/);
    bad('Qorus.recover_delay = 5', /^1:1 ORDO-OPT-005/);
    bad('qorus. = 5', /^1:1 ORDO-OPT-006/);
    bad('qorus.a.b = 5', /^1:1 ORDO-OPT-006/);
    bad('qorus.recover_delay = 5\u0000', /^1:1 ORDO-OPT-003 .*control character/);
    bad('\u0001', /^1:1 ORDO-OPT-003/);
    bad('qorus.recover_delay = \u001b[31m5', /^1:1 ORDO-OPT-003/);
    bad('qorus.recover_delay', /^1:1 ORDO-OPT-002/);
    bad('[section]', /^1:1 ORDO-OPT-002/);
    bad('export X', /^1:1 ORDO-OPT-002/);
  });
});

describe('an unknown option', () => {
  test('says which one was meant', () => {
    bad('qorus.recover-delay = 5', /^1:1 ORDO-OPT-006 .*"qorus\.recover-delay".*Did you mean `qorus\.recover_delay`\?/);
    bad('qorus.max_retries = 5', /Did you mean `qorus\.max-retries`\?/);
    bad('qorus.http-sever = 8001', /Did you mean `qorus\.http-server`\?/);
    bad('ordo.runer-limit = 3', /Did you mean `ordo\.runner-limit`\?/);
    bad('qorus-client.client-ulr = x', /Did you mean `qorus-client\.client-url`\?/);
    bad('ldap.rolattr = x', /Did you mean `ldap\.roleattr`\?/);
  });
  test('far from all says where they are listed', () => {
    bad('qorus.zzzzzzzzzzzz = 1', /`ordo rest system\/options` lists them all/);
    bad('qorus.constructor = 1', /ORDO-OPT-006/);
    bad('qorus.__proto__ = 1', /ORDO-OPT-006/);
  });
  test('of a client or of LDAP that is known is checked and taken by nobody', () => {
    good('qorus-client.proxy-url = http://user:pass@host\nldap.uri = ldaps://host\nldap.directusername: true', {});
    bad('ldap.directusername: perhaps', /ORDO-OPT-008/);
  });
});

describe('a value', () => {
  test('that is true or false is read leniently', () => {
    for (const text of ['true', 'True', 'TRUE', 'yes', 'Yes', 'on', '1'])
      good(`qorus.auto-recover = ${text}`, { 'auto-recover': true });
    for (const text of ['false', 'False', 'no', 'NO', 'off', '0'])
      good(`qorus.auto-recover = ${text}`, { 'auto-recover': false });
    for (const text of ['maybe', '2', 'tru', 'y e s', '-1', '""']) {
      bad(`qorus.auto-recover = ${text}`, /^1:22 ORDO-OPT-008 .*true or false, not "/);
    }
  });
  test('that is a number is whole and in its range', () => {
    good('qorus.recover_delay = 0', { recover_delay: 0 });
    good('qorus.recover_delay = +5', { recover_delay: 5 });
    good('qorus.recover_delay = 007', { recover_delay: 7 });
    for (const text of [
      '-1',
      '1.5',
      '1e3',
      '0x10',
      '5s',
      'five',
      '99999999999999999999',
      '315360001',
      '1 2',
      '½',
      'NaN',
      'Infinity',
      '1_000',
    ]) {
      bad(`qorus.recover_delay = ${text}`, /^1:23 ORDO-OPT-008 .*whole number from 0 to 315360000, not /);
    }
    bad('qorus.max-log-files = 0', /whole number from 1 to 1000, not "0"/);
  });
  test('that is one of some words is one of them', () => {
    good('ordo.log-level = debug', { 'log-level': 'debug' });
    bad('ordo.log-level = loud', /one of fatal, error, warn, info, debug, trace, not "loud"/);
  });
  test('that is a list has commas, and may stand on several lines where that is allowed', () => {
    good('ordo.allowed-hosts = a, b ,c', { 'allowed-hosts': ['a', 'b', 'c'] });
    good('ordo.allowed-hosts = a\nordo.allowed-hosts = b,c', { 'allowed-hosts': ['a', 'b', 'c'] });
    good('qorus.http-server = 8001', { 'http-server': ['8001'] });
    good('qorus.http-server: localhost:8081,192.0.2.4:9010', { 'http-server': ['localhost:8081', '192.0.2.4:9010'] });
    good('qorus.http-secure-server = 8443{cert=a,b;key=c},8444', {
      'http-secure-server': ['8443{cert=a,b;key=c}', '8444'],
    });
    for (const text of ['a,,b', ',', 'a,', ',a'])
      bad(`ordo.allowed-hosts = ${text}`, /ORDO-OPT-008 .*list of values separated by commas/);
  });
  test('that is missing is a problem with the default', () => {
    bad('qorus.recover_delay =', /^1:1 ORDO-OPT-009 .*the default, 60/);
    bad('qorus.recover_delay = # 5', /^1:1 ORDO-OPT-009/);
    bad('qorus.instance-key:', /^1:1 ORDO-OPT-009 .*the default, none/);
  });
  test('given twice is a problem that names both lines, also under both prefixes', () => {
    bad('qorus.recover_delay = 5\n\nqorus.recover_delay = 6', /^3:1 ORDO-OPT-007 .*first in line 1/);
    bad('qorus.recover_delay = 5\nordo.recover_delay = 5', /^2:1 ORDO-OPT-007/);
  });
  test('of an option without effect here is taken with a warning', () => {
    const { values, problems } = read('qorus.cache-max = 5');
    assert.deepEqual(values, { 'cache-max': 5 });
    assert.match(problems[0] ?? '', /^1:1 ORDO-OPT-011 .*no effect in this version/);
    assert.equal(parseOptions('qorus.cache-max = 5').problems[0]?.severity, 'warning');
  });
  test('is shown shortened when it is long', () => {
    const [problem = ''] = read(`qorus.recover_delay = ${'x'.repeat(10_000)}`).problems;
    assert.ok(problem.length < 400);
  });
});

test('all problems of a file are told, in the order of its lines', () => {
  bad('a\nqorus.x = 1\n\nqorus.recover_delay = x\nqorus.auto-recover =', /^1:1 /, /^2:1 /, /^4:23 /, /^5:1 /);
});

test('every mutation of a good file is read without an exception, and soon', () => {
  const base =
    'qorus.instance-key: test-1 # key\nordo.http-server = 127.0.0.1:8001, [::1]:8001\nqorus.auto-recover = true\nqorus.http-secure-server = 8443{cert=a;key=b}\n';
  let seed = 7;
  const random = (limit: number): number => (seed = (seed * 48_271) % 2_147_483_647) % limit;
  const start = performance.now();
  for (let round = 0; round < 20_000; round += 1) {
    const characters = [...base];
    for (let change = random(4); change >= 0; change -= 1) {
      const at = random(characters.length);
      const action = random(3);
      if (action === 0) characters.splice(at, 1);
      else
        characters.splice(at, action - 1, String.fromCodePoint([random(128), random(0xd7ff), 10, 61][random(4)] ?? 0));
    }
    parseOptions(characters.join(''));
  }
  parseOptions('x'.repeat(1_000_000));
  parseOptions(`qorus.http-server = ${'{'.repeat(100_000)}`);
  parseOptions('qorus.x = 1\n'.repeat(5000));
  assert.ok(performance.now() - start < 20_000);
});

describe('an options file', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ordo-options-'));
  test('that is not there is an empty one', () => {
    assert.deepEqual(readOptionsFile(path.join(folder, 'none')), { values: new Map(), problems: [] });
  });
  test('that cannot be read says why', () => {
    mkdirSync(path.join(folder, 'dir'));
    symlinkSync('loop', path.join(folder, 'loop'));
    writeFileSync(path.join(folder, 'large'), '#'.repeat(300_000));
    const reason = (name: string): string =>
      readOptionsFile(path.join(folder, name))
        .problems.map((p) => p.message)
        .join();
    assert.match(reason('dir'), /cannot be read: it is a folder/);
    assert.match(reason('loop'), /its links go in a circle/);
    assert.match(reason('large'), /larger than 262144 bytes/);
    assert.match(reason('dir/x/../../large/x'), /a part of its path is not a folder|cannot be read/);
  });
  test('names itself in its problems', () => {
    const file = path.join(folder, 'ordo.options');
    writeFileSync(file, 'qorus.x = 1');
    assert.equal(readOptionsFile(file).problems[0]?.file, file);
    rmSync(folder, { recursive: true });
  });
});
