import type { StepId } from '../../../schemas/model/workflow-graph.ts';
import type { Model } from './model.ts';

interface Copied {
  readonly step: StepId;
  readonly after: readonly StepId[];
}

/** Steps as they would be written in a workflow, with the edges among them: pastes into a graph and into text. */
export function copyText(model: Model, ids: readonly StepId[]): string {
  const copied = new Set(ids);
  const steps = (model.graph?.steps ?? []).filter(({ id }) => copied.has(id));
  return steps
    .map(({ id, after }) => {
      const inside = after.filter((edge) => copied.has(edge.id)).map((edge) => edge.id);
      return `- step: ${id}\n  after: [${inside.join(', ')}]\n`;
    })
    .join('');
}

/** Reads what `copyText` wrote, or a plain list of steps; undefined when the text is something else. */
export function readCopied(text: string): readonly Copied[] | undefined {
  const steps: Copied[] = [];
  for (const line of text.split(/\r?\n/)) {
    const step = /^\s*- (?:step: )?["']?([\w.-]+:[\w.-]+)["']?\s*$/.exec(line)?.[1];
    const after = /^\s+after: \[(.*)\]\s*$/.exec(line)?.[1];
    const last = steps.at(-1);
    if (step !== undefined) steps.push({ step, after: [] });
    else if (after !== undefined && last) steps[steps.length - 1] = { ...last, after: namesIn(after) };
    else if (line.trim() !== '') return undefined;
  }
  return steps.length === 0 ? undefined : steps.map((one) => ({ ...one, after: resolve(one.after, steps) }));
}

function namesIn(list: string): readonly string[] {
  return list
    .split(',')
    .map((one) => one.trim().replaceAll(/^["']|["']$/g, ''))
    .filter((one) => one !== '');
}

/** Text may name a step without its version. */
function resolve(names: readonly string[], steps: readonly Copied[]): readonly StepId[] {
  return names.flatMap((name) => steps.find(({ step }) => step === name || step.startsWith(`${name}:`))?.step ?? []);
}
