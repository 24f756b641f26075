import type { Command } from 'commander';
import type { Cli, GlobalOptions } from '../cli.ts';
import type { Answering } from '../program.ts';

interface DemoOptions extends GlobalOptions {
  readonly once?: boolean;
  readonly keep?: boolean;
  readonly systems?: boolean;
}

/** `ordo demo`: the sample at work, in one command. */
export function addDemo(program: Command, cli: Cli, answering: Answering): void {
  program
    .command('demo')
    .summary('see the sample shop at work')
    .description(
      'Starts an engine of its own and the end systems of the sample shop, deploys the sample, sends its fifty orders, and shows\n' +
        'how they go. Stays until Ctrl+C, so that you can look around.',
    )
    .option('--once', 'end after the orders; exit code 0 only if each ended as its file says')
    .option('--keep', 'leave engine and end systems running at the end')
    .option('--systems', 'only start the end systems of the project and stay until Ctrl+C')
    .addHelpText('after', '\nExamples:\n  ordo demo\n  ordo demo --once --json\n  ordo demo --systems --project shop')
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<DemoOptions>();
      // Loaded here, so that other commands do not pay for it.
      const { runDemo } = await import('../demo/demo.ts');
      const { runSystems } = await import('../demo/run-systems.ts');
      answering(options.systems === true ? await runSystems(cli, options) : await runDemo(cli, options));
    });
}
