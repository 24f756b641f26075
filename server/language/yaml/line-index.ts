import type { ProblemRange } from '../../../schemas/protocol/problem.ts';

/** Converts offsets of a text to lines and UTF-16 columns as editors count them (breaks: LF, CRLF, CR), and back. */
export class LineIndex {
  readonly #starts: number[] = [0];
  readonly #length: number;

  constructor(text: string) {
    this.#length = text.length;
    const hasReturns = text.includes('\r');
    if (hasReturns) for (const match of text.matchAll(/\r\n|\n|\r/g)) this.#starts.push(match.index + match[0].length);
    else for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  range(start: number, end: number): ProblemRange {
    return { start: this.position(start), end: this.position(Math.max(start, end)) };
  }

  position(offset: number): { line: number; character: number } {
    const at = Math.max(0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: at - (this.#starts[low] ?? 0) };
  }

  offset(position: { line: number; character: number }): number {
    const start = this.#starts[position.line] ?? this.#length;
    const next = this.#starts[position.line + 1] ?? this.#length + 1;
    return Math.max(0, Math.min(start + position.character, next - 1, this.#length));
  }
}
