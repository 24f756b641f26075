import type { GraphNode, StepId, WorkflowGraph } from '../../../schemas/model/workflow-graph.ts';
import { findSeries, foldSeries } from '../../graph/collapse.ts';
import { GraphQueries } from '../../graph/queries.ts';

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

/** The graph as it is drawn. */
export interface ShownGraph {
  readonly nodes: readonly ShownNode[];
  readonly edges: readonly ShownEdge[];
  readonly byId: ReadonlyMap<StepId, ShownNode>;
  /** The node that stands for a step. */
  readonly holder: ReadonlyMap<StepId, StepId>;
  readonly queries: GraphQueries;
}

export function showGraph(graph: WorkflowGraph, collapsed: ReadonlySet<StepId>): ShownGraph {
  const series = collapsed.size === 0 ? [] : seriesOf(graph).filter(({ id }) => collapsed.has(id));
  const byStep = new Map(graph.steps.map((step) => [step.id, step]));
  const membersOf = new Map(series.map(({ id, steps }) => [id, steps.flatMap((step) => byStep.get(step) ?? [])]));
  const steps = foldSeries(graph.steps, series);
  const nodes = steps.map((step) => ({ id: step.id, step, members: membersOf.get(step.id) ?? [step] }));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return {
    nodes,
    byId,
    holder: new Map(nodes.flatMap(({ id, members }) => members.map((member) => [member.id, id]))),
    edges: nodes.flatMap(({ id, step }) =>
      step.after
        .filter((edge) => byId.has(edge.id))
        .map((edge) => ({ from: edge.id, to: id, isRedundant: edge.isRedundant === true })),
    ),
    queries: new GraphQueries(steps),
  };
}

/** Series of two steps and more that can be collapsed. */
export function seriesOf(graph: WorkflowGraph): ReturnType<typeof findSeries> {
  return findSeries(graph.steps, 2);
}
