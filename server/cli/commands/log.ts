import { once } from 'node:events';
import type { Command } from 'commander';
import type { LogHash } from '../../../schemas/protocol/rest.ts';
import { CliError, usageError } from '../cli-error.ts';
import { asDocument, type Answer, type Cli, type GlobalOptions } from '../cli.ts';
import { findEngine, openEngine, stateFolderOfEngine, type OpenEngine } from '../engine-access.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Answering } from '../program.ts';
import { wholeNumber } from './arguments.ts';
import { listLogFiles, readLastLines } from './log-files.ts';

interface LogOptions extends GlobalOptions {
  readonly follow?: boolean;
  readonly lines: number;
}

/** `ordo log`. */
export function addLog(program: Command, cli: Cli, answering: Answering): void {
  program
    .command('log [name]')
    .summary("show the engine's logs")
    .description(
      'Lists the logs, or shows the last lines of one: of a component (for example `qorus-core`, `http`) or of a workflow.\n' +
        'The logs of an engine that has ended can still be read.',
    )
    .option('-n, --lines <number>', 'how many of the last lines', wholeNumber(1), 50)
    .option('-f, --follow', 'go on with new lines until Ctrl+C')
    .addHelpText('after', '\nExamples:\n  ordo log\n  ordo log qorus-core -n 200\n  ordo log shop --follow')
    .action(async (name: string | undefined, _options: unknown, command: Command) => {
      answering(await showLog(cli, name, command.optsWithGlobals<LogOptions>()));
    });
}

async function showLog(cli: Cli, name: string | undefined, options: LogOptions): Promise<Answer> {
  if (options.follow === true) return follow(cli, name, options);
  const engine = await findEngine(cli, options);
  const logs = engine === undefined ? listLogFiles(stateFolderOfEngine(cli, options)) : await logsOf(engine);
  if (engine === undefined && logs.length === 0) await openEngine(cli, options);
  if (name === undefined) return { document: asDocument(logs), print: () => printLogs(cli, logs) };
  const log = findLog(logs, name);
  const lines = await readLastLines(log.file, options.lines);
  return {
    document: { log: log.log, file: log.file, lines: [...lines] },
    print: () => cli.out.write(lines.map((line) => `${line}\n`).join('')),
  };
}

async function follow(cli: Cli, name: string | undefined, options: LogOptions): Promise<Answer> {
  if (name === undefined) throw usageError('`--follow` needs a log.', 'Name one of the logs that `ordo log` lists.');
  if (cli.out.isJson) throw usageError('`--follow` has no end, so it is no JSON document.', 'Leave out `--json`.');
  const engine = await openEngine(cli, options);
  const log = findLog(await logsOf(engine), name);
  const id = log.name === undefined ? undefined : `${log.name}:${log.version ?? ''}`;
  const stream = engine.client.followLog(log.type, id, (text) => cli.out.write(text), undefined, {
    tail: options.lines,
  });
  if (!cli.signal.aborted) await once(cli.signal, 'abort');
  stream.close();
  return { document: null, print: () => undefined, exitCode: exitCodes.interrupted };
}

async function logsOf({ client }: OpenEngine): Promise<readonly LogHash[]> {
  return (await client.call('GET', 'logs')) as unknown as readonly LogHash[];
}

function findLog(logs: readonly LogHash[], name: string): LogHash {
  const found = logs.filter((log) => [log.type, log.log, log.name, `${log.name}:${log.version}`].includes(name)).at(-1);
  if (found !== undefined) return found;
  throw new CliError('LOG-ERROR', `There is no log "${name}".`, {
    remedy: `The logs are ${logs.map(titleOf).join(', ')}. A workflow has one from its first line on.`,
  });
}

function titleOf(log: LogHash): string {
  return log.name === undefined ? log.type : `${log.name}:${log.version}`;
}

function printLogs(cli: Cli, logs: readonly LogHash[]): void {
  cli.out.table(logs, [
    { title: 'log', value: titleOf },
    { title: 'file', value: (row) => row.file },
  ]);
}
