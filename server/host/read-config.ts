import path from 'node:path';
import type { Problem } from '../../schemas/protocol/problem.ts';
import { formatProblem } from '../base/problems.ts';
import { instanceKeyOf, isValidInstanceKey, optionsFileName } from '../base/state-folder.ts';
import { listenersOf, type ListenerOption } from '../engine/options/listeners.ts';
import type { OptionValue } from '../engine/options/option-row.ts';
import { readOptionsFile } from '../engine/options/options-file.ts';
import { optionProblems } from '../engine/options/problems.ts';
import { readOptionArguments, ServerOptions } from '../engine/options/server-options.ts';
import type { HostConfig } from './host-config.ts';
import { exitCodes, StartFailure, type ExitCode } from './start-failure.ts';

export interface StartOptions {
  readonly options: ServerOptions;
  readonly instanceKey: string;
  readonly projectFolder: string | undefined;
  /** Where options are read from, and flushed to. */
  readonly optionsFile: string;
  readonly listeners: readonly ListenerOption[];
  /** SQLite file named by `systemdb`, or undefined for the one of the state folder. */
  readonly databaseFile: string | undefined;
}

/** Start-up step 1 (manual: startup): options file, command line, profile; all mistakes are told at once. */
export function readStartOptions(config: HostConfig): StartOptions {
  const projectFolder = config.project === undefined ? undefined : path.resolve(config.project);
  const optionsFile = fileOf(config, projectFolder);
  const fromFile = readOptionsFile(optionsFile);
  const fromArguments = readOptionArguments(config.options);
  refuse(exitCodes.commandLine, fromArguments.problems);
  refuse(exitCodes.option, fromFile.problems);
  fromFile.problems.forEach((problem) => config.tell(formatProblem(problem)));

  const values = new Map([...fromFile.values, ...fromArguments.values]);
  const instanceKey = keyOf(config, values, projectFolder);
  if (!isValidInstanceKey(instanceKey)) refuse(exitCodes.instanceKey, [problem('ORDO-OPT-017', { key: instanceKey })]);
  const options = new ServerOptions(config.dev ? 'dev' : 'server', values.set('instance-key', instanceKey));
  refuseThreads(options);
  if (options.flag('rbac-security')) refuse(exitCodes.rbac, [problem('ORDO-OPT-012', {})]);
  const { listeners, problems } = listenersOf(options, config.environment);
  refuse(exitCodes.option, problems);
  const databaseFile = databaseOf(options, projectFolder);
  return { options, instanceKey, projectFolder, optionsFile, listeners, databaseFile };
}

function fileOf(config: HostConfig, projectFolder: string | undefined): string {
  if (config.optionsFile !== undefined) return path.resolve(config.optionsFile);
  return path.join(projectFolder ?? process.cwd(), optionsFileName);
}

/** The command line wins, then the options, then the project's own name (design section 9). */
function keyOf(
  config: HostConfig,
  values: ReadonlyMap<string, OptionValue>,
  projectFolder: string | undefined,
): string {
  const option = values.get('instance-key');
  if (config.key !== undefined) return config.key;
  return typeof option === 'string' ? option : instanceKeyOf(projectFolder ?? process.cwd());
}

function refuseThreads(options: ServerOptions): void {
  const threads = options.number('db-max-threads');
  const pool = options.number('system-pool-maximum');
  if (threads > pool) refuse(exitCodes.dbMaxThreads, [problem('ORDO-OPT-019', { threads, pool })]);
}

function databaseOf(options: ServerOptions, projectFolder: string | undefined): string | undefined {
  const value = options.text('systemdb');
  if (value === '') return undefined;
  const file = /^sqlite:(.+)$/.exec(value)?.[1];
  if (file === undefined) refuse(exitCodes.datasource, [problem('ORDO-OPT-020', { value: withoutSecrets(value) })]);
  return path.resolve(projectFolder ?? process.cwd(), file ?? '');
}

/** A connection string of the manual's form holds user and password. */
function withoutSecrets(connection: string): string {
  return connection.replace(/:.*@/, ':…@');
}

function problem(code: Parameters<typeof optionProblems.problem>[0], values: Record<string, string | number>): Problem {
  return optionProblems.problem(code, values);
}

function refuse(code: ExitCode, problems: readonly Problem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  throw new StartFailure(code, errors.map(formatProblem).join('\n'), errors);
}
