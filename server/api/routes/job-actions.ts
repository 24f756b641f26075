import type { JobHash } from '../../../schemas/protocol/rest.ts';
import { EngineRefusal, type Caller, type JobOperations, type JobReference } from '../../engine/engine.ts';
import { anything, dateTime, flag, hash, integer, isHash, listOf, text } from './argument-kinds.ts';
import { optional, required, route, type Route } from './route.ts';
import { hashOf, ok } from './shapes.ts';
import { badArgument } from './refusals.ts';

type Done = Readonly<Record<string, string | number | boolean | null>>;
type Act = (jobs: JobOperations, job: JobReference, caller: Caller) => Promise<Done>;

interface JobAction {
  readonly text: string;
  /** Said with each row of a call on many jobs; the manual's name of the flag. */
  readonly flag: string;
  readonly act: Act;
}

/** Actions that one call does to one job or to many (manual: REST API, jobs). */
const actions: Readonly<Record<string, JobAction>> = {
  run: {
    text: 'Run the job now and wait for its end.',
    flag: 'run',
    act: async (jobs, job, caller) => ({ run: true, ...(await jobs.run(job, caller)) }),
  },
  reset: {
    text: 'Read the job again and schedule it anew.',
    flag: 'reset',
    act: async (jobs, job) => {
      if (!(await jobs.get(job)).enabled) throw new EngineRefusal('API-CALL-ERROR', 'The job is disabled.', 409);
      await jobs.reset(job);
      return { reset: true };
    },
  },
  enable: {
    text: 'Allow the job to be scheduled.',
    flag: 'enabled',
    act: async (jobs, job, caller) => {
      await jobs.setEnabled(job, true, caller);
      return { enabled: true };
    },
  },
  disable: {
    text: 'Do not schedule the job, whether it is active or not.',
    flag: 'disabled',
    act: async (jobs, job, caller) => {
      await jobs.setEnabled(job, false, caller);
      return { disabled: true };
    },
  },
};

const identity = ({ jobid, name, version }: JobHash): Done => ({ jobid, name, version });
const infoShape = hashOf<object>({ info: { type: 'string' } });

/** What changes jobs (manual: REST API, jobs). */
export const jobActionRoutes: readonly Route[] = [
  ...Object.entries(actions).flatMap(([action, row]) => [single(action, row), many(action, row)]),
  route({
    method: 'PUT',
    path: 'jobs/{job}',
    action: 'schedule',
    text: 'Set the schedule; deploys leave it alone from then on.',
    arguments: {
      schedule: optional(text({ max: 400 }), 'The five fields of cron in one text.'),
      duration: optional(
        integer(1),
        'Instead of a schedule: seconds from the start of one run to the next.',
        'recurring',
      ),
    },
    result: infoShape,
    run: async ({ context, path, arguments: given, caller }) => {
      const { jobs } = context.engine;
      await jobs.setSchedule(path.job, scheduleOf(given.schedule, given.duration), caller);
      const job = await jobs.get(path.job);
      return { ...identity(job), schedule: job.cron, duration: job.recurring, info: `runs ${job.sched_txt}` };
    },
  }),
  route({
    method: 'PUT',
    path: 'jobs/{job}',
    action: 'setActive',
    text: 'Make the job active or inactive; an inactive job runs on demand only.',
    arguments: { active: required(flag, 'Whether it is scheduled.') },
    result: infoShape,
    run: async ({ context, path, arguments: { active }, caller }) => {
      const { jobs } = context.engine;
      await jobs.setActive(path.job, active, caller);
      const job = await jobs.get(path.job);
      const info = active ? 'the job is active' : 'the job is inactive';
      return { ...identity(job), active: job.active, db_active: job.db_active, info };
    },
  }),
  route({
    method: 'PUT',
    path: 'jobs/{job}',
    action: 'setExpiry',
    aliases: ['setExpire'],
    text: 'Set the date on and after which the job does not run; without a date it does not expire.',
    arguments: { date: optional(dateTime, 'The date.') },
    result: infoShape,
    run: async ({ context, path, arguments: { date }, caller }) => {
      const { jobs } = context.engine;
      await jobs.setExpiry(path.job, date ?? null, caller);
      const job = await jobs.get(path.job);
      const info = job.expiry_date === null ? 'the job does not expire' : `the job expires at ${job.expiry_date}`;
      return { ...identity(job), expiry_date: job.expiry_date, info };
    },
  }),
  route({
    method: 'PUT',
    path: 'jobs/{job}',
    action: 'setRemote',
    text: 'Run the job in a process of its own, or beside others.',
    arguments: { remote: required(flag, 'Run in a process of its own.') },
    result: infoShape,
    run: async ({ context, path, arguments: { remote }, caller }) => {
      await context.engine.jobs.setRemote(path.job, remote, caller);
      return { updated: true, remote, info: `remote set to ${remote}` };
    },
  }),
  route({
    method: 'PUT',
    path: 'jobs/{job}',
    action: 'setOptions',
    text: 'Set options of the job; deploys leave them alone from then on.',
    arguments: { options: required(hash, 'Values by name: texts, numbers or true and false.') },
    result: ok,
    run: async ({ context, path, arguments: { options }, caller }) => {
      for (const [name, value] of Object.entries(options)) {
        if (typeof value === 'object')
          throw new EngineRefusal('JOB-OPTION-ERROR', `Option ${name} holds no plain value.`);
      }
      await context.engine.jobs.setOptions(path.job, options as JobHash['options'], caller);
      return 'OK' as const;
    },
  }),
  dataRoute('setStateData', 'state', 'Replace what the job keeps to recover by.'),
  dataRoute('setPersistentStateData', 'persistent', 'Replace what the job keeps for good.'),
  route({
    method: 'POST',
    path: 'jobs/{job}',
    action: 'kill',
    text: 'Kill the runner of the job’s program; a run in it ends as CRASH.',
    result: hashOf<{ status: string; code: number }>({ status: { type: 'string' }, code: { type: 'integer' } }),
    run: async ({ context, path }) => {
      context.engine.jobs.kill(path.job);
      return { status: 'OK', code: 0 };
    },
  }),
  route({
    method: 'DELETE',
    path: 'jobs/{job}',
    text: 'Remove the job; its results stay.',
    result: ok,
    run: async ({ context, path, caller }) => {
      await context.engine.jobs.remove(path.job, caller);
      return 'OK' as const;
    },
  }),
];

