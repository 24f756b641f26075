import type { Command } from 'commander';
import { usageError } from '../cli-error.ts';
import type { Cli } from '../cli.ts';
import type { Answering } from '../program.ts';
import { addVerbs, flagOf, jsonOrText, part, textOf, type Verb } from './verb.ts';

/** `ordo config …`: values of configuration items. */
export function addConfig(program: Command, cli: Cli, answering: Answering): void {
  const config = program
    .command('config')
    .summary('look at and set configuration items')
    .description(
      'Configuration items: values that steps read; a step’s goes before its workflow’s, before the global one.',
    );
  addVerbs(config, verbs, cli, answering);
}

const where = [
  ['-w, --workflow <workflow>', 'at the level of this workflow'],
  ['-s, --step <step>', 'at the level of this step'],
] as const;

/** The level that the options name: a step, a step seen from a workflow (to look at), a workflow, or global. */
function levelOf(options: Readonly<Record<string, unknown>>, isChange: boolean): string {
  const [workflow, step] = [textOf(options['workflow']), textOf(options['step'])];
  if (workflow !== undefined && step !== undefined) {
    if (isChange) throw usageError('A value is set at one level.', 'Give either --workflow or --step.');
    return `workflows/${part(workflow)}/stepinfo/${part(step)}/config`;
  }
  if (step !== undefined) return `steps/${part(step)}/config`;
  return workflow === undefined ? 'system/config' : `workflows/${part(workflow)}/config`;
}

const verbs: readonly Verb[] = [
  {
    usage: 'list',
    alias: 'ls',
    summary: 'list items with their values',
    description: 'Lists global values, those of a workflow or a step, or (with both) what a step sees in a workflow.',
    options: where,
    examples: ['config list', 'config list -w shop', 'config list -w shop -s pay --json'],
    call: (_, options) => ({ method: 'GET', path: levelOf(options, false) }),
    columns: ['name', 'type', 'value', 'level', 'is_set', 'default_value', 'desc'],
    empty: 'No configuration items.',
  },
  {
    usage: 'show <name>',
    summary: 'show one item',
    description: 'Shows one item with its type, value and where the value comes from.',
    options: where,
    examples: ['config show payment-url -w shop -s pay'],
    call: ([name], options) => ({ method: 'GET', path: `${levelOf(options, false)}/${part(name)}` }),
  },
  {
    usage: 'set <name> <value>',
    summary: 'set a value',
    description:
      'Sets the value of an item: global, or at the level of a workflow or step. A value that is JSON counts as such. It survives deploys.',
    options: [...where, ['--template', 'the value is a template such as `$static:address.city`']],
    examples: ['config set retries 3', 'config set payment-url http://127.0.0.1:4010 -s pay'],
    call: ([name, value = ''], options) => ({
      method: 'PUT',
      path: `${levelOf(options, true)}/${part(name)}`,
      values: { value: jsonOrText(value), is_value_templated_string: flagOf(options['template']) },
    }),
    done: (_, [name, value]) => `${name ?? ''} is ${value ?? ''} now.`,
  },
  {
    usage: 'clear <name>',
    summary: 'take a value back',
    description: 'Takes the value of an item back at one level; the next level’s value or the default holds again.',
    options: where,
    examples: ['config clear retries', 'config clear payment-url -s pay'],
    call: ([name], options) => ({ method: 'DELETE', path: `${levelOf(options, true)}/${part(name)}` }),
    done: (_, [name]) => `${name ?? ''} is cleared.`,
  },
];
