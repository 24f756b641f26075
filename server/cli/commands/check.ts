import type { Command } from 'commander';
import { asDocument, type Answer, type Cli, type GlobalOptions } from '../cli.ts';
import type { Answering } from '../program.ts';
import { exitCodes } from '../exit-codes.ts';
import { printProblems, summarise } from './print-problems.ts';
import { buildOptions, openProjectFolder, progressText } from './project-access.ts';

/** `ordo check`: everything that a deploy looks at, without an engine. */
export function addCheck(program: Command, cli: Cli, answering: Answering): void {
  program
    .command('check [files...]')
    .summary('look for problems in the project, without an engine')
    .description(
      'Checks the project as a deploy would: definitions, types, bundles, and a dry run that constructs every class.\n' +
        'With FILES only these objects and what they need are checked.',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  ordo check\n  ordo check workflows/shop.workflow.yaml\n  ordo check --json | jq .problems',
    )
    .action(async (files: readonly string[], _options: unknown, command: Command) => {
      answering(await check(cli, files, command.optsWithGlobals<GlobalOptions>()));
    });
}

async function check(cli: Cli, files: readonly string[], options: GlobalOptions): Promise<Answer> {
  const project = await openProjectFolder(cli, options);
  const { buildRelease, disposeDeploy } = await import('../../deploy/pipeline.ts');
  try {
    const outcome = await buildRelease(project, {
      ...buildOptions(cli, files),
      onProgress: (step, detail) => cli.out.progress(progressText(step, detail)),
    });
    const isGood = outcome.release !== undefined;
    return {
      document: asDocument({ ok: isGood, problems: outcome.problems, milliseconds: outcome.milliseconds }),
      print: () => {
        printProblems(cli, outcome.problems);
        cli.out.line(summarise(cli, `${outcome.objects.length} objects`, outcome.problems));
      },
      exitCode: isGood ? exitCodes.ok : exitCodes.refused,
    };
  } finally {
    await disposeDeploy(project);
  }
}
