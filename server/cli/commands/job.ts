import { InvalidArgumentError, type Command } from 'commander';
import type { JsonValue } from '../../../schemas/model/data.ts';
import type { JobHash, JobResultRow } from '../../../schemas/protocol/rest.ts';
import type { EngineClient } from '../../api/client/client.ts';
import { asDocument, type Answer, type Cli, type GlobalOptions } from '../cli.ts';
import { usageError } from '../cli-error.ts';
import { openEngine } from '../engine-access.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Answering } from '../program.ts';
import { readJsonArgument, wholeNumber } from './arguments.ts';
import { jobColumns, jobLines, resultColumns } from './job-columns.ts';

type Options = GlobalOptions & Readonly<Record<string, unknown>>;
type Run = (cli: Cli, client: EngineClient, words: readonly string[], options: Options) => Promise<Answer>;

/** `ordo job list | show | run | results | schedule | active | expiry | remote | enable | disable | data`. */
export function addJob(program: Command, cli: Cli, answering: Answering): void {
  const job = program.command('job').summary('list, run and schedule jobs').description('Jobs of the engine.');
  const add = (usage: string, summary: string, examples: string, run: Run): Command =>
    job
      .command(usage)
      .summary(summary)
      .description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`)
      .addHelpText('after', `\nExamples:\n${examples.replaceAll(/^/gm, '  ')}`)
      .action(async (...given: unknown[]) => {
        const command = given.at(-1) as Command;
        const options = command.optsWithGlobals<Options>();
        const { client } = await openEngine(cli, options);
        answering(await run(cli, client, command.args, options));
      });
  add('list', 'list jobs with their schedules and last runs', 'ordo job list\nordo job list --json', list).alias('ls');
  add('show <job>', 'show a job and its next runs', 'ordo job show reconcile --next 20', show).option(
    '--next <number>',
    'how many of its next runs',
    wholeNumber(1),
    10,
  );
  add('run <job>', 'run a job now and wait for its end', 'ordo job run reconcile\nordo job run reconcile --json', run);
  add(
    'results [job]',
    'list runs, the latest first',
    'ordo job results\nordo job results reconcile -s ERROR,CRASH',
    results,
  )
    .option('-s, --status <status,...>', 'only with these statuses (IN-PROGRESS, COMPLETE, ERROR, CRASH)')
    .option('--since <time>', 'only those that started since; the last 24 hours by default', time)
    .option('-n, --limit <number>', 'at most so many', wholeNumber(1), 100);
  add(
    'schedule <job> [cron]',
    'set when a job runs, by five fields or --every',
    "ordo job schedule reconcile '30 4 * * mon-fri'\nordo job schedule poll --every 300",
    schedule,
  ).option('--every <seconds>', 'from the start of one run to the next', wholeNumber(1));
  add('active <job> <yes|no>', 'schedule a job or let it rest', 'ordo job active reconcile no', active);
  add('expiry <job> [date]', 'set when a job ends to be run, or never', 'ordo job expiry poll 2030-01-01', expiry);
  add('remote <job> <yes|no>', 'run a job in a process of its own or beside others', 'ordo job remote poll no', remote);
  add('enable <job>', 'allow a job to be scheduled', 'ordo job enable poll', (_, client, [name = '']) =>
    change(cli, client, name, 'enable'),
  );
  add('disable <job>', 'do not schedule a job', 'ordo job disable poll', (_, client, [name = '']) =>
    change(cli, client, name, 'disable'),
  );
  add(
    'data <job>',
    'show or replace what a job keeps',
    'ordo job data poll\nordo job data poll --persistent --clear',
    data,
  )
    .option('--persistent', 'what it keeps for good, rather than what it keeps to recover by')
    .option('--set <file|json|->', 'replace it')
    .option('--clear', 'remove it');
}

const list: Run = async (cli, client) => {
  const jobs = (await client.call('GET', 'jobs')) as unknown as readonly JobHash[];
  return {
    document: asDocument(jobs),
    print: () => {
      if (jobs.length === 0) cli.out.line('No jobs. Deploy a project with `ordo deploy`.');
      else cli.out.table(jobs, jobColumns(cli.out.paint));
    },
  };
};

const show: Run = async (cli, client, [name = ''], options) => {
  const job = await get(client, name);
  const times = await client.call('GET', `${pathOf(name)}/nextTimes?count=${String(options['next'])}`);
  const next = times as readonly string[];
  return {
    document: { ...(job as unknown as Record<string, JsonValue>), next_times: next },
    print: () => {
      for (const line of jobLines(job, next)) cli.out.line(line);
    },
  };
};

const run: Run = async (cli, client, [name = '']) => {
  const done = (await client.call('PUT', `${pathOf(name)}?action=run`)) as unknown as JobResultRow & { status: string };
  const result = (await client.call('GET', `jobresults/${done.job_instanceid}`)) as unknown as JobResultRow;
  return {
    document: asDocument(result),
    exitCode: result.jobstatus === 'COMPLETE' ? exitCodes.ok : exitCodes.orderFailed,
    print: () => {
      cli.out.line(`Run ${result.job_instanceid} of ${result.name}: ${result.jobstatus}`);
      for (const error of result.errors) cli.out.line(`  ${error.severity} ${error.error}: ${error.info ?? ''}`);
    },
  };
};

const results: Run = async (cli, client, [name], options) => {
  const query = new URLSearchParams({ limit: String(options['limit']) });
  if (typeof options['status'] === 'string') query.set('statuses', options['status']);
  if (typeof options['since'] === 'string') query.set('date', options['since']);
  const path = name === undefined ? 'jobresults' : `${pathOf(name)}/results`;
  const rows = (await client.call('GET', `${path}?${query.toString()}`)) as unknown as readonly JobResultRow[];
  return {
    document: asDocument(rows),
    print: () => {
      if (rows.length === 0) cli.out.line('No runs.');
      else cli.out.table(rows, resultColumns(cli.out.paint));
    },
  };
};

const schedule: Run = async (cli, client, [name = '', cron], options) => {
  const every = options['every'] as number | undefined;
  if ((cron === undefined) === (every === undefined)) {
    throw usageError('A job has a schedule or an interval.', "Write five fields such as '30 4 * * *', or --every 300.");
  }
  return change(cli, client, name, 'schedule', cron === undefined ? { duration: every ?? 0 } : { schedule: cron });
};

const active: Run = (cli, client, [name = '', word = '']) =>
  change(cli, client, name, 'setActive', { active: yesOrNo(word) });
const remote: Run = (cli, client, [name = '', word = '']) =>
  change(cli, client, name, 'setRemote', { remote: yesOrNo(word) });
const expiry: Run = (cli, client, [name = '', date]) =>
  change(cli, client, name, 'setExpiry', date === undefined ? {} : { date: time(date) });

const data: Run = async (cli, client, [name = ''], options) => {
  const kind = options['persistent'] === true ? 'PersistentStateData' : 'StateData';
  const given = options['set'];
  if (typeof given === 'string' || options['clear'] === true) {
    const value = typeof given === 'string' ? await readJsonArgument(cli, '--set', given) : null;
    await client.call('PUT', `${pathOf(name)}?action=set${kind}`, { data: value });
  }
  const kept = await client.call('GET', `${pathOf(name)}/${kind.charAt(0).toLowerCase()}${kind.slice(1)}`);
  return { document: kept, print: () => cli.out.line(JSON.stringify(kept, null, 2)) };
};

/** Does one action and shows the job as it is then. */
async function change(
  cli: Cli,
  client: EngineClient,
  name: string,
  action: string,
  body: Readonly<Record<string, JsonValue>> = {},
): Promise<Answer> {
  await client.call('PUT', `${pathOf(name)}?action=${action}`, body);
  const job = await get(client, name);
  return {
    document: asDocument(job),
    print: () => {
      for (const line of jobLines(job, [])) cli.out.line(line);
    },
  };
}

async function get(client: EngineClient, name: string): Promise<JobHash> {
  return (await client.call('GET', pathOf(name))) as unknown as JobHash;
}

function pathOf(name: string): string {
  return `jobs/${encodeURIComponent(name)}`;
}

function yesOrNo(word: string): boolean {
  if (/^(yes|true|on|1)$/i.test(word)) return true;
  if (/^(no|false|off|0)$/i.test(word)) return false;
  throw usageError(`"${word}" is neither yes nor no.`, 'Write yes or no.');
}

function time(text: string): string {
  const date = new Date(text);
  if (Number.isNaN(date.getTime()))
    throw new InvalidArgumentError('Write a date such as 2030-01-01 or 2030-01-01T12:00:00Z.');
  return date.toISOString();
}
