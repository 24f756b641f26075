import type { GraphNode, StepId, WorkflowGraph } from '../../../schemas/model/workflow-graph.ts';
import type { GraphLive } from '../../../schemas/protocol/graph-page.ts';
import { layoutGraph, type Layout } from '../../graph/layout.ts';
import { searchSteps } from '../../graph/search.ts';
import type { KeptState } from './kept-state.ts';
import { nodeHeight, nodeWidth } from './scene/node-look.ts';
import type { Direction } from './scene/edge-route.ts';
import { showGraph, type ShownGraph } from './shown-graph.ts';

export interface EdgeEnds {
  readonly from: StepId;
  readonly to: StepId;
}

/** Everything the page knows; what changes it says so, and the page draws once per frame. */
export class Model {
  version = 0;
  isReadOnly = true;
  graph: WorkflowGraph | undefined;
  shown: ShownGraph = showGraph(nothing, new Set());
  layout: Layout | undefined;
  steps: ReadonlyMap<StepId, GraphNode> = new Map();
  broken: string | undefined;
  live: GraphLive = { type: 'none' };
  breakpoints: ReadonlyMap<StepId, boolean> = new Map();
  direction: Direction;
  selection = new Set<StepId>();
  focus: StepId | undefined;
  edge: EdgeEnds | undefined;
  query = '';
  matches: ReadonlySet<StepId> | undefined;
  isRelatedShown: boolean;
  related: { readonly before: ReadonlySet<StepId>; readonly after: ReadonlySet<StepId> } = noRelation;
  readonly collapsed: Set<StepId>;
  readonly #changed: () => void;

  constructor(kept: KeptState, changed: () => void) {
    this.direction = kept.direction;
    this.isRelatedShown = kept.isRelatedShown;
    this.selection = new Set(kept.selection);
    this.focus = kept.focus;
    this.collapsed = new Set(kept.collapsed);
    this.#changed = changed;
  }

  /** Takes the graph of a text; what was selected stays, as far as it is still there. */
  setGraph(graph: WorkflowGraph, version: number, isReadOnly: boolean): void {
    this.#moveFocus(new Set(graph.steps.map(({ id }) => id)));
    this.graph = graph;
    this.version = version;
    this.isReadOnly = isReadOnly;
    this.broken = undefined;
    this.steps = new Map(graph.steps.map((step) => [step.id, step]));
    for (const id of this.selection) if (!this.steps.has(id)) this.selection.delete(id);
    if (this.edge && !this.steps.get(this.edge.to)?.after.some(({ id }) => id === this.edge?.from))
      this.edge = undefined;
    this.arrange();
  }

  setBroken(reason: string): void {
    this.broken = reason;
    this.#changed();
  }

  /** Lays out what is shown; untouched steps stay where they were. */
  arrange(options: { readonly anew?: boolean } = {}): void {
    if (this.graph === undefined) return;
    this.shown = showGraph(this.graph, this.collapsed);
    this.layout = layoutGraph(
      {
        nodes: this.shown.nodes.map(({ id, step }) => ({
          id,
          width: nodeWidth,
          height: nodeHeight,
          segment: step.segment,
        })),
        edges: this.shown.edges,
        direction: this.direction,
      },
      options.anew === true ? undefined : this.layout,
    );
    if (this.focus === undefined || !this.shown.byId.has(this.focus)) {
      this.focus = this.shown.holder.get(this.focus ?? '') ?? this.shown.nodes[0]?.id;
    }
    this.search(this.query);
    this.#relate();
    this.#changed();
  }

  select(ids: Iterable<StepId>, options: { readonly keep?: boolean } = {}): void {
    if (options.keep !== true) this.selection.clear();
    for (const id of ids) this.selection.add(id);
    this.edge = undefined;
    this.#relate();
    this.#changed();
  }

  toggle(id: StepId): void {
    if (!this.selection.delete(id)) this.selection.add(id);
    this.edge = undefined;
    this.#relate();
    this.#changed();
  }

  selectEdge(edge: EdgeEnds | undefined): void {
    this.edge = edge;
    if (edge) this.selection.clear();
    this.#relate();
    this.#changed();
  }

  setFocus(id: StepId): void {
    this.focus = id;
    this.#changed();
  }

  /** Marks the steps that fit what was typed; nothing typed = no search. */
  search(query: string): void {
    this.query = query;
    if (query.trim() === '') this.matches = undefined;
    else {
      const found = searchSteps(this.graph?.steps ?? [], query);
      this.matches = new Set(found.flatMap((id) => this.shown.holder.get(id) ?? []));
    }
    this.#changed();
  }

  setLive(live: GraphLive): void {
    this.live = live;
    this.#changed();
  }

  setBreakpoints(steps: readonly { readonly step: StepId; readonly isEnabled: boolean }[]): void {
    this.breakpoints = new Map(steps.map(({ step, isEnabled }) => [step, isEnabled]));
    this.#changed();
  }

  setRelatedShown(isShown: boolean): void {
    this.isRelatedShown = isShown;
    this.#relate();
    this.#changed();
  }

  changed(): void {
    this.#changed();
  }

  /** Steps that a gesture is about: the selected ones, else the one in focus. */
  get targets(): readonly StepId[] {
    if (this.selection.size > 0) return [...this.selection];
    return this.focus === undefined ? [] : [this.focus];
  }

  /** When the step in focus goes, what came before it takes the focus, else what came after. */
  #moveFocus(remaining: ReadonlySet<StepId>): void {
    if (this.focus === undefined || remaining.has(this.focus)) return;
    const { queries } = this.shown;
    const near = [...queries.directlyBefore(this.focus), ...queries.directlyAfter(this.focus)];
    this.focus = near.find((id) => remaining.has(id));
  }

  #relate(): void {
    const [only, ...others] = this.selection;
    if (!this.isRelatedShown || only === undefined || others.length > 0) this.related = noRelation;
    else this.related = { before: this.shown.queries.before(only), after: this.shown.queries.after(only) };
  }
}

const noRelation = { before: new Set<StepId>(), after: new Set<StepId>() };
const nothing: WorkflowGraph = {
  name: '',
  version: '',
  description: '',
  form: 'none',
  steps: [],
  segments: [],
  problems: [],
};
