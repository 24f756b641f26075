import type { Command } from 'commander';
import type { HealthHash, SystemHash, WorkflowHash } from '../../../schemas/protocol/rest.ts';
import { asDocument, type Answer, type Cli, type GlobalOptions } from '../cli.ts';
import { openEngine, type OpenEngine } from '../engine-access.ts';
import type { Answering } from '../program.ts';
import { workflowColumns } from './workflow-columns.ts';

/** `ordo status`: which engine runs, how it is, and what its workflows do. */
export function addStatus(program: Command, cli: Cli, answering: Answering): void {
  program
    .command('status')
    .summary('show the engine and its workflows')
    .description('Shows the engine that runs for the project, its health, and orders by status for each workflow.')
    .addHelpText('after', '\nExamples:\n  ordo status\n  ordo status --json | jq -r .engine.url')
    .action(async (_options: unknown, command: Command) => {
      answering(await status(cli, command.optsWithGlobals<GlobalOptions>()));
    });
}

async function status(cli: Cli, options: GlobalOptions): Promise<Answer> {
  const { client, file } = await openEngine(cli, options);
  const [system, health, workflows] = await Promise.all([
    client.system(),
    client.call('GET', 'system/health') as Promise<unknown> as Promise<HealthHash>,
    client.workflows(),
  ]);
  return {
    document: asDocument({ engine: withoutToken(file), system, health, workflows }),
    print: () => print(cli, file, system, health, workflows),
  };
}

function print(
  cli: Cli,
  file: OpenEngine['file'],
  system: SystemHash,
  health: HealthHash,
  workflows: readonly WorkflowHash[],
): void {
  const { out } = cli;
  const colour = health.health === 'GREEN' ? 'green' : health.health === 'YELLOW' ? 'yellow' : 'red';
  const lines: readonly (readonly [string, string])[] = [
    ['engine', `${file.instanceKey} ${file.profile === 'dev' ? '(development profile)' : ''}`.trim()],
    ['health', out.paint(colour, health.health)],
    ['address', file.url],
    ['version', `${file.productVersion}, process ${file.pid}, since ${system.starttime}`],
    ['project', file.projectFolder ?? '-'],
    ['database', file.database],
    ['logs', file.logFolder],
  ];
  for (const [name, value] of lines) out.line(`${out.paint('dim', name.padEnd(9))} ${value}`);
  out.line();
  if (workflows.length === 0) out.line('No workflows. Deploy a project with `ordo deploy`.');
  else out.table(workflows, workflowColumns(out.paint));
}

function withoutToken({ token: _token, ...rest }: OpenEngine['file']): Omit<OpenEngine['file'], 'token'> {
  return rest;
}
