import type { Command } from 'commander';
import path from 'node:path';
import type { Answer, Cli, GlobalOptions } from '../cli.ts';
import type { Answering } from '../program.ts';
import { count } from './print-problems.ts';
import { openProjectFolder } from './project-access.ts';

/** `ordo types`: what the editor writes into `.ordo/`, without an editor. */
export function addTypes(program: Command, cli: Cli, answering: Answering): void {
  program
    .command('types')
    .summary("write the API's and the project's TypeScript types to .ordo/")
    .description(
      'Writes `.ordo/`: the types of `ordo`, the types of the data of each step, and the tsconfig that yours extends.\n' +
        'The editor does this by itself; run it for plain `tsc` or in a build.',
    )
    .addHelpText('after', '\nExamples:\n  ordo types && npx tsc --noEmit')
    .action(async (_options: unknown, command: Command) => {
      answering(await writeTypes(cli, command.optsWithGlobals<GlobalOptions>()));
    });
}

async function writeTypes(cli: Cli, options: GlobalOptions): Promise<Answer> {
  const project = await openProjectFolder(cli, options);
  const { writeOrdoFolder } = await import('../../language/typescript/ordo-folder.ts');
  const folder = path.join(project.root, '.ordo');
  const { written } = await writeOrdoFolder(project);
  return {
    document: { folder, written: [...written] },
    print: () =>
      cli.out.line(`${folder}: ${written.length === 0 ? 'up to date' : `wrote ${count(written.length, 'file')}`}`),
  };
}
