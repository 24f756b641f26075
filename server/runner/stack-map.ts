import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import path from 'node:path';

/** Rewrites a stack so that its positions are in the user's TypeScript and frames of the runner itself are gone. */
export class StackMapper {
  readonly #bundleFile: string;
  #map: SourceMap | null | undefined;

  constructor(bundleFile: string) {
    this.#bundleFile = bundleFile;
  }

  readonly map = (stack: string): string => {
    const lines: string[] = [];
    for (const line of stack.split('\n')) {
      const isFrame = /^\s+at /.test(line);
      if (isFrame && line.includes(runnerFolder) && !line.includes(this.#bundleFile)) continue;
      lines.push(isFrame ? this.#mapFrame(line) : line);
    }
    return lines.join('\n');
  };

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

const runnerFolder = path.dirname(import.meta.filename) + path.sep;

function readMap(file: string): SourceMap | null {
  try {
    return new SourceMap(JSON.parse(readFileSync(file, 'utf8')) as SourceMapPayload);
  } catch {
    // Without a map the positions stay those of the bundle, which are true as well.
    return null;
  }
}
