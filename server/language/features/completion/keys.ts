import { yamlText } from '../skeletons/names.ts';
import type { KnownKey, SchemaNode } from '../place/schema-walk.ts';
import type { CompletionContext } from './context.ts';
import { documentationOf } from './documentation.ts';
import { snippetEscape, type CompletionItem } from './item.ts';

/** Keys that a hash may have and does not have yet; those that must be there come first. */
export function keyItems({ place, text }: CompletionContext, hash: SchemaNode | undefined): readonly CompletionItem[] {
  const hasColon = /^[ \t]*:/.test(text.slice(place.end));
  const quote = /^["']/.exec(place.written)?.[0] ?? '';
  return (hash?.keys ?? [])
    .filter(({ key }) => !place.siblings.includes(key))
    .map((known, index): CompletionItem => {
      const { key, schema, isRequired } = known;
      return {
        label: key,
        kind: 'key',
        detail: [isRequired ? 'required' : '', schema.types.join(' | ')].filter((part) => part !== '').join(' · '),
        documentation: documentationOf(schema),
        insert: hasColon
          ? key
          : `${quote}${key}${quote}:${withBlank(place.isFlow ? '$0' : valueSnippet(known, place.column))}`,
        isSnippet: !hasColon,
        start: place.start,
        end: place.end,
        sortText: `${isRequired ? '1' : schema.isDeprecated ? '9' : '3'}${String(index).padStart(3, '0')}`,
        ...(quote === '' ? {} : { filterText: `${quote}${key}` }),
        ...(schema.isDeprecated ? { isDeprecated: true } : {}),
        ...(hasColon ? {} : { thenSuggest: true }),
      };
    });
}

/** What stands after a new key: a place to type, with the structure that its type needs. */
function valueSnippet({ key, schema }: KnownKey, column: number): string {
  const indent = ' '.repeat(column + 2);
  const types = schema.types;
  const [choice] = schema.choices;
  if (schema.choices.length === 1) return snippetEscape(yamlText(String(choice)));
  if (key === 'version') return '"${1:1.0}"$0';
  if (key === 'after') return '[$0]';
  if (types.includes('array') && !types.includes('string')) return `\n${indent}- $0`;
  if (types.length === 1 && types[0] === 'object') return objectSnippet(schema, indent);
  return '$0';
}

/** Keys that must be there, each with a place to type; a hash of free keys gets one line. */
function objectSnippet(schema: SchemaNode, indent: string): string {
  const required = schema.keys.filter(({ isRequired }) => isRequired);
  if (required.length === 0) return `\n${indent}$0`;
  return required.map(({ key }, index) => `\n${indent}${key}: \${${index + 1}}`).join('');
}

function withBlank(value: string): string {
  return value.startsWith('\n') ? value : ` ${value}`;
}
