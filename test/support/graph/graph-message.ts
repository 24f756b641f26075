import type { GraphNode, StepKind, WorkflowGraph } from '../../../schemas/model/workflow-graph.ts';
import type { ToGraphPage } from '../../../schemas/protocol/graph-page.ts';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 4 } };

/** One step with plain values where none are given. */
export function graphNode(name: string, after: readonly string[], more: Partial<GraphNode> = {}): GraphNode {
  return {
    id: `${name}:1.0`,
    name,
    version: '1.0',
    kind: 'normal',
    isArray: false,
    description: `Does ${name}.`,
    after: after.map((one) => ({ id: `${one}:1.0` })),
    segment: 1,
    range,
    uri: `file:///shop/steps/${name}.step.yaml`,
    codeUri: `file:///shop/steps/${name}.step.ts`,
    problems: [],
    ...more,
  };
}

/** A small workflow in which each thing that is drawn occurs. */
export function shopGraph(): WorkflowGraph {
  const problem = {
    code: 'ORDO-STEP-001',
    severity: 'error' as const,
    message: 'The class is missing.',
    remedy: 'Write it.',
    uri: 'file:///shop/steps/check-card.step.yaml',
    range,
  };
  return {
    name: 'shop-order',
    version: '1.0',
    description: 'From the basket to the van.',
    form: 'explicit',
    segments: [
      { number: 1, name: 'Begins with the order' },
      { number: 2, name: 'Goes on when "carrier" answers' },
    ],
    problems: [],
    steps: [
      graphNode('check-order', []),
      graphNode('reserve-stock', ['check-order'], { isArray: true }),
      graphNode('check-card', ['check-order'], { problems: [problem] }),
      graphNode('take-payment', ['reserve-stock', 'check-card'], {
        description: 'Takes the money from the card of the customer, at once and in full.',
      }),
      graphNode('book-carrier', ['take-payment'], { kind: 'async', queue: 'carrier-answers' }),
      graphNode('wait-for-van', ['book-carrier'], { kind: 'event', event: 'van-arrived', segment: 2 }),
      {
        ...graphNode('refund-rest', ['wait-for-van'], { kind: 'subworkflow', subworkflow: 'refund:1.0', segment: 2 }),
        after: [{ id: 'wait-for-van:1.0' }, { id: 'take-payment:1.0', isRedundant: true }],
      },
      graphNode('notify-customer', ['refund-rest'], { segment: 2, kind: 'unknown' }),
    ],
  };
}

/** A graph of `count` steps and about 1.3 times as many edges; the same for the same numbers. */
export function largeGraph(count: number, seed = 1): WorkflowGraph {
  const random = randomOf(seed);
  const kinds: readonly StepKind[] = ['normal', 'normal', 'normal', 'normal', 'async', 'subworkflow'];
  const segments: number[] = [];
  const steps = Array.from({ length: count }, (_, index) => {
    const near = Math.min(index, 12);
    const after = new Set<number>();
    if (index > 0) after.add(index - 1 - Math.floor(random() * near));
    if (index > 0 && random() < 0.31) after.add(index - 1 - Math.floor(random() * near));
    const kind = kinds[Math.floor(random() * kinds.length)] ?? 'normal';
    segments[index] = Math.floor(index / 50) + 1;
    return graphNode(
      `step-${index}`,
      [...after].map((one) => `step-${one}`),
      {
        kind,
        segment: segments[index] ?? 1,
        ...(kind === 'async' ? { queue: `queue-${index % 9}` } : {}),
        ...(kind === 'subworkflow' ? { subworkflow: `flow-${index % 5}` } : {}),
      },
    );
  });
  const last = segments.at(-1) ?? 1;
  return {
    ...shopGraph(),
    steps,
    segments: Array.from({ length: last }, (_, index) => ({ number: index + 1, name: `Segment ${index + 1}` })),
  };
}

export function graphMessage(graph: WorkflowGraph, version = 1): ToGraphPage {
  return { type: 'graph', version, graph, isReadOnly: false };
}

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
