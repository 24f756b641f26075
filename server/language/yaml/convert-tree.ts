import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Alias,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { YamlFault } from './fault.ts';
import type { YamlLimits } from './limits.ts';
import type { YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar } from './node.ts';

/**
 * Turns the parser's tree into ours: aliases become what they stand for, `<<` merges, keys become text, duplicate keys are
 * found in linear time. A tree that grows beyond the limit by its aliases is refused.
 */
export function convertTree(
  root: ParsedNode,
  text: string,
  limits: YamlLimits,
  faults: YamlFault[],
): YamlNode | undefined {
  const converter = new Converter(text, limits, faults);
  const node = converter.convert(root);
  return converter.isTooLarge ? undefined : node;
}

class Converter {
  readonly #text: string;
  readonly #limits: YamlLimits;
  readonly #faults: YamlFault[];
  readonly #anchors = new Map<string, YamlNode>();
  #nodes = 0;
  isTooLarge = false;

  constructor(text: string, limits: YamlLimits, faults: YamlFault[]) {
    this.#text = text;
    this.#limits = limits;
    this.#faults = faults;
  }

  convert(node: unknown): YamlNode {
    if (isAlias(node)) return this.#alias(node);
    const converted = this.#plainNode(node);
    const anchor = (node as { anchor?: string } | null)?.anchor;
    if (anchor !== undefined) this.#anchors.set(anchor, converted);
    return converted;
  }

  #plainNode(node: unknown): YamlNode {
    this.#count(1, node);
    if (isMap(node)) return this.#map(node);
    if (isSeq(node)) return this.#list(node);
    if (isScalar(node)) return scalarOf(node, this.#text);
    return emptyAt(0);
  }

  #alias(alias: Alias): YamlNode {
    const [start, end] = spanOf(alias);
    const target = this.#anchors.get(alias.source);
    // The parser has already reported an alias without an anchor before it; one inside its own anchor it has not.
    if (target === undefined) {
      if (alias.source !== '')
        this.#fault('alias-unknown', start, end, { detail: `Unresolved alias: ${alias.source}.` });
      return emptyAt(start, end);
    }
    this.#count(target.size, alias);
    return { ...target, start, end };
  }

  #list(list: YAMLSeq): YamlList {
    const items = list.items.map((item) => (this.isTooLarge ? emptyAt(0) : this.convert(item)));
    const [start, end] = spanOf(list);
    return { kind: 'list', items, start, end: lastEnd(list, items, end), size: sizeOf(items) };
  }

  #map(map: YAMLMap): YamlMap {
    const entries: YamlEntry[] = [];
    const byKey = new Map<string, YamlEntry>();
    const merges: YamlNode[] = [];
    for (const pair of map.items) {
      if (this.isTooLarge) break;
      const entry = this.#entry(pair);
      if (entry === undefined) continue;
      if (isMergeKey(pair.key)) merges.push(entry.value);
      else this.#addEntry(entry, entries, byKey);
    }
    // What is merged in stands elsewhere in the text; the place of the map is that of its own entries.
    const own = [...entries.map((entry) => entry.value), ...merges].sort((a, b) => a.end - b.end);
    for (const merge of merges) this.#merge(merge, entries, byKey);
    const [start, end] = spanOf(map);
    const values = entries.map((entry) => entry.value);
    return { kind: 'map', entries, byKey, start, end: lastEnd(map, own, end), size: sizeOf(values) };
  }

  #entry(pair: { key: unknown; value: unknown }): YamlEntry | undefined {
    const [keyStart, keyEnd] = spanOf(pair.key);
    if (!isScalar(pair.key) && pair.key !== null) {
      this.#fault('key-not-text', keyStart, keyEnd, {});
      return undefined;
    }
    const key = pair.key === null ? '' : keyText(pair.key);
    const value = pair.value === null ? emptyAt(keyEnd) : this.convert(pair.value);
    return { key, keyStart, keyEnd, value };
  }

  #addEntry(entry: YamlEntry, entries: YamlEntry[], byKey: Map<string, YamlEntry>): void {
    entries.push(entry);
    if (byKey.has(entry.key)) this.#fault('duplicate-key', entry.keyStart, entry.keyEnd, { key: entry.key });
    else byKey.set(entry.key, entry);
  }

  #merge(source: YamlNode, entries: YamlEntry[], byKey: Map<string, YamlEntry>): void {
    const maps = source.kind === 'list' ? source.items : [source];
    for (const map of maps) {
      if (map.kind !== 'map') this.#fault('merge-not-map', map.start, map.end, {});
      else
        for (const entry of map.byKey.values())
          if (!byKey.has(entry.key)) {
            entries.push(entry);
            byKey.set(entry.key, entry);
          }
    }
  }

  #count(nodes: number, node: unknown): void {
    this.#nodes += nodes;
    if (this.#nodes <= this.#limits.nodes || this.isTooLarge) return;
    this.isTooLarge = true;
    const [start, end] = spanOf(node);
    this.#fault('too-many-nodes', start, end, { limit: this.#limits.nodes });
  }

  #fault(kind: YamlFault['kind'], start: number, end: number, values: YamlFault['values']): void {
    this.#faults.push({ kind, start, end, values });
  }
}

function scalarOf(scalar: Scalar, text: string): YamlScalar {
  const [start, end] = spanOf(scalar);
  const source = scalar.source ?? text.slice(start, end);
  return {
    kind: 'scalar',
    value: jsonValue(scalar.value, source),
    style: styleOf(scalar),
    source,
    start,
    end,
    size: 1,
  };
}

/** YAML 1.1 documents may hold dates, binaries and big integers; they stay the text that was written. */
function jsonValue(value: unknown, source: string): YamlScalar['value'] {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  return typeof value === 'number' && Number.isFinite(value) ? value : source;
}

function styleOf(scalar: Scalar): YamlScalar['style'] {
  if (scalar.type === 'PLAIN' || scalar.type === undefined) return 'plain';
  return scalar.type === 'BLOCK_FOLDED' || scalar.type === 'BLOCK_LITERAL' ? 'block' : 'quoted';
}

function keyText(key: Scalar): string {
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.source === '<<';
}

function spanOf(node: unknown): [number, number] {
  const range = (node as { range?: [number, number, number] | null } | null)?.range;
  return range ? [range[0], range[1]] : [0, 0];
}

function emptyAt(start: number, end = start): YamlScalar {
  return { kind: 'scalar', value: null, style: 'plain', source: '', start, end, size: 1 };
}

function sizeOf(children: readonly YamlNode[]): number {
  return children.reduce((sum, child) => sum + child.size, 1);
}

/** The parser lets a block end after its trailing comments; ours ends with its last child. */
function lastEnd(collection: YAMLMap | YAMLSeq, children: readonly YamlNode[], end: number): number {
  const last = children.at(-1);
  return collection.flow === true || last === undefined || last.end === 0 ? end : Math.min(end, last.end);
}
