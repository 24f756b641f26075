import { readFileSync } from 'node:fs';
import { resourcePath } from '../base/resources.ts';

/** Version of the product: set at build time, read from the manifest in a checkout. */
export function productVersion(): string {
  return process.env['ORDO_VERSION'] ?? manifestVersion();
}

function manifestVersion(): string {
  const manifest = JSON.parse(readFileSync(resourcePath('package.json'), 'utf8')) as { version: string };
  return manifest.version;
}
