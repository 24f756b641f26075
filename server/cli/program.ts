import { Command } from 'commander';
import type { Answer, Cli } from './cli.ts';
import { productVersion } from '../base/product-version.ts';
import { commands } from './commands/index.ts';
import { exitCodeHelp } from './exit-codes.ts';

/** Receives what the command answered. */
export type Answering = (answer: Answer) => void;

/** The whole command tree. */
export function buildProgram(cli: Cli, answering: Answering): Command {
  const program = new Command('ordo')
    .description('Durable workflows: run the engine, deploy projects, send orders and look after them.')
    .version(productVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help for a command')
    .helpCommand('help [command]', 'show help for a command')
    .option('-p, --project <folder>', 'project folder (default: the nearest folder with ordo.options)')
    .option('-k, --key <key>', 'the engine with this instance key')
    .option('-u, --url <url>', 'the engine of yours at this address')
    .option('--state <folder>', 'folder in which engines keep their state (like ORDO_HOME)')
    .option('--json', 'print one JSON document on stdout')
    .option('--no-color', 'no colours (also by NO_COLOR)')
    .addHelpText('after', `\n${examples}\n\n${exitCodeHelp}`);
  for (const add of commands) add(program, cli, answering);
  configureAll(program, cli);
  return program;
}

const examples = `Examples:
  ordo serve --dev                          start a development engine for this project
  ordo deploy                               check the project and hand it to the engine
  ordo order create shop --data order.json --run --wait
  ordo order list --status ERROR
  ordo rest put workflows/shop/start        any call of the REST API

Results go to stdout, messages to stderr.`;

/** Settings that commander does not hand down to commands that exist already. */
function configureAll(command: Command, cli: Cli): void {
  command
    .exitOverride()
    .configureHelp({ showGlobalOptions: command.parent !== null, sortSubcommands: false })
    .configureOutput({
      writeOut: (text) => cli.out.help(text),
      // Errors are printed once, at the edge, with a remedy.
      outputError: () => undefined,
      getOutHelpWidth: () => cli.out.width ?? 100,
      getErrHelpWidth: () => cli.out.width ?? 100,
    });
  for (const child of command.commands) configureAll(child, cli);
}
