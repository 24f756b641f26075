import type { JsonValue } from '../../../schemas/model/data.ts';
import { paintFor, type Paint } from './colours.ts';
import { formatTable, type Column } from './table.ts';

export interface OutputStreams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
}

/** The one place that writes to the terminal: results to stdout, everything said about them to stderr. */
export class Output {
  readonly #streams: OutputStreams;
  #isJson = false;
  #colourAllowed = true;
  #progressLength = 0;

  constructor(streams: OutputStreams) {
    this.#streams = streams;
  }

  configure(options: { readonly json: boolean; readonly colour: boolean }): void {
    this.#isJson = options.json;
    this.#colourAllowed = options.colour;
  }

  /** With `--json`, stdout holds nothing but one document. */
  get isJson(): boolean {
    return this.#isJson;
  }

  get isTerminal(): boolean {
    return this.#streams.stdout.isTTY === true;
  }

  get width(): number | undefined {
    return this.isTerminal ? this.#streams.stdout.columns : undefined;
  }

  get paint(): Paint {
    return paintFor(this.#streams.stdout, this.#streams.env, this.#colourAllowed);
  }

  get paintError(): Paint {
    return paintFor(this.#streams.stderr, this.#streams.env, this.#colourAllowed);
  }

  /** Text of a result; silent with `--json`. */
  write(text: string): void {
    if (this.#isJson) return;
    this.endProgress();
    this.#streams.stdout.write(text);
  }

  line(text = ''): void {
    this.write(`${text}\n`);
  }

  table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): void {
    const width = this.width;
    this.write(formatTable(rows, columns, { paint: this.paint, ...(width === undefined ? {} : { width }) }));
  }

  /** Help is asked for, so it is a result; it is text with `--json` too. */
  help(text: string): void {
    this.#streams.stdout.write(text);
  }

  document(value: JsonValue): void {
    this.#streams.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
  }

  /** A line about what is going on, for people; with `--json` too, since it goes to stderr. */
  note(text: string): void {
    this.endProgress();
    this.#streams.stderr.write(`${text}\n`);
  }

  /** Replaces the progress line; shown on a terminal only. */
  progress(text: string): void {
    if (this.#streams.stderr.isTTY !== true || this.#streams.env['TERM'] === 'dumb') return;
    const shown = text.slice(0, Math.max(10, this.#streams.stderr.columns - 1));
    this.#streams.stderr.write(`\r${shown}${' '.repeat(Math.max(0, this.#progressLength - shown.length))}`);
    this.#progressLength = shown.length;
  }

  endProgress(): void {
    if (this.#progressLength > 0) this.#streams.stderr.write(`\r${' '.repeat(this.#progressLength)}\r`);
    this.#progressLength = 0;
  }
}
