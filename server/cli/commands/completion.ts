import { Argument, type Command } from 'commander';
import type { Cli } from '../cli.ts';
import { completeWords } from '../completion/complete-words.ts';
import { completionScripts, shells, type Shell } from '../completion/scripts.ts';
import type { Answering } from '../program.ts';

/** `ordo completion SHELL`, and the hidden command that its scripts call. */
export function addCompletion(program: Command, cli: Cli, answering: Answering): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'your shell').choices(shells))
    .summary('print the completion script for a shell')
    .description('Prints a script that completes commands, options and names of workflows with TAB.')
    .addHelpText('after', help)
    .action((shell: Shell) => {
      const script = completionScripts[shell];
      answering({ document: { shell, script }, print: () => cli.out.write(script) });
    });
  program
    .command('complete [words...]', { hidden: true })
    .allowUnknownOption()
    .helpOption(false)
    .action(async (words: readonly string[]) => {
      const candidates = await completeWords(program, cli, words);
      answering({
        document: [...candidates],
        print: () => cli.out.write(candidates.map((word) => `${word}\n`).join('')),
      });
    });
}

const help = `
Examples:
  bash   echo 'eval "$(ordo completion bash)"' >> ~/.bashrc
  zsh    echo 'eval "$(ordo completion zsh)"' >> ~/.zshrc
  fish   ordo completion fish > ~/.config/fish/completions/ordo.fish`;
