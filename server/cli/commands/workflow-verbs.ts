import { usageError } from '../cli-error.ts';
import { jsonOrText, part, type Verb } from './verb.ts';

const of = (workflow: string | undefined, action?: string): string =>
  `workflows/${part(workflow)}${action === undefined ? '' : `?action=${action}`}`;

const simple = (action: string, summary: string, description: string): Verb => ({
  usage: `${action} <workflow>`,
  summary,
  description,
  examples: [`workflow ${action} shop`, `workflow ${action} shop:1.0 --json`],
  call: ([workflow]) => ({ method: 'PUT', path: of(workflow, action) }),
  done: (_, [workflow]) => `${workflow ?? ''}: ${action} done.`,
});

/** What operations do to workflows besides starting and stopping them. */
export const workflowVerbs: readonly Verb[] = [
  {
    usage: 'show <workflow>',
    summary: 'show a workflow',
    description: 'Shows a workflow with its steps, segments, settings, order counts and reports.',
    examples: ['workflow show shop', 'workflow show shop:1.0 --json'],
    call: ([workflow]) => ({ method: 'GET', path: of(workflow) }),
  },
  {
    usage: 'segments <workflow>',
    summary: 'show how a workflow is cut into segments',
    description: 'Shows the segments of a workflow: which steps run in each, and which start when others are done.',
    examples: ['workflow segments shop'],
    call: ([workflow]) => ({ method: 'GET', path: `workflows/${part(workflow)}/segments` }),
  },
  {
    usage: 'steps <workflow>',
    summary: 'show at which steps unfinished orders stand',
    description: 'Shows for each step how many unfinished orders stand at it, and how many of them in ERROR or RETRY.',
    examples: ['workflow steps shop'],
    call: ([workflow]) => ({ method: 'GET', path: `workflows/${part(workflow)}/stepcounts` }),
    columns: ['stepname', 'stepversion', 'orders', 'errors'],
    empty: 'No unfinished orders.',
  },
  simple('reset', 'reload a workflow', 'Reloads the workflow and its program; orders in work go on with the new ones.'),
  simple('enable', 'allow a workflow to run', 'Allows the workflow to run; autostart starts it again.'),
  simple('disable', 'keep a workflow from running', 'Stops the workflow and does not let it run until `enable`.'),
  {
    usage: 'autostart <workflow> <count>',
    summary: 'set how many execution instances are kept running',
    description: 'Sets autostart; 0 means: started by hand. The setting survives deploys.',
    examples: ['workflow autostart shop 1'],
    call: ([workflow, autostart]) => ({ method: 'PUT', path: of(workflow, 'setAutostart'), values: { autostart } }),
    done: (_, [workflow, count]) => `${workflow ?? ''}: autostart is ${count ?? ''}.`,
  },
  {
    usage: 'sla <workflow> <seconds>',
    summary: 'set the SLA threshold',
    description: 'Sets within how many seconds an order should be final. The setting survives deploys.',
    examples: ['workflow sla shop 3600'],
    call: ([workflow, sla]) => ({ method: 'PUT', path: of(workflow, 'setSla'), values: { sla } }),
    done: (_, [workflow, seconds]) => `${workflow ?? ''}: the SLA threshold is ${seconds ?? ''} s.`,
  },
  {
    usage: 'remote <workflow> <yes-or-no>',
    summary: 'run a workflow in a process of its own, or beside others',
    description: 'Says whether the program of the workflow has a process of its own. The setting survives deploys.',
    examples: ['workflow remote shop yes'],
    call: ([workflow, remote]) => ({ method: 'PUT', path: of(workflow, 'setRemote'), values: { remote } }),
    done: (_, [workflow, remote]) => `${workflow ?? ''}: remote is ${remote ?? ''}.`,
  },
  {
    usage: 'deprecate <workflow> [yes-or-no]',
    summary: 'deprecate a workflow, or take that back',
    description: 'A deprecated workflow stops, is left out of lists and cannot be started.',
    examples: ['workflow deprecate shop:0.9', 'workflow deprecate shop:0.9 no'],
    call: ([workflow, deprecated = 'yes']) => ({
      method: 'PUT',
      path: of(workflow, 'setDeprecated'),
      values: { deprecated },
    }),
    done: (_, [workflow, deprecated]) => `${workflow ?? ''}: deprecated is ${deprecated ?? 'yes'}.`,
  },
  {
    usage: 'option <workflow> <name=value...>',
    summary: 'set options of a workflow',
    description:
      'Sets options of the workflow for all its execution instances; `name=` takes a value back. They survive deploys.',
    examples: ['workflow option shop recover_delay=30 max-retries=3', 'workflow option shop recover_delay='],
    call: ([workflow, ...given]) => ({
      method: 'PUT',
      path: of(workflow, 'setOptions'),
      values: { options: Object.fromEntries(given.flat().map(readOption)) },
    }),
    done: (_, [workflow]) => `${workflow ?? ''}: the options are set.`,
  },
];

function readOption(text: string) {
  const equals = text.indexOf('=');
  if (equals <= 0) throw usageError(`"${text}" is no option.`, 'Write name=value.');
  const value = text.slice(equals + 1);
  return [text.slice(0, equals), value === '' ? null : jsonOrText(value)] as const;
}
