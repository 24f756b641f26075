import type { ProblemRange } from '../../../schemas/protocol/problem.ts';
import { kindRows } from '../objects/object-kinds.ts';
import type { YamlObject } from '../objects/yaml-object.ts';
import type { YamlNode } from '../yaml/node.ts';
import type { JsonSchema, SchemaError } from './schema-check.ts';

/** What an error of the schema is about: a value, or the key of an entry. */
export class SchemaPlace {
  readonly object: YamlObject;
  readonly path: readonly string[];
  readonly node: YamlNode | undefined;
  readonly params: Readonly<Record<string, unknown>>;
  readonly schema: JsonSchema;
  /** The key itself is wrong, not its value. */
  readonly isKey: boolean;

  constructor(object: YamlObject, error: SchemaError) {
    this.object = object;
    const path = error.instancePath.split('/').slice(1).map(unescapePointer);
    this.isKey = error.propertyName !== undefined;
    this.path = error.propertyName === undefined ? path : [...path, error.propertyName];
    this.node = object.node(this.path);
    this.params = error.params;
    this.schema = error.parentSchema as JsonSchema;
  }

  get range(): ProblemRange {
    return this.isKey ? this.object.keyRange(this.path) : this.object.rangeOf(this.path);
  }

  /** The sentence's subject: `"name"`, `Entry 2 of "groups"`, or `The key "x" in "statuses"`. */
  get what(): string {
    const last = this.path.at(-1) ?? '';
    if (this.isKey) return `The key "${last}" in "${this.#holder(this.path)}"`;
    return this.#isInList(this.path) ? `Entry ${Number(last) + 1} of "${this.#holder(this.path)}"` : `"${last}"`;
  }

  /** Where a key is: `in a step`, `in "schedule"`, or `in an entry of "errors"`. */
  get where(): string {
    if (this.path.length === 0) return `in a ${kindRows[this.object.kind].label}`;
    return this.#isInList(this.path) ? `in an entry of "${this.#holder(this.path)}"` : `in "${this.path.at(-1) ?? ''}"`;
  }

  /** The value (or key) as it is written. */
  get source(): string {
    if (this.isKey) return this.path.at(-1) ?? '';
    if (this.node?.kind !== 'scalar') return '';
    return this.node.style === 'plain' ? this.node.source : String(this.node.value);
  }

  #isInList(path: readonly string[]): boolean {
    return this.object.node(path.slice(0, -1))?.kind === 'list';
  }

  /** The key of the list or hash that holds the end of the path. */
  #holder(path: readonly string[]): string {
    const parent = path.slice(0, -1);
    return this.#isInList(parent) ? this.#holder(parent) : (parent.at(-1) ?? '');
  }
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
