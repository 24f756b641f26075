import type { GraphStep } from '../../graph/step-graph.ts';
import type { YamlList, YamlNode } from '../../yaml/node.ts';
import { stringText } from '../scalars.ts';
import { commentsBetween } from './comments.ts';
import { contentEnd, indentAt, isAlias, isFlow, itemPlaces, lineBreak, lineStart, marksBetween } from '../source.ts';
import type { TextEdit } from '../text-edits.ts';

/** The edits that write nested lists as explicit edges: the same graph, in the same order, with all comments. */
export function convertNested(text: string, list: YamlList, steps: readonly GraphStep[]): readonly TextEdit[] {
  const names = new Map<string, number>();
  for (const { name } of steps) names.set(name, (names.get(name) ?? 0) + 1);
  const after = new Map(
    steps.map((step) => [
      step.identity as string,
      `[${step.after.map((id) => stringText((names.get(nameOf(id)) ?? 0) > 1 ? id : nameOf(id))).join(', ')}]`,
    ]),
  );
  return isFlow(text, list) ? convertFlow(text, list, after) : [convertBlock(text, list, after)];
}

interface Leaf {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly after: string;
}

function leaves(text: string, list: YamlList, after: ReadonlyMap<string, string>): readonly Leaf[] {
  return itemPlaces(text, list).flatMap(({ node, start, end }) => {
    if (node.kind !== 'list') return [leafOf(text.slice(start, end), node, start, end, after)];
    if (!isAlias(text, node)) return leaves(text, node, after);
    // What an alias stands for is written where it stands.
    return aliasLeaves(node).map((leaf, index) => ({
      ...leafOf(stringText(String(leaf)), leafNode(leaf), index === 0 ? start : end, end, after),
    }));
  });
}

function leafOf(text: string, node: YamlNode, start: number, end: number, after: ReadonlyMap<string, string>): Leaf {
  const id = node.kind === 'scalar' ? String(node.value).trim() : '';
  return { start, end, text, after: after.get(id) ?? '[]' };
}

function aliasLeaves(node: YamlNode): readonly string[] {
  if (node.kind === 'list') return node.items.flatMap(aliasLeaves);
  return node.kind === 'scalar' ? [String(node.value).trim()] : [];
}

function leafNode(value: string): YamlNode {
  return { kind: 'scalar', value, style: 'plain', source: value, start: 0, end: 0, size: 1 };
}

/** Every step an entry of two lines; comments and empty lines stay between the steps where they stood. */
function convertBlock(text: string, list: YamlList, after: ReadonlyMap<string, string>): TextEdit {
  const indent = indentAt(text, list.start);
  const lines: string[] = [];
  let at = list.start;
  for (const leaf of leaves(text, list, after)) {
    const between = commentsBetween(text, at, leaf.start);
    if (lines.length > 0) lines[lines.length - 2] += between.trailing;
    else if (between.trailing !== '') lines.push(indent + between.trailing.trimStart());
    lines.push(...between.lines.map((line) => (line === '' ? '' : indent + line)));
    lines.push(`${indent}- step: ${leaf.text}`, `${indent}  after: ${leaf.after}`);
    at = leaf.end;
  }
  const end = contentEnd(text, at);
  const rest = commentsBetween(text, at, end);
  if (lines.length > 1) lines[lines.length - 2] += rest.trailing;
  const start = lineStart(text, list.start) + (text.startsWith('\ufeff') && lineStart(text, list.start) === 0 ? 1 : 0);
  return { start, end, text: lines.join(lineBreak(text, list.start)) };
}

/** In a flow list the inner brackets go and each step gets its braces; all that is between stays. */
function convertFlow(text: string, list: YamlList, after: ReadonlyMap<string, string>): readonly TextEdit[] {
  return itemPlaces(text, list).flatMap(({ node, start, end }) => {
    if (node.kind === 'list' && !isAlias(text, node)) return unwrap(text, node, start, after);
    if (node.kind !== 'list') {
      const leaf = leafOf('', node, start, end, after);
      return [
        { start, end: start, text: '{ step: ' },
        { start: end, end, text: `, after: ${leaf.after} }` },
      ];
    }
    const entries = aliasLeaves(node).map((id) => `{ step: ${stringText(id)}, after: ${after.get(id) ?? '[]'} }`);
    return [{ start, end, text: entries.join(', ') }];
  });
}

function unwrap(text: string, list: YamlList, start: number, after: ReadonlyMap<string, string>): readonly TextEdit[] {
  const last = list.items.at(-1)?.end ?? list.start + 1;
  const comma = marksBetween(text, last, list.end - 1).find(({ kind }) => kind === 'comma');
  return [
    { start, end: list.start + 1, text: '' },
    ...convertFlow(text, list, after),
    ...(comma ? [{ start: comma.start, end: comma.end, text: '' }] : []),
    { start: list.end - 1, end: list.end, text: '' },
  ];
}

function nameOf(id: string): string {
  return id.slice(0, id.indexOf(':'));
}
