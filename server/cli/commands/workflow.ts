import type { Command } from 'commander';
import type { WorkflowHash } from '../../../schemas/protocol/rest.ts';
import { asDocument, type Answer, type Cli, type GlobalOptions } from '../cli.ts';
import { openEngine, type OpenEngine } from '../engine-access.ts';
import type { Answering } from '../program.ts';
import { addVerbs } from './verb.ts';
import { workflowVerbs } from './workflow-verbs.ts';
import { workflowColumns } from './workflow-columns.ts';

/** `ordo workflow …`. */
export function addWorkflow(program: Command, cli: Cli, answering: Answering): void {
  const workflow = program
    .command('workflow')
    .summary('list, start, stop and set up workflows')
    .description('Workflows of the engine.');
  workflow
    .command('list')
    .alias('ls')
    .summary('list workflows with their orders by status')
    .description('Lists the workflows of the engine: whether they run, and how many orders have which status.')
    .addHelpText('after', '\nExamples:\n  ordo workflow list\n  ordo workflow list --json')
    .action(async (_options: unknown, command: Command) => {
      answering(await list(cli, await openEngine(cli, command.optsWithGlobals<GlobalOptions>())));
    });
  for (const { action, summary, description } of actions) {
    workflow
      .command(`${action} <workflow>`)
      .summary(summary)
      .description(description)
      .addHelpText('after', `\nExamples:\n  ordo workflow ${action} shop\n  ordo workflow ${action} shop:1.0 --json`)
      .action(async (name: string, _options: unknown, command: Command) => {
        answering(await act(cli, await openEngine(cli, command.optsWithGlobals<GlobalOptions>()), name, action));
      });
  }
  addVerbs(workflow, workflowVerbs, cli, answering);
}

const actions = [
  {
    action: 'start',
    summary: 'start an execution instance',
    description:
      'Starts one execution instance of the workflow: its orders are worked on from now on. `autostart` stays as it is.',
  },
  {
    action: 'stop',
    summary: 'stop all execution instances',
    description: 'Stops all execution instances of the workflow after the steps in progress; its orders wait.',
  },
] as const;

async function list(cli: Cli, { client }: OpenEngine): Promise<Answer> {
  const workflows = await client.workflows();
  return {
    document: asDocument(workflows),
    print: () => {
      if (workflows.length === 0) cli.out.line('No workflows. Deploy a project with `ordo deploy`.');
      else cli.out.table(workflows, workflowColumns(cli.out.paint));
    },
  };
}

async function act(cli: Cli, { client }: OpenEngine, name: string, action: 'start' | 'stop'): Promise<Answer> {
  const path = `workflows/${encodeURIComponent(name)}`;
  const result = await client.call('PUT', `${path}?action=${action}`);
  const workflow = (await client.call('GET', path)) as unknown as WorkflowHash;
  return {
    document: { workflow: `${workflow.name}:${workflow.version}`, exec_count: workflow.exec_count, result },
    print: () =>
      cli.out.line(
        workflow.exec_count === 0
          ? `${workflow.name}:${workflow.version} is not running.`
          : `${workflow.name}:${workflow.version} is running (${workflow.exec_count}).`,
      ),
  };
}
