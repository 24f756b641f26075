// The platforms a `.vsix` is made for, and what each of them needs of the native packages.
import { existsSync } from 'node:fs';
import path from 'node:path';

export const targets = {
  'linux-x64': { sqlite: 'linux-x64', esbuild: '@esbuild/linux-x64' },
  'linux-arm64': { sqlite: 'linux-arm64', esbuild: '@esbuild/linux-arm64' },
  'alpine-x64': { sqlite: 'linuxmusl-x64', esbuild: '@esbuild/linux-x64' },
  'alpine-arm64': { sqlite: 'linuxmusl-arm64', esbuild: '@esbuild/linux-arm64' },
  'darwin-x64': { sqlite: 'darwin-x64', esbuild: '@esbuild/darwin-x64' },
  'darwin-arm64': { sqlite: 'darwin-arm64', esbuild: '@esbuild/darwin-arm64' },
  'win32-x64': { sqlite: 'win32-x64', esbuild: '@esbuild/win32-x64' },
  'win32-arm64': { sqlite: 'win32-arm64', esbuild: '@esbuild/win32-arm64' },
};

/** The target that runs on this machine. */
export function currentTarget() {
  const isAlpine = process.platform === 'linux' && existsSync('/etc/alpine-release');
  const name = `${isAlpine ? 'alpine' : process.platform}-${process.arch}`;
  if (!(name in targets))
    throw new Error(`No package can be made for ${name}; there is one for ${Object.keys(targets).join(', ')}.`);
  return name;
}

/** Where the package of a target is written. */
export function vsixFile(target, version) {
  return path.resolve(import.meta.dirname, '..', `ordo-${target}-${version}.vsix`);
}
