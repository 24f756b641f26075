import { kindOfFileName, kindRows } from '../../objects/object-kinds.ts';
import type { YamlFile } from '../../objects/yaml-file.ts';
import type { YamlObject } from '../../objects/yaml-object.ts';
import type { ObjectKind } from '../../project.ts';
import type { YamlEntry, YamlNode, YamlScalar } from '../../yaml/node.ts';
import { SchemaNode } from './schema-walk.ts';

/** What stands at an offset of a file that was read: a key or a value, its path and what the schema says of it. */
export interface Place {
  readonly file: YamlFile;
  readonly object: YamlObject | undefined;
  readonly path: readonly (string | number)[];
  readonly part: 'key' | 'value';
  /** Offsets of the key or value. */
  readonly start: number;
  readonly end: number;
  readonly entry: YamlEntry | undefined;
  readonly scalar: YamlScalar | undefined;
  /** Schema of the value at `path`. */
  readonly schema: SchemaNode | undefined;
}

/** The key or plain value at an offset, or undefined where there is neither. */
export function placeAt(file: YamlFile, offset: number): Place | undefined {
  const { root } = file.document;
  const found = root && find(root, offset, [], undefined);
  if (!found) return undefined;
  const kind = kindOfFile(file);
  const schema = kind && SchemaNode.of(kind).at(found.path);
  return { file, object: file.object, schema, ...found };
}

/** The kind of object a file holds or, while its `type` is not written, is meant to hold. */
export function kindOfFile(file: YamlFile): ObjectKind | undefined {
  return file.object?.kind ?? kindOfFileName(file.file);
}

/** The entry that says the object's name. */
export function nameEntry(object: YamlObject): YamlEntry | undefined {
  const key = kindRows[object.kind].nameKey ?? 'type';
  const { root } = object.document;
  return root?.kind === 'map' ? root.byKey.get(key) : undefined;
}

type Found = Omit<Place, 'file' | 'object' | 'schema'>;

function find(
  node: YamlNode,
  offset: number,
  path: readonly (string | number)[],
  entry: YamlEntry | undefined,
): Found | undefined {
  if (node.kind === 'scalar') {
    if (offset < node.start || offset > node.end || node.start === node.end) return undefined;
    return { path, part: 'value', start: node.start, end: node.end, entry, scalar: node };
  }
  if (node.kind === 'list') return findItem(node.items, offset, path, entry);
  for (const each of node.entries) {
    const below = [...path, each.key];
    if (offset >= each.keyStart && offset <= each.keyEnd && each.keyEnd > each.keyStart)
      return { path: below, part: 'key', start: each.keyStart, end: each.keyEnd, entry: each, scalar: undefined };
    if (offset < each.value.start || offset > each.value.end) continue;
    const found = find(each.value, offset, below, each);
    if (found) return found;
  }
  return undefined;
}

/** Lists may have thousands of entries in order of their place, so the right one is halved for. */
function findItem(
  items: readonly YamlNode[],
  offset: number,
  path: readonly (string | number)[],
  entry: YamlEntry | undefined,
): Found | undefined {
  let low = 0;
  let high = items.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.end ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  for (const index of [low, low + 1]) {
    const item = items[index];
    const found = item && offset >= item.start && find(item, offset, [...path, index], entry);
    if (found) return found;
  }
  return undefined;
}
