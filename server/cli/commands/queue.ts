import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import type { Answering } from '../program.ts';
import { readJsonArgument } from './arguments.ts';
import { addVerbs, jsonOrText, part, textOf, type Verb } from './verb.ts';

/** `ordo queue …`: answers that asynchronous steps wait for. */
export function addQueue(program: Command, cli: Cli, answering: Answering): void {
  const queue = program
    .command('queue')
    .summary('look at queues and answer asynchronous steps')
    .description('Queues in which asynchronous steps wait for answers under keys of theirs.');
  addVerbs(queue, verbs, cli, answering);
}

const data: readonly (readonly [string, string])[] = [
  ['-d, --data <json>', 'the answer: a file, - for standard input, JSON, or a text'],
];

const verbs: readonly Verb[] = [
  {
    usage: 'list',
    alias: 'ls',
    summary: 'list queues with what waits in them',
    description:
      'Lists the queues: entries that wait for an answer, answers that wait to be taken, and answers that came early.',
    examples: ['queue list', 'queue list --json'],
    call: () => ({ method: 'GET', path: 'async-queues' }),
    columns: ['name', 'waiting', 'received', 'early', 'description'],
    empty: 'No queues.',
  },
  {
    usage: 'entries <queue>',
    summary: 'list the entries of a queue',
    description:
      'Lists keys with the order and step that waits for each. USED ones are left out unless --status asks for them.',
    options: [
      ['-s, --status <status,...>', 'only these: WAITING, RECEIVED, ERROR, USED, EARLY'],
      ['-n, --limit <number>', 'at most so many (default 100)'],
    ],
    examples: ['queue entries carrier-answers', 'queue entries carrier-answers --status WAITING --json'],
    call: ([queue], { status, limit }) => ({
      method: 'GET',
      path: `async-queues/${part(queue)}?action=qinfo`,
      values: { status: textOf(status), limit: textOf(limit) },
    }),
    columns: [
      'queuekey',
      'queue_data_status',
      'workflow_instanceid',
      'stepname',
      'ind',
      'user_interaction_user',
      'created',
    ],
    empty: 'No entries.',
  },
  {
    usage: 'show <queue> <key>',
    summary: 'show one entry with its data',
    description: 'Shows the entry of a key: who waits for it, its status and its data.',
    examples: ['queue show carrier-answers B-17'],
    call: ([queue, key]) => ({ method: 'GET', path: `async-queues/${part(queue)}?action=info`, values: { key } }),
  },
  ...(['update', 'insert'] as const).map((action): Verb => ({
    usage: `${action} <queue> <key>`,
    summary: action === 'update' ? 'deliver the answer that a step waits for' : 'deliver an answer, early ones too',
    description:
      action === 'update'
        ? 'Delivers the answer for a key that a step waits for; its order goes on.'
        : 'Delivers the answer for a key; when no step has submitted the key yet, it is kept for it.',
    options: data,
    examples: [
      `queue ${action} carrier-answers B-17 --data '{"booking": "OK"}'`,
      `queue ${action} carrier-answers B-17 --data answer.json`,
    ],
    call: async ([queue, key], options, cli) => ({
      method: 'POST',
      path: `async-queues/${part(queue)}?action=${action}`,
      values: { key, data: await readData(cli, textOf(options['data'])) },
    }),
    done: (_, [queue, key]) => `Queue ${queue ?? ''}: the answer for "${key ?? ''}" is recorded.`,
  })),
  {
    usage: 'cancel <queue> <key>',
    summary: 'refuse answers for a key',
    description: 'Makes a WAITING entry USED, so that answers for it are refused; forgets an answer that came early.',
    examples: ['queue cancel carrier-answers B-17'],
    call: ([queue, key]) => ({ method: 'POST', path: `async-queues/${part(queue)}?action=cancel`, values: { key } }),
    done: (_, [queue, key]) => `Queue ${queue ?? ''}: "${key ?? ''}" is canceled.`,
  },
  {
    usage: 'rename <queue> <old-key> <new-key>',
    summary: 'give a waiting entry another key',
    description:
      'Gives a WAITING entry another key, for example when the other side answers under a number of its own.',
    examples: ['queue rename carrier-answers B-17 CARRIER-4711'],
    call: ([queue, oldkey, newkey]) => ({
      method: 'PUT',
      path: `async-queues/${part(queue)}?action=key`,
      values: { oldkey, newkey },
    }),
    done: (_, [queue, oldKey, newKey]) => `Queue ${queue ?? ''}: "${oldKey ?? ''}" is "${newKey ?? ''}" now.`,
  },
];

async function readData(cli: Cli, value: string | undefined) {
  if (value === undefined) return null;
  const isFile = value === '-' || value.trimStart().startsWith('{') || /\.json$/.test(value);
  return isFile ? readJsonArgument(cli, '--data', value) : jsonOrText(value);
}
