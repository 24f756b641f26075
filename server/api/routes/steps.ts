import type { StepHash } from '../../../schemas/protocol/rest.ts';
import { named, namingArguments } from './naming.ts';
import { notFound } from './refusals.ts';
import { route, type ApiContext, type Route } from './route.ts';
import { listOrNames, one } from './shapes.ts';

/** Steps of all workflows (manual: REST API, steps). */
export const stepRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: 'steps',
    aliases: ['list'],
    text: 'All steps.',
    arguments: namingArguments,
    result: listOrNames('StepHash'),
    run: async ({ context, arguments: given }) => {
      const describe = ({ name, version, desc }: StepHash): { name: string; version: string; description: string } => ({
        name,
        version,
        description: desc,
      });
      return named(await allSteps(context), given, describe);
    },
  }),
  route({
    method: 'GET',
    path: 'steps/{step}',
    text: 'One step by its id, name (latest version) or name:version.',
    result: one('StepHash'),
    run: async ({ context, path }) => {
      const matches = ({ stepid, name, version }: StepHash): boolean =>
        [String(stepid), name, `${name}:${version}`].includes(path.step);
      // A later load has the higher id, so the last of a name is its latest version.
      const found = (await allSteps(context)).filter(matches).at(-1);
      if (found === undefined) throw notFound(`There is no step "${path.step}".`);
      return found;
    },
  }),
];

async function allSteps(context: ApiContext): Promise<readonly StepHash[]> {
  const steps = (await context.engine.workflows.list()).flatMap((workflow) => workflow.stepinfo);
  const byId = new Map(steps.map((step) => [step.stepid, step]));
  return [...byId.values()].sort((a, b) => a.stepid - b.stepid);
}
