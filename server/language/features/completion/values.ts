import { yamlText } from '../skeletons/names.ts';
import type { SchemaNode } from '../place/schema-walk.ts';
import type { CompletionContext } from './context.ts';
import type { CompletionItem } from './item.ts';
import { offersFor } from './offers.ts';

/** A value that may be written, before it is known how it must be quoted. */
export interface Offer {
  readonly text: string;
  readonly kind: CompletionItem['kind'];
  readonly detail?: string;
  readonly documentation?: string;
  readonly label?: string;
  /** Small = first. */
  readonly rank?: number;
  /** Written as it is: a number, true, a list. */
  readonly isRaw?: boolean;
  /** Always in quotes, like a version or a cron field. */
  readonly isQuoted?: boolean;
}

/** Values for a key or a list element: what the project has, what the schema lists, else an example. */
export function valueItems(
  context: CompletionContext,
  path: readonly (string | number)[],
  schema: SchemaNode | undefined,
): readonly CompletionItem[] {
  const offers = offersFor(context, path);
  const listed = offers.length > 0 ? offers : schemaOffers(schema);
  return listed.map((offer, index) => itemOf(context, offer, index));
}

function schemaOffers(schema: SchemaNode | undefined): readonly Offer[] {
  if (!schema) return [];
  const { choices, types, defaultValue } = schema;
  // The manuals' own prefix is accepted, but not what a new file should have.
  const own = choices.filter((choice) => !String(choice).startsWith('Qorus'));
  if (own.length > 0)
    return own.map((choice) => ({
      text: String(choice),
      kind: 'choice',
      ...(choice === defaultValue ? { detail: 'default' } : {}),
      isRaw: typeof choice !== 'string',
    }));
  if (types.includes('boolean'))
    return ['true', 'false'].map((text) => ({
      text,
      kind: 'choice',
      isRaw: true,
      ...(String(defaultValue) === text ? { detail: 'default' } : {}),
    }));
  return exampleOffers(schema);
}

function exampleOffers(schema: SchemaNode): readonly Offer[] {
  const values = [schema.defaultValue, ...schema.examples].filter(
    (value) => typeof value === 'string' || typeof value === 'number',
  );
  return [...new Set(values)].map((value) => ({
    text: String(value),
    kind: 'value',
    detail: value === schema.defaultValue ? 'default' : 'example',
    isRaw: typeof value === 'number',
  }));
}

function itemOf({ place }: CompletionContext, offer: Offer, index: number): CompletionItem {
  const quote = /^["']/.exec(place.written)?.[0];
  const text = written(offer, quote, place.isFlow);
  const before = place.needsBlank ? ' ' : '';
  return {
    label: offer.label ?? offer.text,
    kind: offer.kind,
    insert: before + text,
    start: place.start,
    end: place.end,
    sortText: `${offer.rank ?? 2}${String(index).padStart(5, '0')}`,
    ...(offer.detail === undefined ? {} : { detail: offer.detail }),
    ...(offer.documentation === undefined ? {} : { documentation: offer.documentation }),
    ...(before + text === (offer.label ?? offer.text) ? {} : { filterText: before + text }),
  };
}

/** Keeps the quotes that a person began with. */
function written(offer: Offer, quote: string | undefined, isFlow: boolean): string {
  if (offer.isRaw === true) return offer.text;
  if (quote === "'") return `'${offer.text.replaceAll("'", "''")}'`;
  if (quote === '"' || offer.isQuoted === true) return JSON.stringify(offer.text);
  return yamlText(offer.text, { isFlow });
}
