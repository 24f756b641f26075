import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import path from 'node:path';
import { packageRoot, runsFromSource } from '../base/resources.ts';

/** Rewrites a stack so that its positions are in the user's TypeScript and frames of the runner itself are gone. */
export class StackMapper {
  readonly #bundleFile: string;
  #map: SourceMap | null | undefined;

  constructor(bundleFile: string) {
    this.#bundleFile = bundleFile;
  }

  readonly map = (stack: string): string => {
    const lines = stack.split('\n');
    const first = lines.findIndex((line) => isFrame.test(line));
    if (first < 0) return stack;
    return [...lines.slice(0, first), ...this.#userFrames(lines.slice(first)).map((line) => this.#mapFrame(line))].join(
      '\n',
    );
  };

  /** From the first frame of user code to the last before ours: the code that called it is of no interest to its writer. */
  #userFrames(frames: readonly string[]): readonly string[] {
    const isOurs = (line: string): boolean => line.includes(ourFolder) && !line.includes(this.#bundleFile);
    const start = frames.findIndex((line) => !isOurs(line));
    if (start < 0) return [];
    const length = frames.slice(start).findIndex(isOurs);
    const user = length < 0 ? frames.slice(start) : frames.slice(start, start + length);
    return user.filter((line) => !/node:internal\/(process\/task_queues|async_local_storage)/.test(line));
  }

  #mapFrame(line: string): string {
    const start = line.indexOf(this.#bundleFile);
    if (start < 0) return line;
    const position = /^:(\d+):(\d+)/.exec(line.slice(start + this.#bundleFile.length));
    if (!position) return line;
    const origin = this.#sourceMap()?.findOrigin(Number(position[1]), Number(position[2]));
    if (origin === undefined || !('fileName' in origin)) return line;
    const end = start + this.#bundleFile.length + position[0].length;
    return `${line.slice(0, start)}${this.#shown(origin.fileName)}:${origin.lineNumber}:${origin.columnNumber}${line.slice(end)}`;
  }

  /** Paths as the map has them; what is outside of the project in it is shown from `node_modules` on. */
  #shown(file: string): string {
    const plain = file.replace(/^file:\/\//, '');
    const library = plain.lastIndexOf('node_modules/');
    return library > 0 ? plain.slice(library) : plain;
  }

  #sourceMap(): SourceMap | undefined {
    if (this.#map === undefined) this.#map = readMap(`${this.#bundleFile}.map`);
    return this.#map ?? undefined;
  }
}

const isFrame = /^\s+at /;

/** `server` in the sources, `dist` in the product. */
const ourFolder = path.join(packageRoot, runsFromSource ? 'server' : 'dist') + path.sep;

function readMap(file: string): SourceMap | null {
  try {
    return new SourceMap(JSON.parse(readFileSync(file, 'utf8')) as SourceMapPayload);
  } catch {
    // Without a map the positions stay those of the bundle, which are true as well.
    return null;
  }
}
