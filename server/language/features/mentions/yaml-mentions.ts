import { expectedCodeFile } from '../../objects/code-file.ts';
import { kindRows } from '../../objects/object-kinds.ts';
import { referenceKeys } from '../../objects/reference-keys.ts';
import type { YamlFile } from '../../objects/yaml-file.ts';
import type { YamlObject } from '../../objects/yaml-object.ts';
import type { YamlNode } from '../../yaml/node.ts';
import type { Mention, Target } from './mention.ts';

/** Every place of a YAML file where a thing is named; read once for each text. */
export function yamlMentions(file: YamlFile): readonly Mention[] {
  let found = known.get(file);
  if (!found) {
    const { object } = file;
    found = object ? new Collector(object).collect() : [];
    known.set(file, found);
  }
  return found;
}

const known = new WeakMap<YamlFile, readonly Mention[]>();

class Collector {
  readonly #object: YamlObject;
  readonly #found: Mention[] = [];

  constructor(object: YamlObject) {
    this.#object = object;
  }

  collect(): readonly Mention[] {
    const object = this.#object;
    this.#definition();
    if (object.kind === 'workflow') this.#steps();
    for (const [key, row] of Object.entries(referenceKeys)) {
      if (row.only && !row.only.includes(object.kind)) continue;
      const nodes = itemsOf(object.node([key]));
      const named = row.member === undefined ? nodes : nodes.map((node) => member(node, row.member ?? ''));
      for (const node of named) this.#reference(node, row.kind, row.withVersion === true);
    }
    this.#listed(['errors'], 'name', 'error', object.kind === 'errors' ? 'definition' : undefined);
    this.#listed(['config-items'], 'name', 'config-item', 'definition');
    this.#listed(['config-item-values'], 'name', 'config-item', 'reference');
    for (const node of itemsOf(object.node(['keylist']))) this.#add(node, 'definition', 'order-key');
    this.#className();
    return this.#found.sort((a, b) => a.start - b.start);
  }

  #definition(): void {
    const { nameKey, hasVersion } = kindRows[this.#object.kind];
    if (nameKey === undefined) return;
    const version = hasVersion ? this.#object.version : undefined;
    this.#add(this.#object.node([nameKey]), 'definition', this.#object.kind, version);
  }

  /** Steps in both written forms, and the names in `after`. */
  #steps(): void {
    const steps = this.#object.graph?.steps ?? [];
    const byName = new Map(steps.map(({ name, version }) => [name, version]));
    const list = this.#object.node(['steps']);
    const visit = (node: YamlNode): void => {
      if (node.kind === 'list') node.items.forEach(visit);
      else if (node.kind === 'scalar') this.#reference(node, 'step', true);
      else {
        this.#reference(node.byKey.get('step')?.value, 'step', true);
        for (const name of itemsOf(node.byKey.get('after')?.value)) this.#after(name, byName);
      }
    };
    if (list) visit(list);
  }

  #after(node: YamlNode, byName: ReadonlyMap<string, string>): void {
    const text = textOf(node);
    if (text === undefined) return;
    const [name = '', version] = text.split(':');
    this.#add(node, 'reference', 'step', version ?? byName.get(name), name);
  }

  #reference(node: YamlNode | undefined, kind: Target['kind'], withVersion: boolean): void {
    const text = textOf(node);
    if (text === undefined) return;
    const [name = '', version] = withVersion ? text.split(':') : [text];
    this.#add(node, 'reference', kind, version, name);
  }

  #listed(path: readonly string[], key: string, kind: Target['kind'], role: Mention['role'] | undefined): void {
    if (role === undefined) return;
    for (const item of itemsOf(this.#object.node(path))) this.#add(member(item, key), role, kind);
  }

  /** The class is defined in TypeScript; here it is named. */
  #className(): void {
    const object = this.#object;
    if (kindRows[object.kind].code === undefined) return;
    const node = object.node(['class-name']);
    const text = textOf(node);
    if (text === undefined || node?.kind !== 'scalar') return;
    const target = { kind: 'code-class', name: text, codeFile: expectedCodeFile(object) } as const;
    this.#push(node, 'reference', target, text);
  }

  #add(
    node: YamlNode | undefined,
    role: Mention['role'],
    kind: Target['kind'],
    version?: string,
    name = textOf(node),
  ): void {
    if (node?.kind !== 'scalar' || name === undefined || name === '') return;
    this.#push(node, role, { kind, name, ...(version === undefined ? {} : { version }) }, name);
  }

  #push(node: YamlNode, role: Mention['role'], target: Target, name: string): void {
    const { start, end } = node;
    const written = this.#object.document.text.slice(start, end);
    const at = written.indexOf(name);
    // A name with escapes inside quotes is not there letter by letter: the whole value stands for it.
    const nameStart = at < 0 ? start : start + at;
    const nameEnd = at < 0 ? end : nameStart + name.length;
    const isPlain = node.kind === 'scalar' && node.style === 'plain';
    this.#found.push({ target, role, file: this.#object.file, start, end, nameStart, nameEnd, isPlain });
  }
}

function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === 'list' ? node.items : node ? [node] : [];
}

function member(node: YamlNode, key: string): YamlNode | undefined {
  return node.kind === 'map' ? node.byKey.get(key)?.value : undefined;
}

function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' && node.value !== '' ? node.value.trim() : undefined;
}
