import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import type { Answering } from '../program.ts';

/** `ordo debug-adapter`: the debugger for any editor that speaks the Debug Adapter Protocol. */
export function addDebugAdapter(program: Command, _cli: Cli, answering: Answering): void {
  program
    .command('debug-adapter')
    .summary('debug orders from any editor (Debug Adapter Protocol on stdin and stdout)')
    .description(
      'Speaks the Debug Adapter Protocol on stdin and stdout, for editors other than VS Code. The engine of the project must run and the workflow be deployed.',
    )
    .addHelpText('after', help)
    .action(async () => {
      // Loaded here, so that no other command pays for it.
      const { OrderDebugAdapter } = await import('../../debug/adapter.ts');
      const adapter = new OrderDebugAdapter();
      adapter.setRunAsServer(true);
      const ended = new Promise<void>((resolve) => process.stdin.once('close', resolve).once('end', resolve));
      adapter.start(process.stdin, process.stdout);
      await ended;
      answering({ document: null, print: () => undefined, exitCode: 0 });
    });
}

const help = `
Examples:
  ordo debug-adapter      started by the editor

Launch arguments of the session:
  { "project": "/path/to/shop", "workflow": "process-shop-order", "order": "orders/01-one-mug.json", "stopOnEntry": true }
Attach arguments:
  { "project": "/path/to/shop", "orderId": 17 }`;
