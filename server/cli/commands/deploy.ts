import type { Command } from 'commander';
import type { InstallAnswer } from '../../../schemas/protocol/rest.ts';
import type { DeployOutcome } from '../../deploy/pipeline-types.ts';
import type { Project } from '../../language/project.ts';
import { CliError, usageError } from '../cli-error.ts';
import { asDocument, type Answer, type Cli, type GlobalOptions } from '../cli.ts';
import { openEngine, type OpenEngine } from '../engine-access.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Answering } from '../program.ts';
import { askYesNo } from '../terminal/ask.ts';
import { count, printProblems, summarise } from './print-problems.ts';
import { buildOptions, openProjectFolder, progressText } from './project-access.ts';
import { findPruned, printPruned } from './prune.ts';

interface DeployOptions extends GlobalOptions {
  readonly prune?: boolean;
  readonly yes?: boolean;
}

/** `ordo deploy`: the project, or some of its files, to the running engine. */
export function addDeploy(program: Command, cli: Cli, answering: Answering): void {
  program
    .command('deploy [files...]')
    .summary('check the project and hand it to the engine')
    .description(
      'Checks, bundles and tries out the project and hands it to the engine in one request: all of it takes effect or nothing.\n' +
        'With FILES only these objects and what they need. Nothing is ever removed, except with --prune.',
    )
    .option('--prune', 'also remove from the engine what the project no longer has')
    .option('-y, --yes', 'do not ask before objects are removed')
    .addHelpText(
      'after',
      '\nExamples:\n  ordo deploy\n  ordo deploy steps/pay.step.yaml\n  ordo deploy --prune --yes --json',
    )
    .action(async (files: readonly string[], _options: unknown, command: Command) => {
      answering(await deploy(cli, files, command.optsWithGlobals<DeployOptions>()));
    });
}

async function deploy(cli: Cli, files: readonly string[], options: DeployOptions): Promise<Answer> {
  if (options.prune === true && files.length > 0) {
    throw usageError(
      '`--prune` compares the whole project with the engine.',
      'Leave out either the files or `--prune`.',
    );
  }
  const engine = await openEngine(cli, options);
  const project = await openProjectFolder(cli, options);
  if (options.prune === true) await confirmPrune(cli, engine, project, options);
  const { deployProject, disposeDeploy } = await import('../../deploy/pipeline.ts');
  try {
    const outcome = await deployProject({
      project,
      client: engine.client,
      prune: options.prune === true,
      ...buildOptions(cli, files),
      onProgress: (step, detail) => cli.out.progress(progressText(step, detail)),
    });
    return answerOf(cli, engine, outcome);
  } finally {
    await disposeDeploy(project);
  }
}

async function confirmPrune(cli: Cli, engine: OpenEngine, project: Project, options: DeployOptions): Promise<void> {
  const removed = await findPruned(engine.client, project);
  if (removed.length === 0 || options.yes === true) return;
  printPruned(cli, removed);
  if (await askYesNo(cli, `Remove ${count(removed.length, 'workflow')} from the engine?`)) return;
  throw new CliError('NOT-CONFIRMED', 'Nothing was deployed.', {
    remedy: cli.canAsk ? 'Deploy without `--prune` to keep them.' : 'Say `--yes` to remove them without being asked.',
  });
}

function answerOf(cli: Cli, engine: OpenEngine, outcome: DeployOutcome): Answer {
  const { answer, problems, milliseconds } = outcome;
  return {
    document: asDocument({ ...answer, problems, milliseconds }),
    print: () => print(cli, engine, outcome),
    exitCode: answer.installed ? exitCodes.ok : exitCodes.refused,
  };
}

function print(cli: Cli, engine: OpenEngine, { answer, problems, milliseconds }: DeployOutcome): void {
  printProblems(cli, problems);
  if (!answer.installed) {
    cli.out.line(`${summarise(cli, 'Nothing was deployed', problems)}.`);
    return;
  }
  const changed = answer.objects.filter((object) => object.action !== 'unchanged');
  if (changed.length > 0) printObjects(cli, changed);
  const total = Object.values(milliseconds).reduce((sum, part) => sum + part, 0);
  const unchanged = answer.objects.length - changed.length;
  const counts = `${count(changed.length, 'object')} changed, ${unchanged} unchanged`;
  cli.out.line(`Deployed to ${engine.file.instanceKey}: ${counts} (release ${answer.releaseid}, ${total} ms).`);
}

function printObjects(cli: Cli, objects: InstallAnswer['objects']): void {
  const { paint } = cli.out;
  const colours = { created: 'green', updated: 'cyan', removed: 'yellow', refused: 'red', unchanged: 'dim' } as const;
  cli.out.table(objects, [
    { title: 'action', value: (row) => row.action, paint: (text, row) => paint(colours[row.action], text) },
    { title: 'kind', value: (row) => row.kind },
    { title: 'name', value: (row) => (row.version === null ? row.name : `${row.name}:${row.version}`) },
    { title: 'file', value: (row) => row.file },
  ]);
}
