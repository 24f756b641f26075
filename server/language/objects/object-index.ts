import type { ObjectKind } from '../project.ts';
import type { YamlObject } from './yaml-object.ts';

/** Objects of a project by kind, name and version. Built anew when an object came, went or changed its name. */
export class ObjectIndex {
  readonly objects: readonly YamlObject[];
  readonly #byKind = new Map<string, Map<string, YamlObject[]>>();
  #lowerCase?: ReadonlyMap<ObjectKind, ReadonlyMap<string, readonly string[]>>;

  constructor(objects: Iterable<YamlObject>) {
    this.objects = [...objects].sort(
      (a, b) => compare(a.kind, b.kind) || compare(a.identity, b.identity) || compare(a.file, b.file),
    );
    for (const object of this.objects) this.#add(object);
  }

  find(kind: string, name: string, version?: string): readonly YamlObject[] {
    const found = this.#byKind.get(kind)?.get(name) ?? [];
    return version === undefined ? found : found.filter((object) => object.version === version);
  }

  namesOf(kind: ObjectKind): readonly string[] {
    return [...(this.#byKind.get(kind)?.keys() ?? [])];
  }

  /** Other names of the kind that differ from `name` in letter case alone. */
  similarNames(kind: ObjectKind, name: string): readonly string[] {
    this.#lowerCase ??= new Map(kindsOf(this.objects).map((each) => [each, groupByLowerCase(this.namesOf(each))]));
    return (this.#lowerCase.get(kind)?.get(name.toLowerCase()) ?? []).filter((other) => other !== name);
  }

  #add(object: YamlObject): void {
    let byName = this.#byKind.get(object.kind);
    if (!byName) this.#byKind.set(object.kind, (byName = new Map<string, YamlObject[]>()));
    const same = byName.get(object.name);
    if (same) same.push(object);
    else byName.set(object.name, [object]);
  }
}

function kindsOf(objects: readonly YamlObject[]): ObjectKind[] {
  return [...new Set(objects.map((object) => object.kind))];
}

function groupByLowerCase(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const name of names) groups.set(name.toLowerCase(), [...(groups.get(name.toLowerCase()) ?? []), name]);
  return groups;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
