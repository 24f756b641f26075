import { schemaOf, type JsonSchema } from '../../diagnostics/schema-check.ts';
import type { ObjectKind } from '../../project.ts';

type Parts = JsonSchema & {
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly then?: JsonSchema;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly deprecated?: boolean;
};

/** A key that a hash may have, as its schemas describe it. */
export interface KnownKey {
  readonly key: string;
  readonly schema: SchemaNode;
  readonly isRequired: boolean;
}

/** A schema with the document that its `$ref`s are about, and what the references on the way to it said. */
export class SchemaNode {
  readonly schema: Parts;
  readonly document: JsonSchema;

  constructor(schema: JsonSchema, document: JsonSchema) {
    this.schema = schema;
    this.document = document;
  }

  /** The schema of a kind of object. */
  static of(kind: ObjectKind): SchemaNode {
    const schema = schemaOf(kind);
    return new SchemaNode(schema, schema);
  }

  /** This schema and all that it is made of: references, alternatives, conditions. */
  get parts(): readonly SchemaNode[] {
    const found: SchemaNode[] = [];
    const visit = (node: SchemaNode, depth: number): void => {
      if (depth > 8) return;
      found.push(node);
      const { $ref, anyOf = [], oneOf = [], allOf = [], then } = node.schema;
      if ($ref !== undefined) visit(resolve($ref, node.document), depth + 1);
      for (const part of [...anyOf, ...oneOf, ...allOf, ...(then ? [then] : [])])
        visit(new SchemaNode(part, node.document), depth + 1);
    };
    visit(this, 0);
    return found;
  }

  /** The first value that one of the parts gives: what stands beside a reference wins over what it refers to. */
  first<T>(get: (schema: Parts) => T | undefined): T | undefined {
    for (const part of this.parts) {
      const value = get(part.schema);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  get title(): string | undefined {
    return this.first((schema) => schema.title);
  }

  get description(): string | undefined {
    return this.first((schema) => schema.description);
  }

  get isDeprecated(): boolean {
    return this.first((schema) => schema.deprecated) === true;
  }

  /** Types that a value may have; several alternatives give several. */
  get types(): readonly string[] {
    const found = this.parts.flatMap(({ schema }) => schema.type ?? (schema.properties ? ['object'] : []));
    return [...new Set(found)];
  }

  /** Values that are allowed, when they are listed. */
  get choices(): readonly unknown[] {
    const found = this.parts.flatMap(({ schema }) => schema.enum ?? (schema.const === undefined ? [] : [schema.const]));
    return [...new Set(found)];
  }

  get examples(): readonly unknown[] {
    return this.first((schema) => schema.examples) ?? [];
  }

  get defaultValue(): unknown {
    return this.first((schema) => schema.default);
  }

  /** Keys of a hash, those that must be there first. */
  get keys(): readonly KnownKey[] {
    const found = new Map<string, KnownKey>();
    const { parts } = this;
    const required = new Set(parts.flatMap(({ schema }) => schema.required ?? []));
    for (const { schema, document } of parts)
      for (const [key, property] of Object.entries(schema.properties ?? {}))
        if (!found.has(key))
          found.set(key, { key, schema: new SchemaNode(property, document), isRequired: required.has(key) });
    return [...found.values()].sort((a, b) => Number(b.isRequired) - Number(a.isRequired));
  }

  /** Schema of what a key or a list position holds; undefined when the schemas do not know it. */
  child(part: string | number): SchemaNode | undefined {
    const children = this.parts.flatMap((node) => childOf(node, part));
    if (children.length < 2) return children[0];
    return new SchemaNode({ anyOf: children.map(({ schema }) => schema) }, children[0]?.document ?? this.document);
  }

  at(path: readonly (string | number)[]): SchemaNode | undefined {
    return path.reduce<SchemaNode | undefined>((node, part) => node?.child(part), this);
  }
}

function childOf({ schema, document }: SchemaNode, part: string | number): readonly SchemaNode[] {
  if (typeof part === 'number') return schema.items ? [new SchemaNode(absolute(schema.items, document), document)] : [];
  const { properties, patternProperties, additionalProperties } = schema;
  if (properties && Object.hasOwn(properties, part))
    return [new SchemaNode(absolute(properties[part] ?? {}, document), document)];
  for (const [pattern, value] of Object.entries(patternProperties ?? {}))
    if (new RegExp(pattern, 'u').test(part)) return [new SchemaNode(value, document)];
  if (typeof additionalProperties === 'object') return [new SchemaNode(additionalProperties, document)];
  return [];
}

/** A reference into its own document names the document, so that alternatives of several documents can stand together. */
function absolute(schema: JsonSchema, document: JsonSchema): JsonSchema {
  const id = (document as { $id?: string }).$id ?? '';
  return schema.$ref?.startsWith('#') === true ? { ...schema, $ref: `${id}${schema.$ref}` } : schema;
}

function resolve(reference: string, document: JsonSchema): SchemaNode {
  const [file = '', pointer = ''] = reference.split('#');
  const target = file === '' ? document : schemaOf(file.replace(/\.schema\.json$/, '') as ObjectKind | 'common');
  const schema = pointer
    .split('/')
    .filter((part) => part !== '')
    .reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], target);
  return new SchemaNode(schema ?? {}, target);
}
