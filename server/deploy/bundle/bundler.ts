import { realpathSync } from 'node:fs';
import { context, type BuildContext, type BuildFailure, type BuildResult } from 'esbuild';
import type { Bundle } from '../../../schemas/model/release.ts';
import type { Problem } from '../../../schemas/protocol/problem.ts';
import type { Disposable } from '../../base/disposable.ts';
import { throwIfCancelled } from '../../base/cancel.ts';
import { buildBundle, hashOfCode } from './build-bundle.ts';
import { problemOfMessage } from './bundle-problems.ts';
import { writeEntry, type ProgramEntry, type ProgramSource } from './program-entry.ts';
import { sourcePlaceDefines } from './source-places.ts';
import { entryScheme, sourcePlugin, type SourceFile } from './source-plugin.ts';

/** Programs as bundles, with the hash of the code behind each file. */
export interface BundleSet {
  readonly bundles: readonly Bundle[];
  readonly problems: readonly Problem[];
  /** Hash over a file and all the project's sources it imports, for "is this object unchanged?". */
  codeHash(file: string): string;
}

/**
 * Bundles the programs of one project. Keeps esbuild's context from one call to the next, so that after a one-line change
 * only the changed files are parsed again.
 */
export class Bundler implements Disposable {
  readonly #root: string;
  /** esbuild names files by their real path. */
  readonly #realRoot: string;
  readonly #sources = new Map<string, SourceFile>();
  #entries = new Map<string, ProgramEntry>();
  #context: { readonly programs: string; readonly build: BuildContext<{ metafile: true; write: false }> } | undefined;

  constructor(root: string) {
    this.#root = root;
    this.#realRoot = realpathSync(root);
  }

  async bundle(programs: readonly ProgramSource[], signal?: AbortSignal): Promise<BundleSet> {
    throwIfCancelled(signal, 'The deploy');
    this.#entries = new Map(programs.map((program) => [program.identity, writeEntry(this.#root, program)]));
    const build = await this.#contextFor(programs);
    const cancel = (): void => void build.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return this.#bundleSet(programs, await build.rebuild());
    } catch (failure) {
      throwIfCancelled(signal, 'The deploy');
      if (!isBuildFailure(failure)) throw failure;
      return { bundles: [], problems: this.#problemsOf(failure), codeHash: () => '' };
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  async dispose(): Promise<void> {
    const { build } = this.#context ?? {};
    this.#context = undefined;
    await build?.dispose();
  }

  /** One context serves as long as the programs are the same ones. */
  async #contextFor(programs: readonly ProgramSource[]): Promise<BuildContext<{ metafile: true; write: false }>> {
    const names = JSON.stringify(programs.map((program) => program.identity));
    if (this.#context?.programs === names) return this.#context.build;
    await this.dispose();
    const build = await context({
      absWorkingDir: this.#realRoot,
      outdir: this.#realRoot,
      entryPoints: programs.map(({ identity }, index) => ({ in: `${entryScheme}${identity}`, out: `${index}` })),
      plugins: [
        sourcePlugin({
          root: this.#realRoot,
          entry: (identity) => this.#entries.get(identity)?.text ?? '',
          sources: this.#sources,
        }),
      ],
      ...fixedOptions,
    });
    this.#context = { programs: names, build };
    return build;
  }

  #bundleSet(programs: readonly ProgramSource[], result: BuildResult<{ metafile: true; write: false }>): BundleSet {
    return {
      bundles: programs.map((program, index) =>
        buildBundle(this.#realRoot, program.identity, index, result, this.#sources),
      ),
      problems: this.#problemsOf(result),
      codeHash: (file) => hashOfCode(this.#root, file, result.metafile, this.#sources),
    };
  }

  #problemsOf(result: Pick<BuildFailure, 'errors' | 'warnings'>): readonly Problem[] {
    const find = (identity: string): ProgramEntry | undefined => this.#entries.get(identity);
    return [
      ...result.errors.flatMap((message) => problemOfMessage(this.#root, message, 'error', find)),
      ...result.warnings.flatMap((message) => problemOfMessage(this.#root, message, 'warning', find)),
    ];
  }
}

/** A bundle is readable in the debugger and the same on every machine. */
const fixedOptions = {
  bundle: true,
  write: false,
  metafile: true,
  format: 'cjs',
  platform: 'node',
  target: 'node22',
  keepNames: true,
  minify: false,
  sourcemap: 'external',
  sourcesContent: true,
  charset: 'utf8',
  legalComments: 'inline',
  logLevel: 'silent',
  define: sourcePlaceDefines,
  // A class that is not there must not wait for the first order to be noticed.
  logOverride: { 'import-is-undefined': 'error' },
} as const;

function isBuildFailure(failure: unknown): failure is BuildFailure {
  return failure instanceof Error && 'errors' in failure && Array.isArray(failure.errors);
}
