import type { ProblemRange, ProblemSeverity } from '../protocol/problem.ts';
import type { JsonValue } from './data.ts';

/** `name:version` of a step; a step stands once in a workflow, so this names a node of its graph. */
export type StepId = string;

export const stepKinds = ['normal', 'async', 'event', 'subworkflow', 'unknown'] as const;
/** `unknown`: the workspace has no such step, or its base class says nothing. */
export type StepKind = (typeof stepKinds)[number];

/** A workflow as a picture needs it: what the text says, in list order. */
export interface WorkflowGraph {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** How the dependencies are written; `none`: there are no steps yet. */
  readonly form: 'nested' | 'explicit' | 'none';
  readonly steps: readonly GraphNode[];
  readonly segments: readonly GraphSegment[];
  /** Problems of the workflow's file that belong to no step. */
  readonly problems: readonly GraphProblem[];
}

export interface GraphNode {
  readonly id: StepId;
  readonly name: string;
  readonly version: string;
  readonly kind: StepKind;
  readonly isArray: boolean;
  readonly description: string;
  readonly after: readonly GraphEdge[];
  /** Number of a segment in `segments`. */
  readonly segment: number;
  /** Queue of an asynchronous step, event of an event step. */
  readonly queue?: string;
  readonly event?: string;
  /** `name` or `name:version` of the workflow that a subworkflow step starts. */
  readonly subworkflow?: string;
  /** Where the step stands in the workflow's file. */
  readonly range: ProblemRange;
  /** The step's own files, as far as they exist. */
  readonly uri?: string;
  readonly codeUri?: string;
  /** Problems of this entry, of the step's YAML and of its class. */
  readonly problems: readonly GraphProblem[];
}

export interface GraphEdge {
  readonly id: StepId;
  /** The dependency says nothing that another path does not say already. */
  readonly isRedundant?: boolean;
}

/** Steps that an order passes without waiting (manual: segments); between segments it waits for a queue, event or order. */
export interface GraphSegment {
  readonly number: number;
  readonly name: string;
}

export interface GraphProblem {
  readonly code: string;
  readonly severity: ProblemSeverity;
  readonly message: string;
  readonly remedy: string;
  readonly uri: string;
  readonly range: ProblemRange;
}

/** A step of the workspace that can be put into the workflow. */
export interface PaletteStep {
  readonly id: StepId;
  readonly kind: StepKind;
  readonly isArray: boolean;
  readonly description: string;
  /** It stands in this workflow already. */
  readonly isUsed: boolean;
}

/** What forms show about a step or the workflow itself; made from the JSON Schemas of the metadata. */
export interface GraphDetails {
  /** Absent = the workflow. */
  readonly step?: StepId;
  readonly uri?: string;
  readonly codeUri?: string;
  readonly fields: readonly GraphField[];
  readonly methods: readonly GraphMethod[];
}

export const fieldTypes = ['text', 'number', 'boolean', 'choice', 'list', 'yaml'] as const;

export interface GraphField {
  /** Key of the YAML file; a key below another is `outer/inner`. */
  readonly key: string;
  readonly title: string;
  readonly description: string;
  /** `list`: texts; `yaml`: a value with a form of its own, shown as YAML and edited in the text. */
  readonly type: (typeof fieldTypes)[number];
  readonly isRequired: boolean;
  readonly isReadOnly: boolean;
  readonly choices: readonly string[];
  /** Absent = not in the file. For `yaml` its text. */
  readonly value?: JsonValue;
  readonly defaultValue?: JsonValue;
  /** What the rules say about this key now. */
  readonly problems: readonly string[];
  readonly range?: ProblemRange;
}

export interface GraphMethod {
  readonly name: string;
  readonly uri: string;
  readonly range: ProblemRange;
}

/** What a person does to the graph. Each becomes the smallest text edit, and one undo step. */
export type GraphGesture =
  /** Puts a step of the workspace in: after `after`, and `before` these; with both, edges between the two are replaced by the way over it. */
  | {
      readonly type: 'add';
      readonly step: StepId;
      readonly after: readonly StepId[];
      readonly before: readonly StepId[];
    }
  /** Makes `to` wait for `from`. */
  | { readonly type: 'connect'; readonly from: StepId; readonly to: StepId }
  | { readonly type: 'disconnect'; readonly from: StepId; readonly to: StepId }
  /** The edge `from -> to` gets other ends, in one step. */
  | {
      readonly type: 'rewire';
      readonly from: StepId;
      readonly to: StepId;
      readonly newFrom: StepId;
      readonly newTo: StepId;
    }
  /** With `heal`, what waited for a deleted step waits for what that step waited for. */
  | { readonly type: 'delete'; readonly steps: readonly StepId[]; readonly heal: boolean }
  /** Another step (or version) in the same place. */
  | { readonly type: 'replace'; readonly step: StepId; readonly by: StepId }
  /** Steps with the edges among them, as copied from this or another workflow; those without any follow `after`. */
  | {
      readonly type: 'paste';
      readonly steps: readonly { readonly step: StepId; readonly after: readonly StepId[] }[];
      readonly after: readonly StepId[];
    }
  /** Sets (or without `value` removes) a key of the step's file, or of the workflow's when there is no `step`. */
  | { readonly type: 'set'; readonly step?: StepId; readonly key: string; readonly value?: JsonValue }
  /** Writes nested lists as explicit edges. */
  | { readonly type: 'make-explicit' }
  /** All of them one after another, as one edit; when one is refused, nothing is done. */
  | { readonly type: 'several'; readonly gestures: readonly GraphGesture[] };

/** How a gesture changes texts, or why it cannot. */
export type GraphEditAnswer =
  | { readonly type: 'edit'; readonly files: readonly FileEdits[]; readonly converted: boolean }
  | { readonly type: 'refused'; readonly reason: string };

export interface FileEdits {
  readonly uri: string;
  /** Sorted, without overlaps, in the text that the request was about. */
  readonly edits: readonly { readonly range: ProblemRange; readonly text: string }[];
}
