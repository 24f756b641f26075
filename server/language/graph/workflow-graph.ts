import type { GraphNode, GraphProblem, GraphSegment, WorkflowGraph } from '../../../schemas/model/workflow-graph.ts';
import type { Problem, ProblemRange } from '../../../schemas/protocol/problem.ts';
import type { YamlObject } from '../objects/yaml-object.ts';
import type { ProjectObject } from '../project.ts';
import { redundantEdges } from './redundant-edges.ts';
import { segmentsOf, type Segment } from './segments.ts';
import { stepFacts, type StepFacts } from './step-facts.ts';
import type { GraphStep, StepGraph } from './step-graph.ts';

/** What the picture of a workflow is made from. */
export interface GraphSource {
  readonly workflow: YamlObject;
  readonly find: (kind: string, name: string, version?: string) => readonly ProjectObject[];
  /** All problems of the project as last found; `file` relative to the project folder. */
  readonly problems: readonly Problem[];
  readonly uriOf: (file: string) => string;
  readonly absolute: (file: string) => string;
  readonly codeText: (file: string) => string | undefined;
}

/** The workflow as a picture needs it: steps with what the project says of them, segments, problems at their steps. */
export function workflowGraph(source: GraphSource): WorkflowGraph {
  const { workflow } = source;
  const graph = workflow.graph ?? { form: 'none', steps: [], faults: [] };
  const known = new Map(graph.steps.map((step) => [step.identity as string, findStep(step, source)]));
  const facts = new Map([...known].map(([id, step]) => [id, step ? stepFacts(step, source.codeText) : unknownStep]));
  const { segments, segmentOf } = segmentsOf(
    graph.steps.map(({ identity, after }) => ({
      id: identity,
      after,
      isDiscontinuity: isDiscontinuity(facts.get(identity)),
    })),
  );
  const problems = new ProblemPlaces(source, graph, known);
  const redundant = redundantEdges(graph.steps.map(({ identity, after }) => ({ id: identity, after })));
  return {
    name: workflow.name,
    version: workflow.version ?? '',
    description: workflow.description,
    form: graph.form,
    steps: graph.steps.map((step) => ({
      ...nodeOf(step, known.get(step.identity), source),
      ...(facts.get(step.identity) ?? unknownStep),
      after: step.after.map((id) => ({
        id,
        ...(redundant.get(step.identity)?.has(id) === true ? { isRedundant: true } : {}),
      })),
      segment: segmentOf.get(step.identity) ?? 0,
      problems: problems.ofStep(step.identity),
    })),
    segments: segments.map((segment) => ({ number: segment.number, name: segmentName(segment, facts) })),
    problems: problems.ofWorkflow,
  };
}

const unknownStep: StepFacts = { kind: 'unknown', isArray: false };

function isDiscontinuity(facts: StepFacts | undefined): boolean {
  return facts !== undefined && facts.kind !== 'normal' && facts.kind !== 'unknown';
}

function findStep(step: GraphStep, { find }: GraphSource): ProjectObject | undefined {
  return find('step', step.name, step.version)[0];
}

type PlainNode = Pick<GraphNode, 'id' | 'name' | 'version' | 'description' | 'range' | 'uri' | 'codeUri'>;

function nodeOf(step: GraphStep, found: ProjectObject | undefined, source: GraphSource): PlainNode {
  return {
    id: step.identity,
    name: step.name,
    version: step.version,
    description: found?.description ?? '',
    range: source.workflow.document.lines.range(step.start, step.end),
    ...(found ? { uri: source.uriOf(found.file) } : {}),
    ...(found?.codeFile === undefined ? {} : { codeUri: source.uriOf(found.codeFile) }),
  };
}

/** What the order waits for before the segment begins. */
function segmentName(segment: Segment, facts: ReadonlyMap<string, StepFacts>): GraphSegment['name'] {
  if (segment.number === 0) return 'Start';
  if (segment.entry === undefined) return 'When all have come together';
  const name = segment.entry.slice(0, segment.entry.indexOf(':'));
  const entry = facts.get(segment.entry);
  if (entry?.queue !== undefined) return `When "${entry.queue}" has answered ${name}`;
  if (entry?.event !== undefined) return `When "${entry.event}" has happened for ${name}`;
  if (entry?.subworkflow !== undefined) return `When "${entry.subworkflow}" is done for ${name}`;
  return `When ${name} is answered`;
}

/** Problems by the step they are about: its entry in the workflow, its YAML or its class. */
class ProblemPlaces {
  readonly ofWorkflow: GraphProblem[] = [];
  readonly #bySteps = new Map<string, GraphProblem[]>();

  constructor(source: GraphSource, graph: StepGraph, known: ReadonlyMap<string, ProjectObject | undefined>) {
    const entries = entryLines(source.workflow, graph);
    const byFile = new Map<string, string[]>();
    for (const [id, step] of known)
      for (const file of step ? [step.file, step.codeFile] : [])
        if (file !== undefined) byFile.set(file, [...(byFile.get(file) ?? []), id]);
    for (const problem of source.problems) {
      if (problem.file === undefined) continue;
      const file = source.absolute(problem.file);
      const isHere = file === source.workflow.file;
      const ids = isHere ? stepAt(entries, problem.range) : (byFile.get(file) ?? []);
      const shown = toGraphProblem(problem, source.uriOf(file));
      for (const id of ids) this.#bySteps.set(id, [...(this.#bySteps.get(id) ?? []), shown]);
      if (isHere && ids.length === 0) this.ofWorkflow.push(shown);
    }
  }

  ofStep(id: string): readonly GraphProblem[] {
    return this.#bySteps.get(id) ?? [];
  }
}

interface EntryLines {
  readonly id: string;
  readonly first: number;
  readonly last: number;
}

function entryLines(workflow: YamlObject, graph: StepGraph): readonly EntryLines[] {
  const list = workflow.node(['steps']);
  const entries = graph.form === 'explicit' && list?.kind === 'list' ? list.items : [];
  const { lines } = workflow.document;
  let at = 0;
  return graph.steps.map((step) => {
    // Both lists are in the order of the text; an alias has its own place.
    while (at < entries.length && (entries[at]?.end ?? 0) < step.end) at += 1;
    const found = entries[at];
    const entry = found && found.start <= step.start ? found : step;
    const { start, end } = lines.range(entry.start, entry.end);
    return { id: step.identity, first: start.line, last: end.line };
  });
}

function stepAt(entries: readonly EntryLines[], range: ProblemRange | undefined): readonly string[] {
  if (range === undefined) return [];
  const { line } = range.start;
  return entries.filter(({ first, last }) => first <= line && line <= last).map(({ id }) => id);
}

function toGraphProblem(problem: Problem, uri: string): GraphProblem {
  const { code, severity, message, remedy, range = startOfFile } = problem;
  return { code, severity, message, remedy, uri, range };
}

const startOfFile: ProblemRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
