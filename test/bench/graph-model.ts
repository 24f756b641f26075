import type { GraphGesture } from '../../schemas/model/workflow-graph.ts';
import { editWorkflow } from '../../server/language/edits/edit-workflow.ts';
import { applyEdits } from '../../server/language/edits/text-edits.ts';
import { redundantEdges } from '../../server/language/graph/redundant-edges.ts';
import { segmentsOf } from '../../server/language/graph/segments.ts';
import { graphOf } from '../../server/language/edits/verify.ts';
import { readYaml } from '../../server/language/yaml/read-yaml.ts';
import { layoutGraph, type LayoutInput } from '../../webview/graph/layout.ts';
import { largeSteps, layoutInput } from '../webview/graph/graph-arbitraries.ts';
import { atMost, measured, median, milliseconds, type Measured } from './measured.ts';

const count = 1000;

/** A graph of 1,000 steps and about 1,300 edges: its layout, and what a gesture on it costs until the new graph is there. */
export async function benchGraphModel(): Promise<readonly Measured[]> {
  const steps = largeSteps(count);
  const input = layoutInput(steps);
  const more = layoutInput([...steps, { id: 'new', waits: false, after: ['s500'] }]);
  const shown = layoutGraph(input);
  const fresh = await medianOf(() => layoutGraph(input));
  const again = await medianOf(() => layoutGraph(more, shown));
  const ranking = await medianOf(() => plainPasses(input));
  const text = workflowText(steps);
  const document = readYaml(text);
  const read = await medianOf((n) => readYaml(`${text}# ${n}\n`));
  const gesture: GraphGesture = { type: 'add', step: 'new:1.0', after: ['s500:1.0'], before: [] };
  const edit = await medianOf(() => editWorkflow(document, [gesture]));
  const result = editWorkflow(document, [gesture]);
  const now = result.type === 'edit' ? applyEdits(text, result.edits) : text;
  const graph = await medianOf(() => graphAgain(now, document));
  return [
    measured('edges', input.edges.length, ''),
    measured('passes over all edges and a sort per row, nothing else', ranking, 'ms'),
    measured('layout anew', fresh, 'ms'),
    measured('layout after a step was added', again, 'ms'),
    atMost(40, measured('layout anew against the bare passes', fresh / ranking, 'times')),
    atMost(30, measured('layout after a step was added against the bare passes', again / ranking, 'times')),
    measured('reading the whole text', read, 'ms'),
    measured('gesture to text edits, read back', edit, 'ms'),
    measured('new text to graph, segments and redundant edges', graph, 'ms'),
    atMost(0.6, measured('gesture against reading the whole text', edit / read, 'times')),
  ];
}

function graphAgain(text: string, before: ReturnType<typeof readYaml>): void {
  const { steps } = graphOf(readYaml(text, undefined, before));
  const plain = steps.map(({ identity, after }) => ({ id: identity, after, isDiscontinuity: false }));
  segmentsOf(plain);
  redundantEdges(plain);
}

/** What no layout can do without: the yardstick on whatever machine this runs. */
function plainPasses({ nodes, edges }: LayoutInput): number {
  let sum = 0;
  for (let sweep = 0; sweep < 6; sweep += 1) {
    const seen = new Map<string, number>();
    for (const { from, to } of edges) seen.set(to, (seen.get(to) ?? 0) + (seen.get(from) ?? 0) + 1);
    sum += [...nodes].sort((a, b) => (seen.get(a.id) ?? 0) - (seen.get(b.id) ?? 0)).length;
  }
  return sum;
}

function workflowText(steps: ReturnType<typeof largeSteps>): string {
  const entries = steps.map(
    ({ id, after }) => `  # ${id} does its part.\n  - step: ${id}:1.0\n    after: [${after.join(', ')}]\n`,
  );
  return `type: workflow\nname: large\nversion: "1.0"\ndesc: Large.\nsteps:\n${entries.join('')}`;
}

async function medianOf(work: (n: number) => unknown): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < 15; n += 1) times.push(await milliseconds(async () => work(n)));
  return median(times);
}