function single(action: string, { text: said, act }: JobAction): Route {
  return route({
    method: 'PUT',
    path: 'jobs/{job}',
    action,
    text: said,
    result: infoShape,
    run: async ({ context, path, caller }) => {
      const { jobs } = context.engine;
      const done = await act(jobs, path.job, caller);
      return { ...identity(await jobs.get(path.job)), ...done, info: action };
    },
  });
}

/** A refusal is a row too, so that the others go on (manual: notes on semantics). */
function many(action: string, { text: said, flag: name, act }: JobAction): Route {
  return route({
    method: 'PUT',
    path: 'jobs',
    action,
    text: `${said} For many at once.`,
    arguments: { ids: required(listOf(text()), 'Ids or names.') },
    result: { schema: { type: 'array', items: infoShape.schema } },
    run: async ({ context, arguments: { ids }, caller }) => {
      const { jobs } = context.engine;
      const rows: Done[] = [];
      for (const arg of ids) rows.push(await actOnOne(jobs, arg, name, () => act(jobs, arg, caller)));
      return rows;
    },
  });
}

async function actOnOne(jobs: JobOperations, arg: string, name: string, act: () => Promise<Done>): Promise<Done> {
  try {
    const done = await act();
    return { info: '', ...done, arg, ...identity(await jobs.get(arg)) };
  } catch (error) {
    if (!(error instanceof EngineRefusal)) throw error;
    return { arg, [name]: false, info: `${error.error}: ${error.message}` };
  }
}

function dataRoute(action: string, kind: 'state' | 'persistent', said: string): Route {
  return route({
    method: 'PUT',
    path: 'jobs/{job}',
    action,
    text: said,
    arguments: { data: optional(anything, 'A hash; without it the data is removed.') },
    result: ok,
    run: async ({ context, path, arguments: { data }, caller }) => {
      if (data !== undefined && !isHash(data)) throw badArgument('data must be a hash (JSON object).');
      await context.engine.jobs.setData(path.job, kind, data ?? null, caller);
      return 'OK' as const;
    },
  });
}

function scheduleOf(cron: string | undefined, seconds: number | undefined) {
  if (cron !== undefined && seconds === undefined) return { cron };
  if (cron === undefined && seconds !== undefined) return { seconds };
  throw new EngineRefusal('JOB-SCHEDULE-ERROR', 'Give either schedule (five fields) or duration (seconds).', 409);
}
