import type { StepId } from '../../../schemas/model/workflow-graph.ts';
import { fill } from '../../view/element.ts';
import type { EdgeEnds } from './model.ts';
import type { Page } from './page.ts';
import type { Choice } from './picker.ts';
import { nameOf } from './spoken.ts';

/** Why `to` cannot wait for `from`; undefined when it can. */
export function refusedEdge(page: Page, from: StepId, to: StepId): string | undefined {
  const { model, texts } = page;
  if (from === to) return texts.refusedItself;
  const { queries } = model.shown;
  if (queries.directlyBefore(to).includes(from)) return fill(texts.refusedTwice, nameOf(to), nameOf(from));
  const way = queries.wouldClose(from, to);
  if (way !== undefined) return fill(texts.refusedCycle, nameOf(from), nameOf(to), way.map(nameOf).join(' → '));
  return undefined;
}

/** Asks which step will wait for this one. */
export function connectTo(page: Page, from: StepId): Promise<void> {
  return connectBy(page, fill(page.texts.connectTitle, nameOf(from)), (other) => ({ from, to: other }));
}

/** Asks which step this one will wait for. */
export function waitFor(page: Page, to: StepId): Promise<void> {
  return connectBy(page, fill(page.texts.waitForTitle, nameOf(to)), (other) => ({ from: other, to }));
}

/** Asks for one of the step's edges and takes it away. */
export async function disconnect(page: Page, step: StepId): Promise<void> {
  const edge = await pickEdge(page, fill(page.texts.disconnectTitle, nameOf(step)), step);
  if (edge) page.gesture({ type: 'disconnect', ...edge });
}

/** Asks for one of the step's edges, and where its other end shall be. */
export async function rewire(page: Page, step: StepId): Promise<void> {
  const edge = await pickEdge(page, fill(page.texts.rewireTitle, nameOf(step)), step);
  if (edge) await rewireEdge(page, edge, step === edge.from ? 'to' : 'from');
}

/** Asks where one end of an edge shall be. */
export async function rewireEdge(page: Page, edge: EdgeEnds, end: 'from' | 'to'): Promise<void> {
  const ends = (id: StepId): EdgeEnds => ({ ...edge, [end]: id });
  const id = await page.picker.ask<StepId>({
    title: fill(page.texts.rewireToTitle, nameOf(edge.from), nameOf(edge.to)),
    choices: stepChoices(page, (other) => refusedEdge(page, ends(other).from, ends(other).to)),
  });
  if (id === undefined) return;
  const { from: newFrom, to: newTo } = ends(id);
  page.gesture({ type: 'rewire', ...edge, newFrom, newTo });
}

async function connectBy(page: Page, title: string, ends: (other: StepId) => EdgeEnds): Promise<void> {
  const refusal = (other: StepId): string | undefined => refusedEdge(page, ends(other).from, ends(other).to);
  const other = await page.picker.ask<StepId>({ title, choices: stepChoices(page, refusal) });
  if (other !== undefined) page.gesture({ type: 'connect', ...ends(other) });
}

function pickEdge(page: Page, title: string, step: StepId): Promise<EdgeEnds | undefined> {
  const { queries } = page.model.shown;
  const edges = [
    ...queries.directlyBefore(step).map((from) => ({ from, to: step })),
    ...queries.directlyAfter(step).map((to) => ({ from: step, to })),
  ];
  const choices = edges.map((edge) => ({ label: `${edge.from} → ${edge.to}`, value: edge }));
  return page.picker.ask<EdgeEnds>({ title, choices });
}

/** All steps of the workflow; those that cannot be are last, with the reason. */
function stepChoices(page: Page, refusal: (id: StepId) => string | undefined): readonly Choice<StepId>[] {
  return page.model.shown.nodes
    .map(({ id, step }) => {
      const refused = refusal(id);
      return { label: id, detail: step.description, value: id, ...(refused === undefined ? {} : { refused }) };
    })
    .sort((a, b) => Number(a.refused !== undefined) - Number(b.refused !== undefined));
}
