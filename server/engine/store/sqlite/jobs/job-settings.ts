import type { JobSettings } from '../../jobs.ts';
import type { Sqlite } from '../open-database.ts';
import { scheduleColumns } from './job-rows.ts';

type Columns = Readonly<Record<string, number | string | null>>;

/** Changes what operations manage; `manually` marks it, so that deploys leave it alone. */
export function updateJob(
  db: Sqlite,
  jobId: number,
  change: Partial<JobSettings>,
  { manually, now }: { readonly manually: boolean; readonly now: number },
): void {
  const mark = (column: string): Columns => (manually ? { [column]: 1 } : {});
  const columns: Columns = {
    ...(change.active === undefined ? {} : { active: Number(change.active), ...mark('manual_active') }),
    ...(change.enabled === undefined ? {} : { enabled: Number(change.enabled) }),
    ...(change.remote === undefined ? {} : { remote: Number(change.remote), ...mark('manual_remote') }),
    ...(change.schedule === undefined ? {} : { ...scheduleColumns(change.schedule), ...mark('manually_updated') }),
    ...(change.expiry === undefined ? {} : { expiry_date: change.expiry, ...mark('manual_expiry') }),
    ...(change.customTrigger === undefined ? {} : { custom_trigger: change.customTrigger }),
    ...(change.options === undefined ? {} : { manual_options: JSON.stringify(change.options) }),
    modified: now,
  };
  const assignments = Object.keys(columns).map((column) => `${column} = @${column}`);
  const { changes } = db
    .prepare(`UPDATE jobs SET ${assignments.join(', ')} WHERE jobid = @jobId`)
    .run({ ...columns, jobId });
  if (changes === 0) throw new Error(`Job ${jobId} is not deployed`);
}
