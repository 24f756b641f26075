import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { UserLog } from '../../../schemas/protocol/runner.ts';
import { FakeClock } from '../../../server/base/clock.ts';
import { LogLimiter } from '../../../server/isolation/log-limiter.ts';

function limiter() {
  const clock = new FakeClock();
  const lines: UserLog[] = [];
  const limit = new LogLimiter(clock, (line) => lines.push(line));
  return { clock, lines, limit, texts: () => lines.map(({ text }) => text) };
}

describe('a program’s log', () => {
  test('raw output is split into lines, however it is cut; the rest comes at the end', () => {
    const { limit, lines } = limiter();
    limit.output('info', 'one\ntw');
    limit.output('error', 'problem\n');
    limit.output('info', 'o\n\nthree');
    limit.flush();
    assert.deepEqual(
      lines.map(({ level, text }) => `${level} ${text}`),
      ['info one', 'error problem', 'info two', 'info three'],
    );
  });

  test('a flood of raw output is dropped and counted', () => {
    const { clock, limit, lines, texts } = limiter();
    const piece = `${'x'.repeat(999)}\n`.repeat(64);
    for (let i = 0; i < 2000; i++) limit.output('info', piece);
    const kept = lines.length * 1000;
    assert.ok(kept <= 9 * 1024 * 1024, `${kept} bytes`);
    clock.advance(1000);
    assert.equal(
      texts().at(-1),
      `${2000 * piece.length - kept} characters were dropped here: the program writes more than its log takes.`,
    );
  });

  test('after a flood the log takes lines again', () => {
    const { clock, limit } = limiter();
    const passed: string[] = [];
    const send = (text: string): void =>
      limit.line({ type: 'log', level: 'info', text }, (line) => passed.push(line.text));
    for (let i = 0; i < 50_000; i++) send('flood');
    assert.equal(passed.length, 20_000);
    clock.advance(1000);
    send('after');
    assert.equal(passed.at(-1), 'after');
  });

  test('a line is never longer than the cap', () => {
    const { limit, texts } = limiter();
    limit.output('info', `${'x'.repeat(100_000)}\n`);
    assert.equal(texts()[0]?.length, 8_300);
  });
});
