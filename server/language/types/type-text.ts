import type { DataType } from './data-type.ts';

/** The TypeScript type of data that fits a data type. Members that are not declared cannot be named. */
export function typeText(type: DataType, indent = ''): string {
  if (Array.isArray(type['enum'])) return unionText(type['enum'].map(literalText));
  if (type['const'] !== undefined) return literalText(type['const']);
  if (type.type === undefined) return type.properties ? objectText(type, indent) : 'any';
  const types: readonly string[] = typeof type.type === 'string' ? [type.type] : type.type;
  return unionText(types.map((each) => singleText(each, type, indent)));
}

const simple: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
  date: 'Date',
  binary: 'Uint8Array',
  bigint: 'bigint',
  decimal: 'Decimal',
};

function singleText(word: string, type: DataType, indent: string): string {
  if (word === 'object') return objectText(type, indent);
  if (word === 'array') return `readonly ${arrayElement(type, indent)}[]`;
  return simple[word] ?? 'any';
}

function arrayElement(type: DataType, indent: string): string {
  const element = type.items ? typeText(type.items, indent) : 'any';
  return /^\w+$|^\{[^]*\}$/.test(element) && !element.includes('} | {') ? element : `(${element})`;
}

function objectText(type: DataType, indent: string): string {
  const members = Object.entries(type.properties ?? {});
  const more = type.additionalProperties;
  // Objects that say nothing of their members may hold anything; otherwise a name that is not declared is an error.
  if (members.length === 0) return `Record<string, ${typeof more === 'object' ? typeText(more, indent) : 'any'}>`;
  const inner = `${indent}  `;
  const required = new Set(type.required ?? []);
  const lines = members.map(([name, member]) => memberText(name, member, required.has(name), inner));
  if (typeof more === 'object') lines.push(`${inner}readonly [key: string]: any;`);
  return `{\n${lines.join('\n')}\n${indent}}`;
}

function memberText(name: string, type: DataType, isRequired: boolean, indent: string): string {
  const { description } = type;
  const comment = typeof description === 'string' ? `${indent}/** ${commentText(description)} */\n` : '';
  return `${comment}${indent}readonly ${keyText(name)}${isRequired ? '' : '?'}: ${typeText(type, indent)};`;
}

/** A property name as it may stand in a type. */
export function keyText(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literalText(name);
}

/** A value as a literal type. */
export function literalText(value: unknown): string {
  if (typeof value === 'string')
    return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
  return value === null || typeof value === 'number' || typeof value === 'boolean' ? String(value) : 'any';
}

/** A union without repetition. */
export function unionText(types: readonly string[]): string {
  return [...new Set(types)].join(' | ');
}

/** A text that may stand in a comment. */
export function commentText(text: string): string {
  return text.replaceAll('*/', '*\\/').replaceAll(/\s+/g, ' ').trim();
}
