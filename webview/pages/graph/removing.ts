import type { StepId } from '../../../schemas/model/workflow-graph.ts';
import { fill } from '../../view/element.ts';
import type { Page } from './page.ts';

/** Takes steps out. When something would lose its connection, it is offered to connect what came before and after. */
export async function deleteSteps(page: Page, steps: readonly StepId[]): Promise<void> {
  if (steps.length === 0) return;
  const all = steps.flatMap((id) => page.model.shown.byId.get(id)?.members.map((member) => member.id) ?? [id]);
  const heal = isBetween(page, all) ? await askHealing(page, all) : false;
  if (heal !== undefined) page.gesture({ type: 'delete', steps: all, heal });
}

function isBetween({ model }: Page, steps: readonly StepId[]): boolean {
  const isGone = new Set(steps);
  const hasBefore = steps.some((id) => model.steps.get(id)?.after.some((edge) => !isGone.has(edge.id)));
  const hasAfter = [...model.steps.values()].some(
    ({ id, after }) => !isGone.has(id) && after.some((edge) => isGone.has(edge.id)),
  );
  return hasBefore && hasAfter;
}

function askHealing({ picker, texts }: Page, steps: readonly StepId[]): Promise<boolean | undefined> {
  return picker.ask<boolean>({
    title: steps.length === 1 ? fill(texts.deleteTitle, steps[0] ?? '') : fill(texts.deleteSeveral, steps.length),
    choices: [
      { label: texts.deleteHeal, detail: texts.deleteHealDetail, value: true },
      { label: texts.deleteOnly, detail: texts.deleteOnlyDetail, value: false },
    ],
  });
}
