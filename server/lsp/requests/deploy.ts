import path from 'node:path';
import type { DeployParams, DeployResult } from '../../../schemas/protocol/editor.ts';
import { Cancelled } from '../../base/cancel.ts';
import type { DeployStep } from '../../deploy/pipeline-types.ts';
import { deployProject } from '../../deploy/pipeline.ts';
import type { ProjectSession } from '../project/project-session.ts';
import { pathOfUri } from '../uri.ts';

/** Where a running deploy is reported. */
export interface DeployReport {
  begin(title: string): void;
  step(message: string, percent: number): void;
  end(): void;
}

/** Deploys a project or some of its files; starts the engine when none runs. Rejects with `Cancelled` or `NoEngine`. */
export async function deploy(
  session: ProjectSession,
  params: DeployParams,
  report: DeployReport,
  signal: AbortSignal,
): Promise<DeployResult> {
  report.begin('Deploy');
  try {
    report.step('starting the engine', 0);
    const client = await session.engine.start();
    const files = params.files && filesToDeploy(session, params.files);
    const outcome = await deployProject({
      project: session.project,
      client,
      signal,
      ...(files === undefined ? {} : { files }),
      onProgress: (step, detail) => report.step(detail === '' ? steps[step].text : detail, steps[step].percent),
    });
    await session.showDeployProblems(outcome.problems);
    const milliseconds = Object.values(outcome.milliseconds).reduce((sum, part) => sum + part, 0);
    return { answer: outcome.answer, problems: outcome.problems, milliseconds };
  } finally {
    report.end();
  }
}

/** YAML files for what a person pointed at: a class file stands for the objects whose code it is, a folder for all in it. */
export function filesToDeploy(session: ProjectSession, uris: readonly string[]): readonly string[] {
  const pointed = uris.flatMap((uri) => pathOfUri(uri) ?? []);
  const isMeant = (file: string | undefined): boolean =>
    file !== undefined && pointed.some((target) => file === target || file.startsWith(target + path.sep));
  const { objects } = session.project;
  return [
    ...new Set(objects.filter((object) => isMeant(object.file) || isMeant(object.codeFile)).map(({ file }) => file)),
  ];
}

export function isCancelled(error: unknown): boolean {
  return error instanceof Cancelled || (error instanceof Error && error.name === 'AbortError');
}

const steps: Readonly<Record<DeployStep, { readonly text: string; readonly percent: number }>> = {
  check: { text: 'checking', percent: 10 },
  bundle: { text: 'bundling', percent: 40 },
  'dry-run': { text: 'trying the classes', percent: 60 },
  send: { text: 'installing', percent: 85 },
};
