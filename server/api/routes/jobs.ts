import { jobResultSorts, type JobResultFilter } from '../../engine/store/jobs.ts';
import { jobStatuses } from '../../../schemas/model/job.ts';
import type { JobHash } from '../../../schemas/protocol/rest.ts';
import { dateTime, flag, integer, listOf, oneOf, text } from './argument-kinds.ts';
import { named, namingArguments } from './naming.ts';
import { optional, route, type ApiContext, type Route, type ValuesOf } from './route.ts';
import { anyShape, hashOf, listOfShape, listOrNames, one } from './shapes.ts';

const about = (row: JobHash): { name: string; version: string; description: string } => row;

const dayMicros = 24 * 3_600 * 1_000_000;

const resultArguments = {
  date: optional(dateTime, 'Only runs that started at or after this time; the last 24 hours by default.', 'minstarted'),
  statuses: optional(listOf(oneOf(jobStatuses)), 'Only runs with these statuses.', 'status'),
  ids: optional(listOf(integer(1)), 'Only these runs; then without the limit of 24 hours.', 'job_instanceid'),
  sort: optional(oneOf(jobResultSorts), 'Column to sort by; job_instanceid by default.'),
  desc: optional(flag, 'Newest first; true by default.'),
  limit: optional(integer(1, 10_000), 'At most this many; 100 by default.'),
  offset: optional(integer(0), 'Leave out this many first.'),
  full: optional(flag, 'Accepted; results are always whole.'),
};

const overviewArguments = {
  date: optional(dateTime, 'Only runs that started at or after this time.'),
  sqlcache: optional(flag, 'Accepted; counts are never stale.'),
  combined: optional(flag, 'Accepted; COMPLETE, ERROR and CRASH are always told apart.'),
};

const countsShape = hashOf<{ jobid: number; name: string; version: string; counts: object }>({
  jobid: { type: 'integer' },
  name: { type: 'string' },
  version: { type: 'string' },
  counts: { type: 'object', additionalProperties: { type: 'integer' } },
});
const countsList = { schema: { type: 'array', items: countsShape.schema } } as const;

/** Jobs and their results: look (manual: REST API, jobs). What changes them is in job-actions.ts. */
export const jobRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: 'jobs',
    aliases: ['list'],
    text: 'All jobs with their schedules, last runs and numbers of results.',
    arguments: {
      ...namingArguments,
      jobs: optional(listOf(text()), 'Only these, by id or name.'),
      date: optional(text(), 'Accepted; counts are of all results.'),
      sqlcache: optional(flag, 'Accepted; counts are never stale.'),
      lib_source: optional(flag, 'Accepted; sources stay with the release.'),
      defonly: optional(flag, 'Accepted; the answer is the same.'),
    },
    result: listOrNames('JobHash'),
    run: async ({ context, arguments: given }) => {
      const rows = await context.engine.jobs.list();
      const isWanted = ({ jobid, name }: JobHash): boolean =>
        given.jobs === undefined || given.jobs.includes(name) || given.jobs.includes(String(jobid));
      return named(rows.filter(isWanted), given, about);
    },
  }),
  route({
    method: 'GET',
    path: 'jobs/{job}',
    text: 'One job with its schedule, its last run and its numbers of results.',
    result: one('JobHash'),
    run: async ({ context, path }) => context.engine.jobs.get(path.job),
  }),
  route({
    method: 'GET',
    path: 'jobs/{job}',
    action: 'options',
    text: 'Option values of the job.',
    result: anyShape,
    run: async ({ context, path }) => (await context.engine.jobs.get(path.job)).options,
  }),
  route({
    method: 'GET',
    path: 'jobs/{job}',
    action: 'nextTimes',
    text: 'The next times at which the schedule runs the job.',
    arguments: { count: optional(integer(1, 1_000), 'How many; ten by default.') },
    result: { schema: { type: 'array', items: { type: 'string', format: 'date-time' } } },
    run: async ({ context, path, arguments: given }) => context.engine.jobs.nextTimes(path.job, given.count ?? 10),
  }),
  route({
    method: 'GET',
    path: 'jobs/{job}',
    action: 'stateData',
    text: 'What the job keeps to recover by; null when its last run was complete.',
    result: anyShape,
    run: async ({ context, path }) => context.engine.jobs.data(path.job, 'state'),
  }),
  route({
    method: 'GET',
    path: 'jobs/{job}',
    action: 'persistentStateData',
    text: 'What the job keeps for good.',
    result: anyShape,
    run: async ({ context, path }) => context.engine.jobs.data(path.job, 'persistent'),
  }),
  route({
    method: 'GET',
    path: 'jobs/{job}/results',
    text: 'Search the runs of one job.',
    arguments: resultArguments,
    result: listOfShape('JobResultRow'),
    run: async ({ context, path, arguments: given }) =>
      context.engine.jobs.results({ ...resultFilter(context, given), job: path.job }),
  }),
  route({
    method: 'GET',
    path: 'jobs/{job}/results',
    action: 'overview',
    text: 'How many runs the job has of each status.',
    arguments: overviewArguments,
    result: countsList,
    run: async ({ context, path, arguments: { date } }) =>
      context.engine.jobs.countResults({ job: path.job, ...(date === undefined ? {} : { minStarted: date }) }),
  }),
  route({
    method: 'GET',
    path: 'jobresults',
    text: 'Search the runs of all jobs.',
    arguments: resultArguments,
    result: listOfShape('JobResultRow'),
    run: async ({ context, arguments: given }) => context.engine.jobs.results(resultFilter(context, given)),
  }),
  route({
    method: 'GET',
    path: 'jobresults',
    action: 'overview',
    text: 'How many runs there are of each status, by job.',
    arguments: overviewArguments,
    result: countsList,
    run: async ({ context, arguments: { date } }) =>
      context.engine.jobs.countResults(date === undefined ? {} : { minStarted: date }),
  }),
  route({
    method: 'GET',
    path: 'jobresults/{result}',
    text: 'One run with its errors.',
    result: one('JobResultRow'),
    run: async ({ context, path }) => context.engine.jobs.result(Number(path.result)),
  }),
];

/** Newest first, of the last 24 hours, unless something else is asked for (manual: job results). */
function resultFilter({ clock }: ApiContext, given: ValuesOf<typeof resultArguments>): JobResultFilter {
  const since = given.date ?? (given.ids === undefined ? clock.nowMicros() - dayMicros : undefined);
  return {
    ...(given.ids === undefined ? {} : { ids: given.ids }),
    ...(given.statuses === undefined ? {} : { statuses: given.statuses }),
    ...(since === undefined ? {} : { minStarted: since }),
    sort: given.sort ?? 'job_instanceid',
    descending: given.desc ?? true,
    limit: given.limit ?? 100,
    offset: given.offset ?? 0,
  };
}
