import { existsSync } from 'node:fs';
import path from 'node:path';
import { resourcePath, runsFromSource } from '../../base/resources.ts';

/** What `import … from 'ordo'` means to the compiler: the built declaration, or the SDK's sources in a source checkout. */
export function sdkEntry(): string {
  return runsFromSource ? resourcePath('server', 'sdk', 'index.ts') : resourcePath('dist', 'sdk', 'ordo.d.ts');
}

/** Whether a file belongs to the SDK: there the base classes of steps are declared. */
export function isSdkFile(file: string): boolean {
  const folder = path.dirname(sdkEntry());
  return path.normalize(file).startsWith(folder + path.sep);
}

/** Folder with `node` (the types of Node) and `undici-types` (which they need): bundled, or those of the checkout. */
export function nodeTypesFolder(): { readonly node: string; readonly undici: string } {
  const bundled = resourcePath('dist', 'node-types');
  if (!runsFromSource && existsSync(bundled))
    return { node: path.join(bundled, 'node'), undici: path.join(bundled, 'undici-types') };
  return { node: resourcePath('node_modules', '@types', 'node'), undici: resourcePath('node_modules', 'undici-types') };
}

/** Where the generated types of a project's orders lie; the check uses them also when they are not written there. */
export function stepTypesFile(root: string): string {
  return path.join(root, '.ordo', 'steps.d.ts');
}
