import type { PaletteStep, StepId } from '../../../schemas/model/workflow-graph.ts';
import { fill } from '../../view/element.ts';
import type { Page } from './page.ts';
import type { Choice } from './picker.ts';

interface Place {
  readonly after: readonly StepId[];
  readonly before: readonly StepId[];
}

/** Asks which step of the workspace comes there, or a new one, and puts it in. */
export async function addStep(page: Page, title: string, place: Place): Promise<void> {
  page.send({ type: 'palette' });
  const chosen = await page.picker.ask<string>({
    title,
    choices: paletteChoices(page, (step) => (step.isUsed ? page.texts.usedAlready : undefined)),
    extra: (typed) => ({
      label: typed === '' ? page.texts.newStep : fill(page.texts.newStepNamed, typed),
      value: newStep,
    }),
  });
  if (chosen === undefined) return;
  if (chosen === newStep) page.send({ type: 'new-step', id: page.nextId(), ...place });
  else page.gesture({ type: 'add', step: chosen, ...place });
}

/** Asks which step of the workspace stands there instead. */
export async function replaceStep(page: Page, step: StepId): Promise<void> {
  page.send({ type: 'palette' });
  const by = await page.picker.ask<string>({
    title: fill(page.texts.replaceTitle, step),
    choices: paletteChoices(page, (one) => (one.isUsed ? page.texts.usedAlready : undefined)),
  });
  if (by !== undefined) page.gesture({ type: 'replace', step, by });
}

function paletteChoices(page: Page, refusal: (step: PaletteStep) => string | undefined): readonly Choice<string>[] {
  return page.palette
    .map((step) => {
      const refused = refusal(step);
      return {
        label: step.id,
        detail: step.description,
        value: step.id,
        ...(refused === undefined ? {} : { refused }),
      };
    })
    .sort((a, b) => Number(a.refused !== undefined) - Number(b.refused !== undefined));
}

const newStep = '';
