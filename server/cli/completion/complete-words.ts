import type { Command, Option } from 'commander';
import { orderStatuses } from '../../../schemas/model/status.ts';
import type { JsonObject } from '../../../schemas/model/data.ts';
import type { Cli, GlobalOptions } from '../cli.ts';
import { findEngine } from '../engine-access.ts';
import { shells } from './scripts.ts';

/** What may stand in place of the last word. Nothing where files are meant or nothing is known. */
export async function completeWords(program: Command, cli: Cli, words: readonly string[]): Promise<readonly string[]> {
  const typed = words.at(-1) ?? '';
  const { command, awaiting, positionals } = walk(program, words.slice(0, -1));
  const candidates =
    awaiting !== undefined
      ? valuesOf(awaiting)
      : typed.startsWith('-')
        ? optionsOf(command)
        : [...subcommandsOf(command), ...(await argumentsOf(command, positionals, cli, program))];
  return candidates.filter((candidate) => candidate.startsWith(typed));
}

interface Position {
  readonly command: Command;
  /** The option whose value comes next. */
  readonly awaiting: Option | undefined;
  readonly positionals: number;
}

function walk(program: Command, words: readonly string[]): Position {
  let command = program;
  let awaiting: Option | undefined;
  let positionals = 0;
  for (const word of words) {
    if (awaiting !== undefined) awaiting = undefined;
    else if (word.startsWith('-')) awaiting = optionAwaiting(command, word);
    else {
      const next = command.commands.find((child) => child.name() === word || child.aliases().includes(word));
      if (next === undefined) positionals += 1;
      else [command, positionals] = [next, 0];
    }
  }
  return { command, awaiting, positionals };
}

function optionAwaiting(command: Command, word: string): Option | undefined {
  const option = allOptions(command).find(({ short, long }) => word === short || word === long);
  return option?.required === true || option?.optional === true ? option : undefined;
}

/** Values that are known beforehand, by the option's name. */
function valuesOf(option: Option): readonly string[] {
  return option.long === '--status' ? orderStatuses : (option.argChoices ?? []);
}

function optionsOf(command: Command): readonly string[] {
  const names = allOptions(command).flatMap((option) =>
    option.hidden || option.long === undefined ? [] : [option.long],
  );
  return [...names, '--help'];
}

function allOptions(command: Command): readonly Option[] {
  return command.parent === null ? command.options : [...command.options, ...allOptions(command.parent)];
}

function subcommandsOf(command: Command): readonly string[] {
  return command.commands.map((child) => child.name()).filter((name) => name !== 'complete');
}

async function argumentsOf(command: Command, position: number, cli: Cli, program: Command): Promise<readonly string[]> {
  const argument = command.registeredArguments[position];
  if (argument?.name() === 'shell') return shells;
  const list = argument === undefined ? undefined : lists[argument.name()];
  return list === undefined ? [] : namesOf(list, cli, program.opts<GlobalOptions>());
}

/** Lists of the engine from which a positional argument comes, by the argument's name; the key holds the name. */
const lists: Readonly<Record<string, readonly [path: string, key: string]>> = {
  workflow: ['workflows', 'name'],
  queue: ['async-queues', 'name'],
  type: ['sync-events', 'name'],
  error: ['errors', 'error'],
};

async function namesOf(
  [path, key]: readonly [string, string],
  cli: Cli,
  options: GlobalOptions,
): Promise<readonly string[]> {
  try {
    const engine = await findEngine(cli, options);
    const rows = engine === undefined ? [] : ((await engine.client.call('GET', path)) as readonly JsonObject[]);
    return [...new Set(rows.map((row) => String(row[key] as string)))];
  } catch {
    // Completion is silent: the command itself will say what is wrong.
    return [];
  }
}
