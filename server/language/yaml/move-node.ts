import type { YamlEntry, YamlMap, YamlNode } from './node.ts';

/** The same node at another place of the text. Nodes never change, so one that does not move is the same object. */
export function moveNode(node: YamlNode, by: number): YamlNode {
  if (by === 0) return node;
  const span = { start: node.start + by, end: node.end + by };
  if (node.kind === 'scalar') return { ...node, ...span };
  if (node.kind === 'list') return { ...node, ...span, items: node.items.map((item) => moveNode(item, by)) };
  return mapOf(
    node.entries.map((entry) => moveEntry(entry, by)),
    span,
    node.size,
  );
}

/** The same entry at another place of the text. */
export function moveEntry(entry: YamlEntry, by: number): YamlEntry {
  if (by === 0) return entry;
  const { key, keyStart, keyEnd, value } = entry;
  return { key, keyStart: keyStart + by, keyEnd: keyEnd + by, value: moveNode(value, by) };
}

/** A map of these entries, each key once. */
export function mapOf(entries: readonly YamlEntry[], span: { start: number; end: number }, size: number): YamlMap {
  return { kind: 'map', entries, byKey: new Map(entries.map((entry) => [entry.key, entry])), ...span, size };
}
