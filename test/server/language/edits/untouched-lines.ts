import assert from 'node:assert/strict';
import type { GraphGesture } from '../../../../schemas/model/workflow-graph.ts';
import { graphOf } from '../../../../server/language/edits/verify.ts';
import { nodeAt } from '../../../../server/language/yaml/node.ts';
import { readYaml } from '../../../../server/language/yaml/read-yaml.ts';
import type { PlainGraph } from './random-gestures.ts';

export interface Change {
  readonly text: string;
  readonly result: string;
  readonly before: PlainGraph;
  readonly meant: PlainGraph;
  readonly gesture: GraphGesture;
  readonly converted: boolean;
}

/** What a gesture was not about is still there, byte for byte and in its order. */
export function checkLines(change: Change): void {
  const { text, result, gesture } = change;
  const told = `${JSON.stringify(gesture)}\n${text}\n----\n${result}`;
  const lines = text.split('\n');
  const touched = withAliases(lines, touchedLines(change));
  const kept = lines.filter((_, index) => !touched.has(index));
  // New lines end as the others do.
  if (!/(?<!\r)\n/.test(text) && text.includes('\n')) assert.doesNotMatch(result, /(?<!\r)\n/, told);
  if (!text.includes('\r')) assert.ok(!result.includes('\r'), told);
  assert.equal(firstMissing(kept, result.split('\n')), undefined, told);
  if (change.converted || graphOf(readYaml(text)).form === 'nested') checkComments(change, told);
}

/** What refers to a part that changes is written out. */
function withAliases(lines: readonly string[], touched: ReadonlySet<number>): ReadonlySet<number> {
  const anchors = [...touched].flatMap((index) =>
    [...(lines[index] ?? '').matchAll(/&(\w+)/g)].map((match) => match[1]),
  );
  const more = lines.flatMap((line, index) => (anchors.some((name) => line.includes(`*${name ?? ''}`)) ? [index] : []));
  return new Set([...touched, ...more]);
}

/** Lines of entries whose step or dependencies change; of nested lists, all of `steps`. */
function touchedLines({ text, before, meant, converted }: Change): ReadonlySet<number> {
  const document = readYaml(text);
  const graph = graphOf(document);
  const touched = new Set<number>();
  const list = nodeAt(document.root, ['steps']);
  const mark = (start: number, end: number): void => {
    const range = document.lines.range(start, end);
    for (let line = range.start.line; line <= range.end.line; line += 1) touched.add(line);
  };
  const isFlow = list !== undefined && text[list.start] === '[';
  if (
    list === undefined ||
    list.kind !== 'list' ||
    graph.form === 'none' ||
    isFlow ||
    (converted && graph.form === 'nested')
  ) {
    // Another form or a list in one piece: the whole list is the entry.
    const from = list?.start ?? text.search(/^steps/m);
    if (list) mark(list.start, list.end);
    if (from >= 0) mark(Math.max(0, text.lastIndexOf('steps', from)), from);
    return touched;
  }
  if (meant.size === 0) mark(text.lastIndexOf('steps', list.start), list.start);
  if (graph.form === 'nested') {
    // A step may change the depth of others; their comments are compared without their indentation.
    mark(list.start, list.end);
    return touched;
  }
  const names = nameCounts(meant);
  const namesBefore = nameCounts(before);
  for (const [index, { identity, start }] of graph.steps.entries()) {
    const entry = list.items.find((item) => item.start <= start && start <= item.end) ?? list.items[index];
    const [was, is] = [before.get(identity), meant.get(identity)];
    // A name that begins to need its version, or loses a twin, is spelled anew.
    const respelled = [...(was ?? [])].some((id) => names.get(nameOf(id)) !== namesBefore.get(nameOf(id)));
    if (entry && (!was || !is || !isSame(was, is) || respelled)) {
      const previous = list.items[list.items.indexOf(entry) - 1];
      mark(Math.max(text.lastIndexOf('-', entry.start), previous?.end ?? list.start), entry.end);
    }
  }
  return touched;
}

function nameCounts(graph: PlainGraph): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const id of graph.keys()) counts.set(nameOf(id), (counts.get(nameOf(id)) ?? 0) + 1);
  return counts;
}

function nameOf(id: string): string {
  return id.slice(0, id.indexOf(':'));
}

/** Every comment is still there, but those in lines of steps that went. */
function checkComments({ text, result, before, meant }: Change, told: string): void {
  // With its last step a list goes, and what stood between its lines.
  if (meant.size === 0) return;
  const gone = [...before.keys()].filter((id) => !meant.has(id));
  const left = commentsOf(result);
  for (const [index, comment] of commentsOf(text).entries()) {
    const line = text.split('\n').find((each) => each.includes(comment)) ?? '';
    const isOfGone = gone.some((id) => line.includes(id)) || gone.length > 0;
    const isOwnLine = line.trim() === comment;
    if (isOfGone && !isOwnLine) continue;
    assert.ok(left.includes(comment), `comment ${index} "${comment}" is lost\n${told}`);
  }
}

function commentsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?:^|\s)(#.*)$/gm)].map((match) => (match[1] ?? '').trim());
}

function firstMissing(kept: readonly string[], lines: readonly string[]): string | undefined {
  let at = 0;
  for (const line of kept) {
    const found = lines.indexOf(line, at);
    // The last line of a text without a break at its end may get one.
    if (found < 0 && kept.at(-1) !== line) return line;
    if (found < 0 && !lines.slice(at).some((each) => each === `${line}\r`)) return line;
    at = found + 1;
  }
  return undefined;
}

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((id) => b.has(id));
}
