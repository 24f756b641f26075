import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Texts of source files with a version each: disk on first need, what the project was told on top. */
export class SourceTexts {
  readonly #told = new Map<string, string | undefined>();
  readonly #read = new Map<string, string | undefined>();
  readonly #folders = new Set<string>();
  readonly #versions = new Map<string, number>();
  /** Counts files that came or went: names that were not found before may be found now. */
  structure = 0;

  /** Sets the text of a file; undefined = deleted. */
  set(file: string, text: string | undefined): void {
    const before = this.text(file);
    if (before === text && this.#told.has(file)) return;
    this.#told.set(file, text);
    for (let folder = path.dirname(file); !this.#folders.has(folder); folder = path.dirname(folder))
      this.#folders.add(folder);
    this.#versions.set(file, this.#version(file) + 1);
    if ((before === undefined) !== (text === undefined)) this.structure += 1;
  }

  text(file: string): string | undefined {
    if (this.#told.has(file)) return this.#told.get(file);
    if (!this.#read.has(file)) this.#read.set(file, readOrNothing(file));
    return this.#read.get(file);
  }

  exists(file: string): boolean {
    if (this.#told.has(file)) return this.#told.get(file) !== undefined;
    return this.#read.get(file) !== undefined || ts.sys.fileExists(file);
  }

  /** Folders of open documents count, also before they are saved. */
  folderExists(folder: string): boolean {
    return this.#folders.has(folder) || ts.sys.directoryExists(folder);
  }

  versionOf(file: string): string {
    return String(this.#version(file));
  }

  #version(file: string): number {
    return this.#versions.get(file) ?? 0;
  }
}

function readOrNothing(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    // The compiler asks for many files that do not exist; a missing import becomes its diagnostic.
    return undefined;
  }
}
