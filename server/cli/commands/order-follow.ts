import type { Command } from 'commander';
import type { HistoryRow } from '../../../schemas/protocol/rest.ts';
import { asDocument, type Answer, type Cli, type GlobalOptions } from '../cli.ts';
import { openEngine } from '../engine-access.ts';
import type { Answering } from '../program.ts';
import { orderId } from './arguments.ts';
import { followAnswer, followToEnd } from './follow-order.ts';
import { printHistoryRow } from './history-row.ts';

/** `ordo order follow`. */
export function addOrderFollow(order: Command, cli: Cli, answering: Answering): void {
  order
    .command('follow')
    .argument('<id>', 'order id', orderId)
    .summary('show what happens to an order until it has ended')
    .description(
      'Prints every transition of the order, from the first on, as it happens, until the order is COMPLETE, CANCELED, ERROR or\n' +
        'BLOCKED. Exit code 0 only for COMPLETE. With --json the transitions come as one document at the end.',
    )
    .addHelpText('after', '\nExamples:\n  ordo order follow 17\n  ordo order follow 17 --json | jq .workflowstatus')
    .action(async (id: number, _options: unknown, command: Command) => {
      const { client } = await openEngine(cli, command.optsWithGlobals<GlobalOptions>());
      answering(followAnswer(cli, await followToEnd(cli, client, id)));
    });
}

/** `ordo order history`. */
export function addOrderHistory(order: Command, cli: Cli, answering: Answering): void {
  order
    .command('history')
    .argument('<id>', 'order id', orderId)
    .summary('show everything that happened to an order')
    .description('Prints every transition of the order so far: time, step, what happened, status.')
    .option('--data', 'also show how each transition changed the data')
    .addHelpText('after', '\nExamples:\n  ordo order history 17\n  ordo order history 17 --data')
    .action(async (id: number, _options: unknown, command: Command) => {
      answering(await history(cli, id, command.optsWithGlobals<GlobalOptions & { data?: boolean }>()));
    });
}

async function history(cli: Cli, id: number, options: GlobalOptions & { data?: boolean }): Promise<Answer> {
  const { client } = await openEngine(cli, options);
  const rows = await client.history(id);
  return {
    document: asDocument(rows),
    print: () => {
      for (const row of rows) printRow(cli, row, options.data === true);
    },
  };
}

function printRow(cli: Cli, row: HistoryRow, withData: boolean): void {
  printHistoryRow(cli, row);
  if (withData && row.patch !== null) cli.out.line(cli.out.paint('dim', `              ${JSON.stringify(row.patch)}`));
}
