import type { YamlNode } from '../yaml/node.ts';

const names: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a hash of keys and values',
  null: 'empty',
};

/** `a text or a list`, from the type names of JSON Schema. */
export function expectedWords(types: readonly string[]): string {
  return types.map((type) => names[type] ?? type).join(' or ');
}

/** What a value is, in the same words. */
export function foundWords(node: YamlNode | undefined): string {
  if (node?.kind === 'list') return 'a list';
  if (node?.kind === 'map') return 'a hash of keys and values';
  if (!node || node.value === null) return 'empty';
  if (typeof node.value === 'string') return `the text "${node.value.slice(0, 60)}"`;
  return typeof node.value === 'number' ? `the number ${node.source || node.value}` : `${node.value}`;
}
