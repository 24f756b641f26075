import type { YamlFile } from '../../objects/yaml-file.ts';
import type { YamlEntry, YamlNode } from '../../yaml/node.ts';
import { kindOfFile } from '../place/place.ts';

/** A line of the outline; offsets are those of the text. */
export interface OutlineSymbol {
  readonly name: string;
  readonly detail?: string;
  readonly kind: 'object' | 'key' | 'list' | 'entry' | 'step' | 'error';
  readonly start: number;
  readonly end: number;
  /** What is shown when the symbol is chosen. */
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly children: readonly OutlineSymbol[];
}

/** The parts of a file as an outline: keys, and entries of lists by the name they have. Large lists are cut. */
export function documentSymbols(file: YamlFile): readonly OutlineSymbol[] {
  const { root } = file.document;
  if (root?.kind !== 'map') return [];
  const budget = { left: maxSymbols };
  const isWorkflow = kindOfFile(file) === 'workflow';
  return root.entries.flatMap((entry) => entrySymbol(entry, budget, isWorkflow && entry.key === 'steps'));
}

/** Editors become slow with more. */
const maxSymbols = 5_000;

function entrySymbol(entry: YamlEntry, budget: { left: number }, isSteps = false): readonly OutlineSymbol[] {
  if (budget.left <= 0) return [];
  budget.left -= 1;
  const { key, keyStart, keyEnd, value } = entry;
  const children = childSymbols(value, budget, isSteps);
  return [
    {
      name: key === '' ? '(no key)' : key,
      ...(value.kind === 'scalar' && value.value !== null ? { detail: shortened(String(value.value)) } : {}),
      kind: value.kind === 'list' ? 'list' : value.kind === 'map' ? 'object' : 'key',
      start: keyStart,
      end: Math.max(keyEnd, value.end),
      nameStart: keyStart,
      nameEnd: keyEnd,
      children,
    },
  ];
}

function childSymbols(node: YamlNode, budget: { left: number }, isSteps: boolean): readonly OutlineSymbol[] {
  if (node.kind === 'map') return node.entries.flatMap((entry) => entrySymbol(entry, budget));
  if (node.kind === 'list') return node.items.flatMap((item, index) => itemSymbol(item, index, budget, isSteps));
  return [];
}

function itemSymbol(
  item: YamlNode,
  index: number,
  budget: { left: number },
  isSteps: boolean,
): readonly OutlineSymbol[] {
  if (budget.left <= 0 || item.end <= item.start) return [];
  budget.left -= 1;
  const place = { start: item.start, end: item.end };
  if (item.kind === 'scalar')
    return [
      {
        name: shortened(String(item.value)),
        kind: isSteps ? 'step' : 'entry',
        ...place,
        nameStart: item.start,
        nameEnd: item.end,
        children: [],
      },
    ];
  if (item.kind === 'list')
    return [
      {
        name: `[${index + 1}]`,
        kind: 'list',
        ...place,
        nameStart: item.start,
        nameEnd: item.start,
        children: childSymbols(item, budget, isSteps),
      },
    ];
  const named = ['step', 'name', 'pid', 'id']
    .map((key) => item.byKey.get(key)?.value)
    .find((value) => value?.kind === 'scalar');
  const isNamed = named?.kind === 'scalar' && named.value !== null;
  return [
    {
      name: isNamed ? shortened(String(named.value)) : `[${index + 1}]`,
      ...detailOf(item),
      kind: isSteps ? 'step' : 'entry',
      ...place,
      nameStart: isNamed ? named.start : item.start,
      nameEnd: isNamed ? named.end : item.start,
      // The keys of a step say little more than its name.
      children: isSteps ? [] : item.entries.flatMap((entry) => entrySymbol(entry, budget)),
    },
  ];
}

function detailOf(item: Extract<YamlNode, { kind: 'map' }>): { detail?: string } {
  const after = item.byKey.get('after')?.value;
  if (after?.kind !== 'list' || after.items.length === 0) return {};
  const names = after.items.map((each) => (each.kind === 'scalar' ? String(each.value) : '?'));
  return { detail: shortened(`after ${names.join(', ')}`) };
}

function shortened(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length > 80 ? `${line.slice(0, 79)}…` : line === '' ? '""' : line;
}
