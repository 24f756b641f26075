import type { GraphNode, StepId, WorkflowGraph } from '../../../schemas/model/workflow-graph.ts';

/** A node of the picture: a step, or a collapsed series of steps under the name of its first. */
export interface ShownNode {
  readonly id: StepId;
  readonly step: GraphNode;
  readonly members: readonly GraphNode[];
}

export interface ShownEdge {
  readonly from: StepId;
  readonly to: StepId;
  readonly isRedundant: boolean;
}

/** The graph as it is drawn, with its connections both ways. */
export interface ShownGraph {
  readonly nodes: readonly ShownNode[];
  readonly edges: readonly ShownEdge[];
  readonly byId: ReadonlyMap<StepId, ShownNode>;
  /** The node that stands for a step. */
  readonly holder: ReadonlyMap<StepId, StepId>;
  readonly before: ReadonlyMap<StepId, readonly StepId[]>;
  readonly after: ReadonlyMap<StepId, readonly StepId[]>;
}

export function showGraph(graph: WorkflowGraph, collapsed: ReadonlySet<StepId>): ShownGraph {
  const series = collapsed.size === 0 ? new Map<StepId, readonly GraphNode[]>() : seriesOf(graph);
  const holder = new Map<StepId, StepId>();
  const nodes: ShownNode[] = [];
  for (const step of graph.steps) {
    if (holder.has(step.id)) continue;
    const members = collapsed.has(step.id) ? (series.get(step.id) ?? [step]) : [step];
    for (const member of members) holder.set(member.id, step.id);
    nodes.push({ id: step.id, step, members });
  }
  return { nodes, holder, byId: new Map(nodes.map((node) => [node.id, node])), ...connect(nodes, holder) };
}

/** Series of two steps and more by their first: steps of one segment, each with the one before as its only way in, and that one's only way out. */
export function seriesOf(graph: WorkflowGraph): ReadonlyMap<StepId, readonly GraphNode[]> {
  const byId = new Map(graph.steps.map((step) => [step.id, step]));
  const followers = new Map<StepId, GraphNode[]>();
  for (const step of graph.steps)
    for (const { id } of step.after) followers.set(id, [...(followers.get(id) ?? []), step]);
  const next = (step: GraphNode): GraphNode | undefined => {
    const [only, ...others] = followers.get(step.id) ?? [];
    return only && others.length === 0 && only.after.length === 1 && only.segment === step.segment ? only : undefined;
  };
  const result = new Map<StepId, readonly GraphNode[]>();
  for (const step of graph.steps) {
    const [before, ...others] = step.after.map(({ id }) => byId.get(id));
    if (before && others.length === 0 && next(before) === step) continue;
    const members = [step];
    for (let at = next(step); at && !members.includes(at); at = next(at)) members.push(at);
    if (members.length > 1) result.set(step.id, members);
  }
  return result;
}

function connect(
  nodes: readonly ShownNode[],
  holder: ReadonlyMap<StepId, StepId>,
): Pick<ShownGraph, 'edges' | 'before' | 'after'> {
  const edges: ShownEdge[] = [];
  const before = new Map<StepId, StepId[]>();
  const after = new Map<StepId, StepId[]>();
  for (const { id, step } of nodes) {
    before.set(id, []);
    for (const edge of step.after) {
      const from = holder.get(edge.id);
      if (from === undefined || from === id) continue;
      edges.push({ from, to: id, isRedundant: edge.isRedundant === true });
      before.get(id)?.push(from);
      after.set(from, [...(after.get(from) ?? []), id]);
    }
  }
  return { edges, before, after };
}
