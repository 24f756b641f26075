import { readFileSync } from 'node:fs';
import { resourcePath } from './resources.ts';

let known: string | undefined;

/** Version of the product: set at build time, read from the manifest in a checkout. */
export function productVersion(): string {
  known ??= process.env['ORDO_VERSION'] ?? manifestVersion();
  return known;
}

function manifestVersion(): string {
  const manifest = JSON.parse(readFileSync(resourcePath('package.json'), 'utf8')) as { version: string };
  return manifest.version;
}
