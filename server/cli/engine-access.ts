import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { EngineFile } from '../../schemas/protocol/engine-file.ts';
import type { EngineClient } from '../api/client/client.ts';
import { connectToProject, readEngineFile } from '../api/client/engine-file.ts';
import { createEngineClient } from '../api/client/http-client.ts';
import { findProjectFolder, instanceKeyOf, stateFolderOf, stateHome } from '../base/state-folder.ts';
import { CliError, usageError } from './cli-error.ts';
import type { Cli, GlobalOptions } from './cli.ts';
import { exitCodes } from './exit-codes.ts';

export interface OpenEngine {
  readonly client: EngineClient;
  readonly file: EngineFile;
}

/** The project folder that the command is about: `--project`, else the nearest folder with `ordo.options`. */
export function projectFolderOf(cli: Cli, options: GlobalOptions): string {
  return options.project === undefined ? findProjectFolder(cli.cwd) : path.resolve(cli.cwd, options.project);
}

/** The engine that runs for the project, key or URL of the command line; refuses with exit code 3 when none does. */
export async function openEngine(cli: Cli, options: GlobalOptions): Promise<OpenEngine> {
  const engine = await findEngine(cli, options);
  if (engine !== undefined) return engine;
  throw noEngine(cli, options);
}

/** Like `openEngine`, but nothing when no engine runs. */
export async function findEngine(cli: Cli, options: GlobalOptions): Promise<OpenEngine | undefined> {
  if (options.url !== undefined) return findByUrl(cli, options, options.url);
  return connectToProject(projectFolderOf(cli, options), {
    ...(options.key === undefined ? {} : { key: options.key }),
    ...stateHomeOption(cli, options),
  });
}

/** Where the engine of the command line keeps its state, whether it runs or not. */
export function stateFolderOfEngine(cli: Cli, options: GlobalOptions): string {
  const key = options.key ?? instanceKeyOf(projectFolderOf(cli, options));
  return stateFolderOf(key, { env: cli.env, ...stateHomeOption(cli, options) });
}

/** `--state`, as the functions of the state folder take it. */
export function stateHomeOption(cli: Cli, options: GlobalOptions): { readonly stateHome?: string } {
  return options.state === undefined ? {} : { stateHome: path.resolve(cli.cwd, options.state) };
}

/** An address alone opens nothing: the token is only in the engine's own file. */
async function findByUrl(cli: Cli, options: GlobalOptions, url: string): Promise<OpenEngine | undefined> {
  if (!URL.canParse(url)) throw usageError(`"${url}" is not a URL.`, 'Write it like `--url http://127.0.0.1:8001`.');
  const home = stateHomeOption(cli, options).stateHome ?? stateHome(cli.env);
  for (const key of foldersIn(home)) {
    const file = await readEngineFile(key, { stateHome: home });
    if (file === undefined || new URL(file.url).origin !== new URL(url).origin) continue;
    return { file, client: createEngineClient({ url: file.url, token: file.token }) };
  }
  return undefined;
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
  } catch (error) {
    // No engine ever ran for this user.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function noEngine(cli: Cli, options: GlobalOptions): CliError {
  const refuse = (message: string, remedy: string): CliError =>
    new CliError('NO-ENGINE', message, { remedy, exitCode: exitCodes.noEngine });
  if (options.url !== undefined) {
    return refuse(
      `No engine of yours answers at ${options.url}.`,
      'Start it on this machine with `ordo serve`, or name it by `--key` or `--project`.',
    );
  }
  if (options.key !== undefined) {
    return refuse(
      `No engine with the key "${options.key}" runs.`,
      `Start it with \`ordo serve --key ${options.key}\`.`,
    );
  }
  const folder = projectFolderOf(cli, options);
  return refuse(
    `No engine runs for the project ${folder} (key ${instanceKeyOf(folder)}).`,
    'Start one with `ordo serve --dev`, or name another by `--project`, `--key` or `--url`.',
  );
}
