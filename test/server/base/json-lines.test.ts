import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { LineWriter, readLines } from '../../../server/base/json-lines.ts';

function collect(maxLength = 1000) {
  const stream = new PassThrough();
  const lines: string[] = [];
  let tooLong = 0;
  readLines(stream, { maxLength, onLine: (line) => lines.push(line), onTooLong: () => (tooLong += 1) });
  return { stream, lines, tooLong: () => tooLong };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('lines over a stream', () => {
  test('all lines of one turn go out in one write', async () => {
    const stream = new PassThrough();
    const chunks: string[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
    const writer = new LineWriter(stream);
    for (let i = 0; i < 3; i++) writer.write(`line ${i}`);
    await turn();
    writer.write('next turn');
    await turn();
    assert.deepEqual(chunks, ['line 0\nline 1\nline 2\n', 'next turn\n']);
  });

  test('lines arrive whole however the bytes are cut, letters of several bytes too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' })), fc.array(fc.nat(7)), async (texts, cuts) => {
        const sent = texts.map((text) => JSON.stringify(text));
        const bytes = Buffer.from(sent.map((line) => `${line}\n`).join(''));
        const { stream, lines } = collect();
        let at = 0;
        for (const cut of [...cuts, bytes.length]) {
          stream.write(bytes.subarray(at, at + cut));
          at += cut;
        }
        await turn();
        assert.deepEqual(lines, sent);
      }),
      { numRuns: 50 },
    );
  });

  test('a line that is too long is told once and nothing after it is read', async () => {
    const { stream, lines, tooLong } = collect(10);
    stream.write('short\n');
    for (let i = 0; i < 5; i++) stream.write('x'.repeat(6));
    stream.write('\nlate\n');
    await turn();
    assert.deepEqual(lines, ['short']);
    assert.equal(tooLong(), 1);
  });
});
