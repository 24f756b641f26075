import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Store } from '../store/store.ts';

/**
 * Bundles as files, because runners load programs from disk: one file per hash, its source map beside it. Written under
 * another name first, so that a file with the right name is always whole.
 */
export class BundleFiles {
  readonly #store: Store;
  readonly #folder: string;
  readonly #ready = new Map<string, Promise<string>>();

  constructor(store: Store, folder: string) {
    this.#store = store;
    this.#folder = folder;
  }

  /** The bundle's file; written on first need. */
  fileOf(hash: string): Promise<string> {
    const ready = this.#ready.get(hash) ?? this.#write(hash);
    this.#ready.set(hash, ready);
    // A failure (disk full) is not remembered: the next call tries again.
    ready.catch(() => this.#ready.delete(hash));
    return ready;
  }

  async #write(hash: string): Promise<string> {
    const file = path.join(this.#folder, `${hash}.cjs`);
    if (existsSync(file) && existsSync(`${file}.map`)) return file;
    const bundle = await this.#store.loadBundle(hash);
    if (!bundle) throw new Error(`Bundle ${hash} is not in the store; deploy the workflow again.`);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeWhole(`${file}.map`, bundle.sourceMap);
    await writeWhole(file, bundle.code);
    return file;
  }
}

async function writeWhole(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, text, { mode: 0o600 });
  await rename(temporary, file);
}
