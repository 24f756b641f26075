import { yamlText } from '../skeletons/names.ts';
import type { SchemaNode } from '../place/schema-walk.ts';

/** What the schema says of a key, as Markdown: what for, its default, an example. */
export function documentationOf(schema: SchemaNode): string {
  const { description, defaultValue, choices } = schema;
  const [example] = schema.examples;
  return [
    description,
    defaultValue === undefined ? undefined : `Default: \`${shown(defaultValue)}\``,
    choices.length > 1
      ? `One of: ${choices
          .slice(0, 12)
          .map((choice) => `\`${String(choice)}\``)
          .join(', ')}`
      : undefined,
    example === undefined ? undefined : `Example: \`${shown(example)}\``,
  ]
    .filter((part) => part !== undefined)
    .join('\n\n');
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? yamlText(value) : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
