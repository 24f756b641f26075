import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import type { Loader, OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from 'esbuild';
import { sourcePlaceModule, sourcePlaceScheme, withSourcePlace } from './source-places.ts';

/** A source file as it was bundled last. */
export interface SourceFile {
  /** The text on disk, without what bundling added. */
  readonly text: string;
  readonly hash: string;
}

export const entryScheme = 'ordo-program:';

/** Marks an error of this plugin, so that it becomes the problem meant. */
export type PluginErrorKind = { readonly native: string };

interface PluginOptions {
  readonly root: string;
  /** Text of a program's entry module by its identity. */
  readonly entry: (identity: string) => string;
  /** By path relative to the root, as esbuild names inputs. */
  readonly sources: Map<string, SourceFile>;
}

/** Resolves what is special in a program (`ordo`, Node's modules, native code) and reads its sources. */
export function sourcePlugin(options: PluginOptions): Plugin {
  return {
    name: 'ordo',
    setup(build) {
      addEntries(build, options);
      addSourcePlaces(build);
      build.onResolve({ filter: /^ordo$/ }, () => ({ path: 'ordo', external: true }));
      build.onResolve({ filter: nodeModuleFilter }, ({ path: name }) => ({
        path: name.startsWith('node:') ? name : `node:${name}`,
        external: true,
      }));
      build.onResolve({ filter: nativeFilter }, refuseNative);
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: 'file' }, (found) => loadSource(options, found.path));
    },
  };
}

function addEntries(build: PluginBuild, { root, entry }: PluginOptions): void {
  build.onResolve({ filter: new RegExp(`^${entryScheme}`) }, ({ path: name }) => ({
    path: name.slice(entryScheme.length),
    namespace: entryScheme.slice(0, -1),
  }));
  build.onLoad({ filter: /.*/, namespace: entryScheme.slice(0, -1) }, ({ path: identity }) => ({
    contents: entry(identity),
    loader: 'js',
    resolveDir: root,
  }));
}

function addSourcePlaces(build: PluginBuild): void {
  const namespace = sourcePlaceScheme.slice(0, -1);
  build.onResolve({ filter: new RegExp(`^${sourcePlaceScheme}`) }, ({ path: name }) => ({
    path: name.slice(sourcePlaceScheme.length),
    namespace,
    sideEffects: false,
  }));
  build.onLoad({ filter: /.*/, namespace }, ({ path: file }) => ({ contents: sourcePlaceModule(file), loader: 'js' }));
}

/** Names without `node:` too, and their subpaths (`fs/promises`). */
const nodeModuleFilter = new RegExp(`^(?:node:.+|(?:${builtinModules.join('|')}))$`);

/** A native file itself, and the packages whose one purpose is to find such a file at run time. */
const nativeFilter = /\.node$|^(?:bindings|node-gyp-build|node-gyp-build-optional-packages|@mapbox\/node-pre-gyp)$/;

function refuseNative({ path: name, importer }: OnResolveArgs): OnResolveResult {
  const detail: PluginErrorKind = { native: /\.node$/.test(name) ? name : packageOf(importer) };
  return { errors: [{ text: `"${name}" is native code`, detail }] };
}

/** The package that a file below `node_modules` belongs to, for people. */
function packageOf(file: string): string {
  return /.*node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(file)?.[1]?.replace('\\', '/') ?? path.basename(file);
}

function loadSource({ root, sources }: PluginOptions, file: string): { contents: string; loader: Loader } {
  const text = readFileSync(file, 'utf8');
  const name = path.relative(root, file).split(path.sep).join('/');
  if (sources.get(name)?.text !== text) {
    sources.set(name, { text, hash: createHash('sha256').update(text).digest('hex') });
  }
  return { contents: withSourcePlace(text, name), loader: loaderOf(file) };
}

function loaderOf(file: string): Loader {
  const extension = path.extname(file).slice(1).replace(/^[cm]/, '');
  return extension === 'tsx' || extension === 'jsx' || extension === 'ts' ? extension : 'js';
}
