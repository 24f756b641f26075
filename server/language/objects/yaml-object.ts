import type { ProblemRange } from '../../../schemas/protocol/problem.ts';
import type { ObjectKind, ProjectObject, ResolvedStep } from '../project.ts';
import { readStepGraph, type StepGraph } from '../graph/step-graph.ts';
import { entryAt, nodeAt, toPlainObject, type YamlNode, type YamlPath, type PlainValue } from '../yaml/node.ts';
import type { YamlDocument } from '../yaml/read-yaml.ts';
import { baseName, kindRows } from './object-kinds.ts';

/** An object of a YAML file with the place of each of its parts. What is costly is read when it is first asked for. */
export class YamlObject implements ProjectObject {
  readonly kind: ObjectKind;
  readonly file: string;
  readonly document: YamlDocument;
  readonly name: string;
  readonly version?: string;
  /** Set by the project, which knows which files exist. */
  codeFile?: string;
  #data?: Readonly<Record<string, PlainValue>>;
  #graph?: StepGraph | null;
  #steps?: readonly ResolvedStep[] | null;

  constructor(kind: ObjectKind, file: string, document: YamlDocument) {
    this.kind = kind;
    this.file = file;
    this.document = document;
    const { nameKey, hasVersion } = kindRows[kind];
    this.name = nameKey === undefined ? baseName(file) : (this.text(nameKey) ?? '');
    const version = hasVersion ? this.text('version') : undefined;
    if (version !== undefined) this.version = version;
  }

  /** `name:version`, or the name for kinds without version. */
  get identity(): string {
    return this.version === undefined ? this.name : `${this.name}:${this.version}`;
  }

  get description(): string {
    return this.text('desc') ?? '';
  }

  get data(): Readonly<Record<string, PlainValue>> {
    const { root } = this.document;
    return (this.#data ??= root?.kind === 'map' ? toPlainObject(root) : {});
  }

  /** The place of the name, where the object is shown in lists and outlines. */
  get range(): ProblemRange {
    return this.rangeOf([kindRows[this.kind].nameKey ?? 'type']);
  }

  /** Steps of a workflow with all that is wrong with them. */
  get graph(): StepGraph | undefined {
    const node = this.kind === 'workflow' ? this.node(['steps']) : undefined;
    this.#graph ??= node ? readStepGraph(node) : null;
    return this.#graph ?? undefined;
  }

  get steps(): readonly ResolvedStep[] | undefined {
    this.#steps ??= this.#readSteps();
    return this.#steps ?? undefined;
  }

  /** The text of a key with a plain value, as written (`1.0` also where the quotes were forgotten). */
  text(key: string): string | undefined {
    const node = this.node([key]);
    if (node?.kind !== 'scalar' || node.value === null) return undefined;
    return typeof node.value === 'string' ? node.value : node.source;
  }

  node(path: YamlPath): YamlNode | undefined {
    return nodeAt(this.document.root, path);
  }

  /**
   * A single value's place; of a map or list the key that holds it (a whole block underlined helps nobody); of a path
   * that is not there the nearest part that is.
   */
  rangeOf(path: YamlPath): ProblemRange {
    const span = this.#span(path);
    return this.document.lines.range(span.start, span.end);
  }

  /** The place of the key itself. */
  keyRange(path: YamlPath): ProblemRange {
    const entry = entryAt(this.document.root, path);
    return entry ? this.document.lines.range(entry.keyStart, entry.keyEnd) : this.rangeOf(path);
  }

  #span(path: YamlPath): { start: number; end: number } {
    const node = nodeAt(this.document.root, path);
    if (!node) return path.length === 0 ? this.#firstLine() : this.#span(path.slice(0, -1));
    if (node.kind === 'scalar' && node.end > node.start) return node;
    const entry = entryAt(this.document.root, path);
    if (entry) return { start: entry.keyStart, end: entry.keyEnd };
    return path.length === 0 ? this.#kindPlace() : this.#firstPart(node);
  }

  #firstPart(node: YamlNode): { start: number; end: number } {
    const first = node.kind === 'map' ? node.entries[0] : undefined;
    return first ? { start: first.keyStart, end: first.keyEnd } : { start: node.start, end: node.end };
  }

  #kindPlace(): { start: number; end: number } {
    const type = this.node(['type']);
    return type?.kind === 'scalar' && type.end > type.start ? type : this.#firstLine();
  }

  #firstLine(): { start: number; end: number } {
    const line = /^.*$/m.exec(this.document.text);
    return { start: 0, end: line?.[0].length ?? 0 };
  }

  #readSteps(): readonly ResolvedStep[] | null {
    const graph = this.graph;
    if (!graph || graph.form === 'none' || graph.faults.some((fault) => !lightFaults.has(fault.kind))) return null;
    const { lines } = this.document;
    return graph.steps.map(({ identity, after, start, end }) => ({
      step: identity,
      after,
      range: lines.range(start, end),
    }));
  }
}

/** Faults that leave no doubt about the graph. */
const lightFaults: ReadonlySet<string> = new Set(['after-twice', 'unknown-key', 'empty-group']);
