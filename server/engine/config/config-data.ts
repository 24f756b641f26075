import type { JsonText, JsonValue } from '../../../schemas/model/data.ts';
import { encodeData } from '../../base/tagged-json.ts';
import type { ResolvedItem } from './resolve.ts';
import { fillTemplate, type TemplateSources } from './template.ts';

/** Configuration items as user code gets them, templates filled in; undefined when there are none. An item without a value is absent. */
export function configItemsText(items: readonly ResolvedItem[], sources: TemplateSources): JsonText | undefined {
  if (items.length === 0) return undefined;
  const byName = new Map(items.map((item) => [item.item.name, item]));
  const values = items.map((item) => [item.item.name, typed(item, configValue(item, byName, sources, []))]);
  return encodeData(Object.fromEntries(values));
}

/** The value of one item, for people and for other templates. */
function configValue(
  { item, value, isTemplate }: ResolvedItem,
  byName: ReadonlyMap<string, ResolvedItem>,
  sources: TemplateSources,
  above: readonly string[],
): JsonValue | undefined {
  if (!isTemplate || typeof value !== 'string') return value;
  const config = (name: string): JsonValue | undefined => {
    const other = byName.get(name);
    // An item that refers to itself, directly or over others, has no value there.
    if (other === undefined || above.includes(name) || name === item.name) return undefined;
    return configValue(other, byName, sources, [...above, item.name]);
  };
  return fillTemplate(value, { ...sources, config });
}

/** A date is a Date in user code; other values are what they are. */
function typed({ item }: ResolvedItem, value: JsonValue | undefined): unknown {
  if (item.type.replace('*', '') !== 'date' || typeof value !== 'string') return value;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? value : date;
}
