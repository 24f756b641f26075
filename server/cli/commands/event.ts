import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import type { Answering } from '../program.ts';
import { addVerbs, part, textOf, type Verb } from './verb.ts';

/** `ordo event …`: synchronization events, on which steps of many orders wait. */
export function addEvent(program: Command, cli: Cli, answering: Answering): void {
  const event = program
    .command('event')
    .summary('look at and post synchronization events')
    .description('Synchronization events: a step that is bound to one waits until it is posted, once and for all.');
  addVerbs(event, verbs, cli, answering);
}

const verbs: readonly Verb[] = [
  {
    usage: 'types',
    summary: 'list event types',
    description: 'Lists the types of events; a key is unique in its type.',
    examples: ['event types', 'event types --json'],
    call: () => ({ method: 'GET', path: 'sync-events' }),
    columns: ['name', 'description'],
    empty: 'No event types.',
  },
  {
    usage: 'list [type]',
    alias: 'ls',
    summary: 'list events, of one type or all',
    description: 'Lists events with how many steps are bound to each, and whether they are posted.',
    options: [
      ['--posted', 'only posted ones'],
      ['--unposted', 'only those that are not posted'],
      ['-n, --limit <number>', 'at most so many (default 100)'],
    ],
    examples: ['event list', 'event list warehouse-open --unposted --json'],
    call: ([type], { posted, unposted, limit }) => ({
      method: 'GET',
      path: type === undefined ? 'sync-events?action=events' : `sync-events/${part(type)}?action=events`,
      values: { posted: posted === true ? true : unposted === true ? false : undefined, limit: textOf(limit) },
    }),
    columns: ['eventname', 'eventkey', 'event_posted', 'bound', 'created', 'modified'],
    empty: 'No events.',
  },
  {
    usage: 'show <type> <key>',
    summary: 'show one event',
    description: 'Shows one event: whether it is posted, and how many steps are bound to it.',
    examples: ['event show warehouse-open berlin'],
    call: ([type, key]) => ({ method: 'GET', path: `sync-events/${part(type)}/${part(key)}` }),
  },
  {
    usage: 'post <type> <key>',
    summary: 'post an event: every step that waits for it goes on',
    description: 'Posts an event, for good: every step that is bound to it goes on, and every one that will be.',
    examples: ['event post warehouse-open berlin'],
    call: ([type, key]) => ({ method: 'PUT', path: `sync-events/${part(type)}/${part(key)}?action=post` }),
    done: (answer, [type, key]) =>
      answer === true
        ? `Event ${type ?? ''} "${key ?? ''}" is posted.`
        : `Event ${type ?? ''} "${key ?? ''}" had been posted already.`,
  },
];
