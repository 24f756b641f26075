import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import type { Answering } from '../program.ts';
import { addVerbs, flagOf, part, textOf, type Verb } from './verb.ts';

/** `ordo error …`: how errors are treated. */
export function addError(program: Command, cli: Cli, answering: Answering): void {
  const error = program
    .command('error')
    .summary('look at and change error definitions')
    .description(
      'Error definitions: severity, and whether the step ends in ERROR or is retried. Changes survive deploys.',
    );
  addVerbs(error, verbs, cli, answering);
}

const ofWorkflow = [
  '-w, --workflow <workflow>',
  'of this workflow (name, name:version or id) instead of the global one',
] as const;

const verbs: readonly Verb[] = [
  {
    usage: 'list',
    alias: 'ls',
    summary: 'list error definitions',
    description: 'Lists the global error definitions and those of workflows.',
    options: [['-w, --workflow <workflow>', 'only those of this workflow']],
    examples: ['error list', 'error list -w shop --json'],
    call: (_, { workflow }) => ({ method: 'GET', path: 'errors', values: { wf: textOf(workflow) } }),
    columns: [
      'error',
      'type',
      'workflowname',
      'severity',
      'status',
      'retry_delay_secs',
      'business_flag',
      'manually_updated',
      'description',
    ],
    empty: 'No error definitions.',
  },
  {
    usage: 'show <error>',
    summary: 'show one error definition',
    description: 'Shows the definition of an error code; the global one when there are several.',
    examples: ['error show CARD-TIMEOUT'],
    call: ([error]) => ({ method: 'GET', path: `errors/${part(error)}` }),
  },
  {
    usage: 'set <error>',
    summary: 'create or change an error definition',
    description:
      'Creates an error definition, or changes the one there is; it holds from the next error on and survives deploys.',
    options: [
      ['--severity <severity>', 'NONE, INFO, WARNING, MINOR, MAJOR or FATAL (default MAJOR)'],
      ['--status <status>', 'ERROR (default), RETRY or CANCELED'],
      ['--retry-delay <seconds>', 'only with RETRY'],
      ['--business', 'it is a business error'],
      ['--description <text>', 'what it means'],
      ofWorkflow,
    ],
    examples: ['error set CARD-TIMEOUT --status RETRY --retry-delay 30', 'error set NO-STOCK --business -w shop'],
    call: ([error], options) => {
      const workflow = textOf(options['workflow']);
      return {
        method: 'POST',
        path: `${workflow === undefined ? 'errors/global' : `errors/workflow/${part(workflow)}`}?action=createOrUpdate`,
        values: {
          error,
          severity: textOf(options['severity']),
          status: textOf(options['status']),
          retry_delay_secs: textOf(options['retryDelay']),
          business_flag: flagOf(options['business']),
          description: textOf(options['description']),
        },
      };
    },
    done: (answer, [error]) => `${error ?? ''}: ${typeof answer === 'string' ? answer : JSON.stringify(answer)}`,
  },
  {
    usage: 'delete <error>',
    summary: 'delete an error definition',
    description: 'Deletes the global definition of an error code, or that of a workflow.',
    options: [ofWorkflow],
    examples: ['error delete CARD-TIMEOUT', 'error delete CARD-TIMEOUT -w shop'],
    call: ([error], { workflow }) => ({
      method: 'DELETE',
      path: `errors/${part(error)}${textOf(workflow) === undefined ? '' : `?workflowid=${part(textOf(workflow))}`}`,
    }),
    done: (_, [error]) => `${error ?? ''} is deleted.`,
  },
];
