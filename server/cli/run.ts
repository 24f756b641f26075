import { CommanderError } from 'commander';
import { asDocument, type Answer, type Cli } from './cli.ts';
import { exitCodes } from './exit-codes.ts';
import { explainError } from './explain-error.ts';
import { buildProgram } from './program.ts';

/** Reads the arguments, runs the command, prints its answer or its error, and answers the exit code. */
export async function runCli(args: readonly string[], cli: Cli): Promise<number> {
  // Before parsing, so that a wrong command line is answered in the form that was asked for.
  cli.out.configure({ json: mentions(args, '--json'), colour: !mentions(args, '--no-color') });
  let answer: Answer | undefined;
  const program = buildProgram(cli, (result) => (answer = result));
  try {
    if (args.length === 0) {
      program.outputHelp();
      return exitCodes.ok;
    }
    await program.parseAsync([...args], { from: 'user' });
    return answer === undefined ? exitCodes.ok : printAnswer(cli, answer);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok;
    return printError(cli, error);
  } finally {
    cli.out.endProgress();
  }
}

function printAnswer(cli: Cli, answer: Answer): number {
  if (cli.out.isJson) cli.out.document(answer.document);
  else answer.print();
  return answer.exitCode ?? exitCodes.ok;
}

function printError(cli: Cli, error: unknown): number {
  const { code, message, remedy, details, exitCode } = explainError(error, cli.signal);
  if (cli.out.isJson) cli.out.document(asDocument({ error: { code, message, remedy }, ...details }));
  const paint = cli.out.paintError;
  cli.out.note(`${paint('red', 'error:')} ${message}${remedy === '' ? '' : `\n  ${remedy}`}`);
  return exitCode;
}

/** True when the option stands before a `--` that ends the options. */
function mentions(args: readonly string[], option: string): boolean {
  const end = args.indexOf('--');
  return (end < 0 ? args : args.slice(0, end)).includes(option);
}
