import type { YamlNode } from '../yaml/node.ts';
import type { GraphFault, GraphStep, StepIdentity } from './step-graph.ts';

/** Bounds what a nested list may say: two groups of n steps side by side have n * n dependencies. */
const maxSteps = 10_000;
const maxEdges = 200_000;

/** Gathers steps and faults while a list is read, and finds a step that stands twice. */
export class StepCollector {
  readonly steps: GraphStep[] = [];
  readonly faults: GraphFault[] = [];
  readonly byIdentity = new Map<StepIdentity, GraphStep>();
  /** Dependencies of explicit steps, by identity, with the place where each is written. */
  readonly edges = new Map<StepIdentity, readonly WrittenEdge[]>();
  #edgeCount = 0;

  fault(fault: GraphFault): void {
    this.faults.push(fault);
  }

  /** Adds a step; undefined (and a fault) when it stands in the list already or the list is too large. */
  add(reference: StepReference, after: readonly StepIdentity[], edges?: readonly WrittenEdge[]): GraphStep | undefined {
    const { start, end, identity } = reference;
    const first = this.byIdentity.get(identity);
    if (first) {
      const related = [{ start: first.start, end: first.end, message: 'It stands here first.' }];
      this.fault({ kind: 'step-twice', start, end, values: { step: identity }, related });
      return undefined;
    }
    if (this.#isTooLarge(after.length, start, end)) return undefined;
    const step: GraphStep = { ...reference, after, ...(edges ? { edges } : {}) };
    this.steps.push(step);
    this.byIdentity.set(identity, step);
    return step;
  }

  #isTooLarge(moreEdges: number, start: number, end: number): boolean {
    const wasTooLarge = this.steps.length >= maxSteps || this.#edgeCount > maxEdges;
    this.#edgeCount += moreEdges;
    if (wasTooLarge) return true;
    if (this.steps.length + 1 >= maxSteps)
      this.fault({ kind: 'too-many-steps', start, end, values: { limit: maxSteps } });
    if (this.#edgeCount > maxEdges) this.fault({ kind: 'too-many-edges', start, end, values: { limit: maxEdges } });
    return this.#edgeCount > maxEdges;
  }
}

export interface WrittenEdge {
  readonly to: StepIdentity;
  readonly start: number;
  readonly end: number;
}

export interface StepReference {
  readonly identity: StepIdentity;
  readonly name: string;
  readonly version: string;
  readonly start: number;
  readonly end: number;
}

/** `pay: 1.0`, which YAML takes for a hash, as the reference `pay:1.0` that was meant. */
export function spacedReference(node: YamlNode): string | undefined {
  const only = node.kind === 'map' && node.entries.length === 1 ? node.entries[0] : undefined;
  if (only?.value.kind !== 'scalar' || only.key === 'step' || only.key === 'after' || only.key === '') return undefined;
  const version = typeof only.value.value === 'string' ? only.value.value : only.value.source;
  return version === '' ? undefined : `${only.key}:${version}`;
}

/** Reads `name:version`; says what is wrong with anything else. */
export function readReference(node: YamlNode, collector: StepCollector): StepReference | undefined {
  const { start, end } = node;
  const spaced = spacedReference(node);
  if (spaced !== undefined) {
    collector.fault({
      kind: 'blank-in-reference',
      start,
      end,
      values: { step: spaced },
      data: { fix: 'replace', text: spaced },
    });
    return undefined;
  }
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || node.value.trim() === '') {
    collector.fault({ kind: 'not-a-step', start, end, values: {} });
    return undefined;
  }
  const text = node.value.trim();
  const [name = '', version, ...rest] = text.split(':');
  if (version === undefined) {
    collector.fault({
      kind: 'version-missing',
      start,
      end,
      values: { step: text },
      data: { fix: 'add-version', step: text },
    });
    return undefined;
  }
  if (name === '' || version === '' || rest.length > 0) {
    collector.fault({ kind: 'bad-reference', start, end, values: { step: text } });
    return undefined;
  }
  return { identity: `${name}:${version}`, name, version, start, end };
}
