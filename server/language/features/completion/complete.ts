import type { FeatureProject } from '../feature-project.ts';
import { SchemaNode } from '../place/schema-walk.ts';
import { textPlace, type TextPlace } from '../place/text-place.ts';
import { kindOfText, type CompletionContext } from './context.ts';
import type { CompletionItem } from './item.ts';
import { keyItems } from './keys.ts';
import { objectItems } from './objects.ts';
import { valueItems } from './values.ts';

/** What may be written at an offset of a YAML text. The text is what counts: the file may be new and half typed. */
export function complete(
  project: FeatureProject,
  file: string,
  text: string,
  offset: number,
): readonly CompletionItem[] {
  const place = textPlace(text, offset);
  if (!place) return [];
  const kind = kindOfText(file, text);
  const isTop = place.path.length === 0 && place.column === 0 && place.mode === 'key';
  const objects = isTop ? objectItems(project, file, text, place) : [];
  if (kind === undefined) return objects;
  const holder = holderOf(SchemaNode.of(kind), place);
  const context: CompletionContext = { project, file, text, kind, place, holder };
  return [...objects, ...itemsFor(context)];
}

/** The list or hash that holds the place; nested lists of steps are lists in lists. */
function holderOf(root: SchemaNode, place: TextPlace): SchemaNode | undefined {
  const path = place.mode === 'item' ? place.path.slice(0, -1) : place.path;
  return root.at(path);
}

function itemsFor(context: CompletionContext): readonly CompletionItem[] {
  const { place, holder } = context;
  if (place.mode === 'value')
    return valueItems(context, [...place.path, place.key ?? ''], holder?.child(place.key ?? ''));
  if (place.mode === 'key') return keyItems(context, holder);
  const element = holder?.child(0);
  const keys = element && !place.isFlow && /^[\w-]*$/.test(place.written) ? keyItems(context, element) : [];
  return [...valueItems(context, place.path, element), ...keys];
}
