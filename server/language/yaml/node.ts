/**
 * What a YAML file says, with the place of every part (offsets into the text). It is our own small tree, so that nothing
 * outside this folder depends on the parser, and so that a part of it can be replaced when a part of the text changes.
 */
export type YamlNode = YamlScalar | YamlList | YamlMap;

export type YamlPath = readonly (string | number)[];

interface Spanned {
  readonly start: number;
  /** Exclusive; trailing blanks and comments do not belong to a node. */
  readonly end: number;
  /** Number of nodes below and including this one, with aliases counted as what they stand for. */
  readonly size: number;
}

export interface YamlScalar extends Spanned {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly style: 'plain' | 'quoted' | 'block';
  /** The text as written, for plain scalars (`1.0` where the value is the number 1). */
  readonly source: string;
}

export interface YamlList extends Spanned {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
}

export interface YamlMap extends Spanned {
  readonly kind: 'map';
  readonly entries: readonly YamlEntry[];
  /** First entry of each key; a second one of the same key is a fault and not in here. */
  readonly byKey: ReadonlyMap<string, YamlEntry>;
}

export interface YamlEntry {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly value: YamlNode;
}

export type PlainValue = string | number | boolean | null | PlainValue[] | { [key: string]: PlainValue };

/** The plain data of a node. A key `__proto__` becomes an own key like any other. */
export function toPlain(node: YamlNode): PlainValue {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(toPlain);
    case 'map':
      return toPlainObject(node);
  }
}

/** The plain data of a map. */
export function toPlainObject(map: YamlMap): { [key: string]: PlainValue } {
  const result: { [key: string]: PlainValue } = {};
  for (const [key, entry] of map.byKey) setOwn(result, key, toPlain(entry.value));
  return result;
}

function setOwn(target: { [key: string]: PlainValue }, key: string, value: PlainValue): void {
  if (key !== '__proto__') target[key] = value;
  else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

/** The node at a path, or undefined. */
export function nodeAt(root: YamlNode | undefined, path: YamlPath): YamlNode | undefined {
  let node = root;
  for (const part of path) node = childOf(node, part);
  return node;
}

/** The entry (key and value) of a map at a path that ends in a key. */
export function entryAt(root: YamlNode | undefined, path: YamlPath): YamlEntry | undefined {
  const parent = nodeAt(root, path.slice(0, -1));
  const last = path.at(-1);
  return parent?.kind === 'map' && last !== undefined ? parent.byKey.get(String(last)) : undefined;
}

function childOf(node: YamlNode | undefined, part: string | number): YamlNode | undefined {
  if (node?.kind === 'map') return node.byKey.get(String(part))?.value;
  if (node?.kind === 'list') return node.items[Number(part)];
  return undefined;
}
