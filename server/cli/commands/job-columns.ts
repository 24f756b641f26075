import type { JobHash, JobResultRow } from '../../../schemas/protocol/rest.ts';
import type { Paint } from '../terminal/colours.ts';
import type { Column } from '../terminal/table.ts';
import { statusColour } from './workflow-columns.ts';

/** A job in one line: when it runs, and how the last run went. */
export function jobColumns(paint: Paint): readonly Column<JobHash>[] {
  return [
    { title: 'job', value: (row) => row.name },
    { title: 'id', value: (row) => row.jobid, align: 'right' },
    { title: 'runs', value: (row) => row.sched_txt },
    { title: 'next', value: (row) => row.next ?? whyNot(row) },
    { title: 'last run', value: (row) => row.last_executed },
    {
      title: 'ended',
      value: (row) => row.last_status,
      paint: (text, row) => painted(paint, text, row.last_status),
    },
    { title: 'errors', value: (row) => row.ERROR + row.CRASH || '', align: 'right' },
  ];
}

/** A run in one line. */
export function resultColumns(paint: Paint): readonly Column<JobResultRow>[] {
  return [
    { title: 'run', value: (row) => row.job_instanceid, align: 'right' },
    { title: 'job', value: (row) => row.name },
    { title: 'status', value: (row) => row.jobstatus, paint: (text, row) => painted(paint, text, row.jobstatus) },
    { title: 'started', value: (row) => row.started },
    { title: 'completed', value: (row) => row.completed },
    { title: 'errors', value: (row) => row.errors.map(({ error }) => error).join(', ') },
    { title: 'info', value: (row) => (row.info === null ? '' : JSON.stringify(row.info)) },
  ];
}

/** A job in some lines, with its next runs. */
export function jobLines(job: JobHash, next: readonly string[]): readonly string[] {
  const last = job.last_executed === null ? 'never' : `${job.last_executed}: ${job.last_status ?? ''}`;
  return [
    `${job.name}:${job.version}  ${job.description}`,
    `  runs      ${job.sched_txt} (${job.timezone})${job.manually_updated ? ', set by operations' : ''}`,
    `  next      ${job.next ?? whyNot(job)}`,
    `  last run  ${last}`,
    ...(job.expiry_date === null ? [] : [`  expires   ${job.expiry_date}`]),
    ...(next.length === 0 ? [] : ['  next runs by the schedule:', ...next.map((time) => `    ${time}`)]),
  ];
}

function whyNot({ enabled, db_active: isActive }: JobHash): string {
  if (!enabled) return 'disabled';
  return isActive ? 'not scheduled' : 'inactive';
}

function painted(paint: Paint, text: string, status: string | null): string {
  const colour = status === 'CRASH' ? 'red' : statusColour(status ?? '');
  return colour === undefined ? text : paint(colour, text);
}
