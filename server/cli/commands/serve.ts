import { Option, type Command } from 'commander';
import path from 'node:path';
import type { Cli, GlobalOptions } from '../cli.ts';
import { projectFolderOf, stateHomeOption } from '../engine-access.ts';
import type { Answering } from '../program.ts';

interface ServeOptions extends GlobalOptions {
  readonly dev?: boolean;
  readonly leased?: boolean;
  readonly options?: string;
  readonly option: readonly string[];
}

/** `ordo serve`: the engine in this process. */
export function addServe(program: Command, cli: Cli, answering: Answering): void {
  program
    .command('serve')
    .summary('run the engine until it is stopped')
    .description('Runs the engine of a project in this process until Ctrl+C, SIGTERM or `ordo stop`.')
    .option('--dev', 'development profile: short delays, a free port if 8001 is taken, keys made on first use')
    .option('--options <file>', 'options file (default: ordo.options of the project)')
    .option('-o, --option <name=value>', 'set one option for this run; may be repeated', collect, [])
    .addOption(new Option('--leased', 'end when nobody has been attached for 10 seconds').hideHelp())
    .addHelpText('after', help)
    .action(async (_options: unknown, command: Command) => {
      const exitCode = await serve(cli, command.optsWithGlobals<ServeOptions>());
      answering({ document: null, print: () => undefined, exitCode });
    });
}

async function serve(cli: Cli, options: ServeOptions): Promise<number> {
  // Loaded here, so that no other command pays for the engine.
  const { runServe } = await import('../../host.ts');
  cli.releaseSignals();
  return runServe({
    dev: options.dev === true,
    leased: options.leased === true,
    project: projectFolderOf(cli, options),
    ...(options.key === undefined ? {} : { key: options.key }),
    ...stateHomeOption(cli, options),
    ...(options.options === undefined ? {} : { optionsFile: path.resolve(cli.cwd, options.options) }),
    options: options.option,
  });
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

const help = `
Examples:
  ordo serve --dev                        for development
  ordo serve --project shop -o http-server=8010
  ordo serve --options /etc/ordo/shop.options

Exit codes of \`serve\` (as in the manual):
  0 ended as asked   1 instance key   3 database   4 log files   5 access control
  7 session or second engine   8 command line   9 option   99 other`;
