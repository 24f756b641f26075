import type { ItemPlace } from './source.ts';
import type { TextEdit } from './text-edits.ts';

/** The list as it shall be: items that stay, in their order, and new ones. Items that are not named go. */
export type ListPlan = readonly (KeptItem | NewItem)[];

export interface KeptItem {
  readonly keep: number;
  /** Another text for the item's value; absent: as it is (edits inside it are the caller's). */
  readonly text?: string;
}

export interface NewItem {
  /** Lines of a block item without their common indentation; the first begins with the dash. */
  readonly block: readonly string[];
  readonly flow: string;
}

/** Other texts for items that stay. */
export function rewrites(items: readonly ItemPlace[], plan: ListPlan): readonly TextEdit[] {
  return plan.flatMap((entry) => {
    const item = 'keep' in entry ? items[entry.keep] : undefined;
    return item && 'keep' in entry && entry.text !== undefined
      ? [{ start: item.start, end: item.end, text: entry.text }]
      : [];
  });
}
