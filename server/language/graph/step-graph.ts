import type { YamlMap, YamlNode } from '../yaml/node.ts';
import { findCycles } from './cycles.ts';
import { readExplicitSteps } from './explicit-steps.ts';
import { readNestedSteps } from './nested-steps.ts';
import { spacedReference, StepCollector } from './step-collector.ts';

export type StepIdentity = `${string}:${string}`;

/** The steps of a workflow with what each waits for, in list order, and what is wrong with the list. */
export interface StepGraph {
  readonly form: 'nested' | 'explicit' | 'none';
  readonly steps: readonly GraphStep[];
  readonly faults: readonly GraphFault[];
}

export interface GraphStep {
  readonly identity: StepIdentity;
  readonly name: string;
  readonly version: string;
  readonly after: readonly StepIdentity[];
  /** Offsets of the step's reference in the text. */
  readonly start: number;
  readonly end: number;
  /** What each entry of `after` means and where it stands; nested lists have none. */
  readonly edges?: readonly { readonly to: StepIdentity; readonly start: number; readonly end: number }[];
}

export interface GraphFault {
  readonly kind: GraphFaultKind;
  readonly start: number;
  readonly end: number;
  readonly values: Readonly<Record<string, string | number>>;
  readonly data?: Readonly<Record<string, string | number | boolean>>;
  readonly related?: readonly { readonly start: number; readonly end: number; readonly message: string }[];
}

export type GraphFaultKind =
  | 'not-a-list'
  | 'no-steps'
  | 'mixed-forms'
  | 'not-a-step'
  | 'version-missing'
  | 'bad-reference'
  | 'blank-in-reference'
  | 'step-twice'
  | 'empty-group'
  | 'step-key-missing'
  | 'after-missing'
  | 'after-not-a-list'
  | 'after-unknown'
  | 'after-ambiguous'
  | 'after-twice'
  | 'unknown-key'
  | 'waits-for-itself'
  | 'cycle'
  | 'too-many-steps'
  | 'too-many-edges';

/** Reads `steps` in either written form (manual: step dependency list). Linear in steps and edges; never throws. */
export function readStepGraph(node: YamlNode): StepGraph {
  const collector = new StepCollector();
  const form = readList(node, collector);
  if (form === 'explicit') for (const fault of findCycles(collector)) collector.fault(fault);
  return { form, steps: collector.steps, faults: collector.faults };
}

function readList(node: YamlNode, collector: StepCollector): StepGraph['form'] {
  if (node.kind !== 'list') {
    collector.fault({ kind: 'not-a-list', start: node.start, end: node.end, values: {} });
    return 'none';
  }
  if (node.items.length === 0) {
    collector.fault({ kind: 'no-steps', start: node.start, end: node.end, values: {} });
    return 'none';
  }
  const maps = node.items.filter(isExplicit);
  if (maps.length === 0) {
    readNestedSteps(node, collector);
    return 'nested';
  }
  if (maps.length < node.items.length) return refuseMixed(node.items, maps, collector);
  readExplicitSteps(maps, collector);
  return 'explicit';
}

function isExplicit(item: YamlNode): item is YamlMap {
  return item.kind === 'map' && spacedReference(item) === undefined;
}

/** A list is all one form or all the other; the rarer form is the one to change. */
function refuseMixed(items: readonly YamlNode[], maps: readonly YamlMap[], collector: StepCollector): 'none' {
  const isMostlyExplicit = maps.length * 2 >= items.length;
  const other = items.find((item) => isExplicit(item) !== isMostlyExplicit);
  const { start, end } = other ?? { start: 0, end: 0 };
  const form = isMostlyExplicit ? '`step` and `after`' : 'nested lists';
  collector.fault({ kind: 'mixed-forms', start, end, values: { form } });
  return 'none';
}
