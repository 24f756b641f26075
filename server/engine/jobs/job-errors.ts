import type { JobStatus } from '../../../schemas/model/job.ts';
import type { RaisedError } from '../../../schemas/protocol/runner.ts';
import type { CallOutcome } from '../../isolation/runner-host.ts';
import type { JobErrorRecord } from '../store/jobs.ts';

/** What the end of the call itself says; a run without an answer may have done anything. */
export function errorsOf(outcome: CallOutcome): readonly JobErrorRecord[] {
  switch (outcome.kind) {
    case 'returned':
      return [];
    case 'threw':
    case 'not-loaded':
      return [jobError(outcome.error)];
    case 'lost':
      return [jobError({ error: 'JOB-CRASH', info: `${outcome.reason}: ${outcome.detail}` })];
    case 'timed-out':
      return [jobError({ error: 'JOB-TIMEOUT', info: `It did not end after ${outcome.afterMs / 1000} s.` })];
  }
}

/** Only MAJOR and FATAL errors change the status (manual: job API). */
export function statusOf(outcome: CallOutcome, isFailed: boolean): Exclude<JobStatus, 'IN-PROGRESS'> {
  if (outcome.kind === 'lost') return 'CRASH';
  return outcome.kind === 'returned' && !isFailed ? 'COMPLETE' : 'ERROR';
}

/** An error as it is recorded: an exception is MAJOR. */
export function jobError({ error, info, description, severity, business, stack }: RaisedError): JobErrorRecord {
  return {
    severity: severity ?? 'MAJOR',
    error,
    description: description ?? '',
    info: stack === undefined ? info : `${info}\n${stack}`,
    business: business === true,
  };
}
