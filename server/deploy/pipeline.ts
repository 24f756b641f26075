import { buildProject } from './build-project.ts';
import type { BuildOptions, BuildOutcome, DeployOutcome, DeployRequest } from './pipeline-types.ts';
import { refusedAnswer, sendRelease } from './send.ts';
import { Stopwatch } from './stopwatch.ts';
import type { Project } from '../language/project.ts';

export { disposeDeploy } from './warm.ts';

/** Builds a release of the project and hands it to the engine: all of it takes effect, or nothing does. */
export async function deployProject(request: DeployRequest): Promise<DeployOutcome> {
  const watch = new Stopwatch(request.onProgress);
  const { release, objects, problems } = await buildProject(request.project, request, watch);
  if (release === undefined) {
    return { answer: refusedAnswer(objects, problems), problems, milliseconds: watch.milliseconds };
  }
  const answer = await watch.measure('send', request.client.url, () =>
    sendRelease(request.client, release, request.signal),
  );
  return { answer, problems: [...problems, ...answer.problems], milliseconds: watch.milliseconds };
}

/** All of a deploy but the request: what is wrong with the project, and the release if nothing is. Needs no engine. */
export async function buildRelease(project: Project, options: BuildOptions = {}): Promise<BuildOutcome> {
  const watch = new Stopwatch(options.onProgress);
  const built = await buildProject(project, options, watch);
  return { ...built, milliseconds: watch.milliseconds };
}
