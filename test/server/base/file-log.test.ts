import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { FakeClock } from '../../../server/base/clock.ts';
import { FileLog, type FileLogOptions } from '../../../server/base/file-log.ts';

function newLog(
  t: TestContext,
  options: Partial<FileLogOptions> = {},
): { log: FileLog; file: string; states: (string | undefined)[] } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ordo-log-'));
  const states: (string | undefined)[] = [];
  const file = path.join(folder, 'test.log');
  const log = new FileLog({
    file,
    clock: new FakeClock(),
    level: 'info',
    keep: 3,
    maxBytes: 1e6,
    onState: (reason) => states.push(reason),
    ...options,
  });
  t.after(async () => {
    await log.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { log, file, states };
}

const lines = (file: string): string[] => readFileSync(file, 'utf8').split('\n').slice(0, -1);
const texts = (file: string): string[] => lines(file).map((line) => line.replace(/^\S+ \S+ T1: /, ''));

describe('a log file (manual: logs)', () => {
  test('has the manual’s prefix, and the level of what is not information', async (t) => {
    const { log, file } = newLog(t);
    log.logger.info('hello');
    log.logger.child('ID 3: ').warn('careful');
    log.logger.error('broken');
    log.logger.fatal('over');
    await log.flush();
    for (const line of lines(file)) assert.match(line, /^\d{4}\.\d\d\.\d\d \d\d:\d\d:\d\d T1: /);
    assert.deepEqual(texts(file), ['hello', 'WARNING: ID 3: careful', 'ERROR: broken', 'FATAL: over']);
  });

  test('leaves out what is less severe than its level, which can change', async (t) => {
    const { log, file } = newLog(t, { level: 'error' });
    log.logger.info('no');
    log.logger.error('yes');
    log.level = 'debug';
    log.logger.debug('now');
    await log.flush();
    assert.deepEqual(texts(file), ['ERROR: yes', 'DEBUG: now']);
  });

  test('is appended and readable by its owner alone', async (t) => {
    const { log, file } = newLog(t);
    log.logger.info('one');
    await log.close();
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const again = new FileLog({
      file,
      clock: new FakeClock(),
      level: 'info',
      keep: 3,
      maxBytes: 1e6,
      onState: () => undefined,
    });
    again.logger.info('two');
    await again.close();
    assert.deepEqual(texts(file), ['one', 'two']);
  });

  test('holds one line per message, whatever the message holds', async (t) => {
    const { log, file } = newLog(t);
    log.logger.info('a\nb\r\nc\u001b[31mred\u2028d\u0000e\u009bf\tg');
    log.logger.info('x'.repeat(20_000));
    await log.flush();
    assert.equal(lines(file).length, 2);
    assert.equal(texts(file)[0], 'a\\u000ab\\u000d\\u000ac\\u001b[31mred\\u2028d\\u0000e\\u009bf\tg');
    assert.match(texts(file)[1] ?? '', /^x{8192}… \(11808 more characters\)$/);
  });

  test('rotates: the file becomes .1, the others move up, the oldest goes', async (t) => {
    const { log, file } = newLog(t);
    for (const text of ['a', 'b', 'c', 'd', 'e']) {
      log.logger.info(text);
      await log.rotate();
    }
    log.logger.info('f');
    await log.flush();
    assert.deepEqual(
      ['', '.1', '.2', '.3'].map((end) => texts(file + end)[0]),
      ['f', 'e', 'd', 'c'],
    );
    assert.equal(existsSync(`${file}.4`), false);
  });

  test('rotates by itself when it is too large, without losing a line', async (t) => {
    const { log, file } = newLog(t, { maxBytes: 4096, keep: 1000 });
    for (let index = 0; index < 500; index += 1) {
      log.logger.info(`line ${index}`);
      if (index % 10 === 0) await log.flush();
    }
    await log.flush();
    const all: string[] = [];
    for (let index = 200; index >= 1; index -= 1)
      if (existsSync(`${file}.${index}`)) all.push(...texts(`${file}.${index}`));
    all.push(...texts(file));
    assert.deepEqual(
      all,
      Array.from({ length: 500 }, (_, index) => `line ${index}`),
    );
    assert.ok(existsSync(`${file}.2`));
    assert.ok(statSync(`${file}.1`).size < 4096 + 1000);
  });

  test('tells followers each line, until they stop', async (t) => {
    const { log } = newLog(t);
    const seen: string[] = [];
    const stop = log.follow((text) => seen.push(text));
    log.logger.info('one');
    stop();
    log.logger.info('two');
    assert.equal(seen.length, 1);
    assert.match(seen[0] ?? '', /one\n$/);
  });

  test('that cannot be written says so once, goes on, and says when it can again', async (t) => {
    const { log, file, states } = newLog(t);
    log.logger.info('before');
    await log.flush();
    // A rotation into a folder that is gone fails; so does every write after it that needs a new file.
    rmSync(path.dirname(file), { recursive: true });
    await log.rotate();
    await log.rotate();
    log.logger.info('lost or not, nobody waits');
    assert.equal(states.length, 1);
    assert.match(states[0] ?? '', /ENOENT/);
    mkdirSync(path.dirname(file));
    await log.rotate();
    log.logger.info('after');
    await log.flush();
    assert.deepEqual(states.slice(1), [undefined]);
    assert.deepEqual(texts(file), ['after']);
  });

  test('cannot be opened where it cannot be, which ends a start', (t) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'ordo-log-'));
    t.after(() => rmSync(folder, { recursive: true }));
    writeFileSync(path.join(folder, 'file'), '');
    assert.throws(() => newLog(t, { file: path.join(folder, 'file', 'x.log') }), /ENOTDIR/);
  });

  test('drops lines rather than memory when the disk cannot follow, and says how many', async (t) => {
    const { log, file } = newLog(t, { maxBytes: 1e9 });
    const message = 'y'.repeat(8000);
    for (let index = 0; index < 1000; index += 1) log.logger.info(message);
    await log.flush();
    assert.match(lines(file).at(-1) ?? '', /^… (\d+) lines were dropped …$/);
    assert.ok(statSync(file).size < 5 * 1024 * 1024);
  });

  test('keeps its lines when the process ends at once', async (t) => {
    const { log, file } = newLog(t);
    log.logger.info('last words');
    log.closeNow();
    assert.deepEqual(texts(file), ['last words']);
    log.logger.info('too late');
    await log.flush();
    assert.equal(lines(file).length, 1);
  });
});
