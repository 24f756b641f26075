import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { BuildOptions, DeployStep } from '../../deploy/pipeline-types.ts';
import type { Project } from '../../language/project.ts';
import { usageError } from '../cli-error.ts';
import type { Cli, GlobalOptions } from '../cli.ts';
import { projectFolderOf } from '../engine-access.ts';

/** The project of the command line, read from disk. A folder without any object is an error: most likely a wrong folder. */
export async function openProjectFolder(cli: Cli, options: GlobalOptions): Promise<Project> {
  const folder = projectFolderOf(cli, options);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw usageError(`The project folder ${folder} does not exist.`, 'Name an existing folder with `--project`.');
  }
  // Loaded here, so that other commands do not pay for the compiler.
  const { loadProject } = await import('../../language/workspace/load-project.ts');
  const project = await loadProject(folder, { signal: cli.signal });
  if (project.objects.length > 0) return project;
  const problems = await project.check();
  // A folder whose only files are broken is a project with problems.
  if (problems.length > 0) return project;
  throw usageError(
    `There is no workflow, step or other object in ${folder}.`,
    'Go to the project folder or name it with `--project`.',
  );
}

/** Options of a build from the command line's; files are relative to where the command runs. */
export function buildOptions(cli: Cli, files: readonly string[]): BuildOptions {
  const resolved = files.map((file) => path.resolve(cli.cwd, file));
  const missing = resolved.find((file) => !existsSync(file));
  if (missing !== undefined) throw usageError(`The file ${missing} does not exist.`, 'Correct the name of the file.');
  return { signal: cli.signal, ...(files.length === 0 ? {} : { files: resolved }) };
}

/** What a step of a deploy is doing, for the progress line. */
export function progressText(step: DeployStep, detail: string): string {
  const texts: Readonly<Record<DeployStep, string>> = {
    check: `Checking ${detail} …`,
    bundle: `Bundling ${detail} …`,
    'dry-run': `Trying out ${detail} …`,
    send: `Sending to ${detail} …`,
  };
  return texts[step];
}
