import type { JsonObject } from '../../../schemas/model/data.ts';
import { usageError } from '../cli-error.ts';
import { readJsonArgument } from './arguments.ts';
import { flagOf, jsonOrText, part, textOf, type Call, type Verb } from './verb.ts';

const order = (id: string | undefined, action: string): string => `orders/${part(id)}?action=${action}`;
const noted = ['--note <text>', 'why; kept as a note of the order'] as const;

/** What operations do to one order besides the calls that take many (order-actions.ts). */
export const orderVerbs: readonly Verb[] = [
  {
    usage: 'priority <id> <priority>',
    summary: 'set the priority of an order',
    description: 'Sets the priority: 0 is worked on first, 999 last, 500 is the default.',
    examples: ['order priority 17 10'],
    call: ([id, priority]) => ({ method: 'PUT', path: order(id, 'setPriority'), values: { priority } }),
    done: (_, [id, priority]) => `Order ${id ?? ''}: priority ${priority ?? ''}.`,
  },
  {
    usage: 'reschedule <id> [date]',
    summary: 'set or clear the date before which an order does not start',
    description: 'Sets the date of an order that has not begun; without a date it is no longer scheduled.',
    examples: ['order reschedule 17 2026-12-24T08:00:00Z', 'order reschedule 17'],
    call: ([id, date]) => ({ method: 'PUT', path: order(id, 'reschedule'), values: { date } }),
    done: (_, [id, date]) =>
      `Order ${id ?? ''}: ${date === undefined ? 'no longer scheduled' : `scheduled for ${date}`}.`,
  },
  {
    usage: 'skip <id> <step-id>',
    summary: 'skip a step',
    description:
      'Skips a step in ERROR, RETRY, EVENT-WAITING or ASYNC-WAITING; then the order is tried again unless --no-retry.',
    options: [
      ['--ind <elements>', 'elements of an array step: a list with ranges such as 1,3,5-7 (default 0)'],
      ['--no-retry', 'do not try the order again'],
    ],
    examples: ['order skip 17 4', 'order skip 17 4 --ind 0-3 --no-retry'],
    call: ([id, stepid], { ind, retry }) => ({
      method: 'PUT',
      path: order(id, 'skipStep'),
      values: { stepid, ind: textOf(ind), noretry: retry === false ? true : undefined },
    }),
    done: (_, [id, step]) => `Order ${id ?? ''}: step ${step ?? ''} is skipped.`,
  },
  {
    usage: 'lock <id>',
    summary: 'take the operator lock: others change nothing of the order',
    description: 'Takes the operator lock of an order; until `unlock` only you change it.',
    options: [noted],
    examples: ['order lock 17 --note "asking the customer"'],
    call: ([id], { note }) => ({ method: 'PUT', path: order(id, 'lock'), values: { note: requiredNote(note) } }),
    done: (_, [id]) => `Order ${id ?? ''} is locked.`,
  },
  {
    usage: 'unlock <id>',
    summary: 'give your operator lock back',
    description: 'Gives the operator lock of an order back.',
    options: [noted],
    examples: ['order unlock 17'],
    call: ([id], { note }) => ({ method: 'PUT', path: order(id, 'unlock'), values: { note: textOf(note) } }),
    done: (_, [id]) => `Order ${id ?? ''} is unlocked.`,
  },
  {
    usage: 'break-lock <id>',
    summary: 'take the operator lock of another away',
    description: 'Takes the operator lock away from whoever holds it.',
    options: [noted],
    examples: ['order break-lock 17 --note "Ann is on holiday"'],
    call: ([id], { note }) => ({ method: 'PUT', path: order(id, 'breakLock'), values: { note: requiredNote(note) } }),
    done: (_, [id]) => `The lock of order ${id ?? ''} is broken.`,
  },
  {
    usage: 'note <id> <text...>',
    summary: 'add a note to an order',
    description: 'Adds a note to an order; `ordo order notes` shows them.',
    examples: ['order note 17 "the customer called"'],
    call: ([id, ...words]) => ({ method: 'POST', path: order(id, 'notes'), values: { note: words.flat().join(' ') } }),
    done: (_, [id]) => `Order ${id ?? ''}: the note is kept.`,
  },
  {
    usage: 'notes <id>',
    summary: 'show the notes of an order',
    description: 'Shows the notes of an order, newest first.',
    examples: ['order notes 17'],
    call: ([id]) => ({ method: 'GET', path: order(id, 'notes') }),
    columns: ['created', 'username', 'note'],
    empty: 'No notes.',
  },
  {
    usage: 'edit <id>',
    summary: 'edit the data of an order',
    description:
      'Sets keys (--set) of the dynamic data, the value at a path (--path with --value), or replaces data (--static, --dynamic, or\n' +
      '--step-data with --step). Replacing waits until nobody works on the order.',
    options: [
      ['--set <json>', 'keys of the dynamic data to set; the others stay'],
      ['--path <path>', 'a path in the dynamic data, such as address.city'],
      ['--value <json>', 'the value for --path'],
      ['--static <json>', 'replace the static data'],
      ['--dynamic <json>', 'replace the dynamic data'],
      ['--step <id>', 'the step of --step-data'],
      ['--ind <element>', 'its element (default 0)'],
      ['--step-data <json>', 'replace the data of a step'],
    ],
    examples: [
      `order edit 17 --set '{"checked": true}'`,
      'order edit 17 --path address.city --value Berlin',
      'order edit 17 --static order.json',
    ],
    call: async ([id], options, cli) => {
      const read = (name: string): Promise<JsonObject> =>
        readJsonArgument(cli, `--${name}`, textOf(options[camel(name)]) ?? '');
      const edits: readonly (readonly [string, () => Promise<Call>])[] = [
        [
          'set',
          async () => ({ method: 'PUT', path: order(id, 'updateDynamicData'), values: { newdata: await read('set') } }),
        ],
        [
          'static',
          async () => ({ method: 'PUT', path: order(id, 'staticData'), values: { newdata: await read('static') } }),
        ],
        [
          'dynamic',
          async () => ({ method: 'PUT', path: order(id, 'dynamicData'), values: { newdata: await read('dynamic') } }),
        ],
        [
          'step-data',
          async () => ({
            method: 'PUT',
            path: order(id, 'stepData'),
            values: { stepid: textOf(options['step']), ind: textOf(options['ind']), newdata: await read('step-data') },
          }),
        ],
        [
          'path',
          async () => ({
            method: 'PUT',
            path: order(id, 'updateDynamicDataPath'),
            values: { path: textOf(options['path']), value: jsonOrText(textOf(options['value']) ?? 'null') },
          }),
        ],
      ];
      const asked = edits.filter(([name]) => options[camel(name)] !== undefined);
      const edit = asked[0];
      if (edit === undefined || asked.length > 1) {
        throw usageError(
          'One edit is made at a time.',
          'Give one of --set, --path, --static, --dynamic and --step-data.',
        );
      }
      return edit[1]();
    },
    done: (_, [id]) => `Order ${id ?? ''}: the data are changed.`,
  },
  {
    usage: 'keys <id> <name=value...>',
    summary: 'replace the order keys',
    description:
      'Replaces all order keys; a name that stands twice has two values. Names come from the workflow’s keylist.',
    options: [['--truncate', 'cut values that are too long']],
    examples: ['order keys 17 customer=4711 region=north'],
    call: ([id, ...given], { truncate }) => ({
      method: 'PUT',
      path: order(id, 'updateKeys'),
      values: { orderkeys: readKeys(given.flat()), truncate: flagOf(truncate) },
    }),
    done: (_, [id]) => `Order ${id ?? ''}: the keys are replaced.`,
  },
  {
    usage: 'take-form <id>',
    summary: 'take the next form of an order that waits for a person',
    description:
      'Takes the next form of the order that waits for a person; `queue update` answers it, `release-form` gives it back.',
    options: [['--step <name>', 'only a form of this step']],
    examples: ['order take-form 17 --json'],
    call: ([id], { step }) => ({
      method: 'POST',
      path: order(id, 'lockUserInteractionStep'),
      values: { stepname: textOf(step) },
    }),
  },
  {
    usage: 'release-form <id> <step-id>',
    summary: 'give a form back',
    description: 'Gives back a form that you have taken; with --note takes it away from whoever has taken it.',
    options: [['--ind <element>', 'element of an array step (default 0)'], noted],
    examples: ['order release-form 17 4', 'order release-form 17 4 --note "Ann went home"'],
    call: ([id, stepid], { ind, note }) => ({
      method: 'POST',
      path: order(id, note === undefined ? 'releaseUserInteractionStepLock' : 'breakUserInteractionStepLock'),
      values: { stepid, ind: textOf(ind), note: textOf(note) },
    }),
    done: (_, [id, step]) => `Order ${id ?? ''}: the form of step ${step ?? ''} is free.`,
  },
];

function requiredNote(note: unknown): string {
  const text = textOf(note);
  if (text === undefined) throw usageError('A note is missing.', 'Say why with --note TEXT.');
  return text;
}

function camel(name: string): string {
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function readKeys(given: readonly string[]): JsonObject {
  const keys = new Map<string, string[]>();
  for (const text of given) {
    const equals = text.indexOf('=');
    if (equals <= 0) throw usageError(`"${text}" is no order key.`, 'Write name=value.');
    const name = text.slice(0, equals);
    keys.set(name, [...(keys.get(name) ?? []), text.slice(equals + 1)]);
  }
  return Object.fromEntries(keys);
}
