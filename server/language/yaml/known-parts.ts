import { mapOf, moveEntry, moveNode } from './move-node.ts';
import type { YamlEntry, YamlList, YamlMap, YamlNode } from './node.ts';
import { cutText, type TextPart, type TextParts } from './text-parts.ts';

/** Reads a small text on its own; undefined when anything in it is wrong or reaches beyond it (anchors, aliases, tags). */
export type ReadPart = (text: string) => YamlNode | undefined;

/**
 * The parts of a text by what is written in them, each with its tree and the offset it was read at. An edit changes one
 * part; the others keep their trees, moved to where they stand now. Measured (2026-11): a key press in a file of 1,000
 * steps costs 4 ms instead of 37.
 */
export class KnownParts {
  readonly #entries = new Map<string, Placed<YamlEntry>>();
  readonly #items = new Map<string, Placed<YamlNode>>();

  /** The parts of a text that was read as a whole and found to be without fault; undefined when it has none. */
  static of(text: string, root: YamlNode | undefined): KnownParts | undefined {
    const cut = text.length < longText || root?.kind !== 'map' ? undefined : cutText(text);
    if (!cut || root?.kind !== 'map' || !isSameShape(cut, root)) return undefined;
    const known = new KnownParts();
    for (const [index, part] of cut.parts.entries()) known.#remember(text, part, root.entries[index]);
    return known;
  }

  /** The tree of a text that shares most of its parts with these, and its own parts; undefined when it must be read whole. */
  read(text: string, readPart: ReadPart): { root: YamlMap; known: KnownParts } | undefined {
    const cut = text.length < longText ? undefined : cutText(text);
    if (!cut || new Set(cut.parts.map((part) => part.key)).size !== cut.parts.length) return undefined;
    const known = new KnownParts();
    const reader = new PartReader(this, readPart);
    const entries: YamlEntry[] = [];
    for (const part of cut.parts) {
      const entry = reader.entry(text, part);
      if (!entry) return undefined;
      entries.push(entry);
      known.#remember(text, part, entry);
    }
    return { root: rootOf(entries), known };
  }

  entry(text: string, start: number): YamlEntry | undefined {
    const known = this.#entries.get(text);
    return known && moveEntry(known.node, start - known.start);
  }

  item(text: string, start: number): YamlNode | undefined {
    const known = this.#items.get(text);
    return known && moveNode(known.node, start - known.start);
  }

  #remember(text: string, part: TextPart, entry: YamlEntry | undefined): void {
    if (!entry) return;
    this.#entries.set(part.text, { node: entry, start: part.start });
    if (!part.itemStarts || entry.value.kind !== 'list') return;
    for (const [index, node] of entry.value.items.entries()) {
      const [start, end] = itemSpan(part, index);
      this.#items.set(text.slice(start, end), { node, start });
    }
  }
}

interface Placed<T> {
  readonly node: T;
  readonly start: number;
}

/** Shorter texts are read as quickly as they are cut. */
const longText = 4_000;

/** A person changes a few parts at a time; whoever changes many (git, paste) reads the whole text quicker. */
const maxNewParts = 20;

class PartReader {
  readonly #known: KnownParts;
  readonly #readPart: ReadPart;
  #newParts = 0;

  constructor(known: KnownParts, readPart: ReadPart) {
    this.#known = known;
    this.#readPart = readPart;
  }

  entry(text: string, part: TextPart): YamlEntry | undefined {
    const known = this.#known.entry(part.text, part.start);
    if (known) return known;
    if (part.itemStarts) return this.#listEntry(text, part);
    const root = this.#new(part.text);
    const entry = root?.kind === 'map' && root.entries.length === 1 ? root.entries[0] : undefined;
    return entry && moveEntry(entry, part.start);
  }

  #listEntry(text: string, part: TextPart): YamlEntry | undefined {
    const items: YamlNode[] = [];
    for (const index of (part.itemStarts ?? []).keys()) {
      const item = this.#item(text, ...itemSpan(part, index));
      if (!item) return undefined;
      items.push(item);
    }
    const keyEnd = part.start + part.key.length;
    const list = listOf(items, text.indexOf('-', part.itemStarts?.[0]));
    return { key: part.key, keyStart: part.start, keyEnd, value: list };
  }

  #item(text: string, start: number, end: number): YamlNode | undefined {
    const own = text.slice(start, end);
    const known = this.#known.item(own, start);
    if (known) return known;
    const root = this.#new(own);
    const item = root?.kind === 'list' && root.items.length === 1 ? root.items[0] : undefined;
    // An item without content has no place of its own until something stands beside it.
    return item && item.end > 0 ? moveNode(item, start) : undefined;
  }

  #new(text: string): YamlNode | undefined {
    this.#newParts += 1;
    return this.#newParts > maxNewParts ? undefined : this.#readPart(detached(text));
  }
}

/** What was cut from a text keeps the whole text in memory; this copy does not. */
function detached(text: string): string {
  return ` ${text}`.slice(1);
}

function itemSpan(part: TextPart, index: number): readonly [number, number] {
  const starts = part.itemStarts ?? [];
  return [starts[index] ?? 0, starts[index + 1] ?? part.start + part.text.length];
}

function listOf(items: readonly YamlNode[], start: number): YamlList {
  return { kind: 'list', items, start, end: items.at(-1)?.end ?? start, size: sizeOf(items) };
}

function rootOf(entries: readonly YamlEntry[]): YamlMap {
  const values = entries.map((entry) => entry.value);
  const span = { start: entries[0]?.keyStart ?? 0, end: values.at(-1)?.end ?? 0 };
  return mapOf(entries, span, sizeOf(values));
}

function sizeOf(children: readonly YamlNode[]): number {
  return children.reduce((sum, child) => sum + child.size, 1);
}

/** The parts are exactly the entries of the tree, and the items of long lists those of their lists. */
function isSameShape(cut: TextParts, root: YamlMap): boolean {
  if (cut.parts.length !== root.entries.length) return false;
  return cut.parts.every((part, index) => {
    const entry = root.entries[index];
    if (!entry || entry.keyStart !== part.start || entry.key !== part.key) return false;
    const items = entry.value.kind === 'list' ? entry.value.items : undefined;
    return part.itemStarts === undefined || items?.length === part.itemStarts.length;
  });
}
