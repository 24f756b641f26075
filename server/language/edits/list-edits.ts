import type { YamlList } from '../yaml/node.ts';
import { editBlockList } from './block-list.ts';
import { editFlowList } from './flow-list.ts';
import type { ListPlan } from './list-plan.ts';
import { isFlow, itemPlaces } from './source.ts';
import { applyEdits, type TextEdit } from './text-edits.ts';

/** The edits that make a list what the plan says; undefined when this text's form has no way to say it. */
export function editList(text: string, list: YamlList, plan: ListPlan): readonly TextEdit[] | undefined {
  const items = itemPlaces(text, list);
  return isFlow(text, list) ? editFlowList(text, list, items, plan) : editBlockList(text, items, plan);
}

/**
 * In a flow list, which is written anew as one piece, edits inside the items become part of the plan; they are taken out
 * of `edits`.
 */
export function takeInner(text: string, list: YamlList, plan: ListPlan, edits: TextEdit[]): ListPlan {
  if (!isFlow(text, list)) return plan;
  const places = itemPlaces(text, list);
  return plan.map((entry) => {
    const place = 'keep' in entry ? places[entry.keep] : undefined;
    if (!place || !('keep' in entry) || entry.text !== undefined) return entry;
    const inner = edits.filter(({ start, end }) => start >= place.start && end <= place.end);
    if (inner.length === 0) return entry;
    for (const edit of inner) edits.splice(edits.indexOf(edit), 1);
    const moved = inner.map((edit) => ({ ...edit, start: edit.start - place.start, end: edit.end - place.start }));
    return { ...entry, text: applyEdits(text.slice(place.start, place.end), moved) };
  });
}
