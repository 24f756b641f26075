import { readFileSync } from 'node:fs';
import path from 'node:path';
import { objectKinds } from '../../server/language/project.ts';

/** The schemas of all kinds in the order of the contract, and the common definitions. */
export function readSchemas(root) {
  const read = (name) => JSON.parse(readFileSync(path.join(root, 'schemas/metadata', `${name}.schema.json`), 'utf8'));
  return { common: read('common'), kinds: new Map(objectKinds.map((kind) => [kind, read(kind)])) };
}

/** `config-item-values` as `ConfigItemValues`. */
export function pascalCase(name) {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
