import type { ErrorDefinition, ErrorStatus, Severity } from '../../../../../schemas/model/errors.ts';
import { defaultErrorDefinitions } from '../../../errors/default-definitions.ts';
import { isSame } from '../../../errors/apply-declarations.ts';
import type { StoredErrorDefinition } from '../../definitions.ts';
import type { Sqlite } from '../open-database.ts';

const statusLetters: Readonly<Record<ErrorStatus, string>> = { ERROR: 'E', RETRY: 'R', CANCELED: 'X' };
const statusByLetter = Object.fromEntries(
  Object.entries(statusLetters).map(([status, letter]) => [letter, status]),
) as Readonly<Record<string, ErrorStatus>>;

interface ErrorRow {
  readonly error: string;
  readonly description: string | null;
  readonly severity: string;
  readonly status: string;
  readonly business_flag: number;
  readonly retry_delay_secs: number | null;
  readonly manually_updated: number;
}

/** A row's place: global, or a workflow's own. */
export type ErrorPlace = number | undefined;

export function readErrors(db: Sqlite, place: ErrorPlace): readonly StoredErrorDefinition[] {
  const rows =
    place === undefined
      ? db.prepare<[], ErrorRow>('SELECT * FROM global_workflow_errors ORDER BY error').all()
      : db.prepare<[number], ErrorRow>('SELECT * FROM workflow_errors WHERE workflowid = ? ORDER BY error').all(place);
  return rows.map(definitionOf);
}

/** Creates or changes a definition; `manually` marks it as changed by operations. */
export function putError(
  db: Sqlite,
  place: ErrorPlace,
  definition: ErrorDefinition,
  { now, manually }: { readonly now: number; readonly manually: boolean },
): void {
  const values = [
    definition.error,
    definition.description,
    definition.severity,
    statusLetters[definition.status],
    Number(definition.business),
    definition.retryDelaySeconds ?? null,
    Number(manually),
    now,
    now,
  ];
  if (place === undefined) db.prepare(putGlobal).run(...values);
  else db.prepare(putOwn).run(place, ...values);
}

/** As `putError` by the API: answers what it did. */
export function putErrorByHand(
  db: Sqlite,
  place: ErrorPlace,
  definition: ErrorDefinition,
  now: number,
): 'CREATED' | 'UPDATED' | 'UNCHANGED' {
  const known = readErrors(db, place).find(({ error }) => error === definition.error);
  if (known !== undefined && isSame(definition, known)) return 'UNCHANGED';
  putError(db, place, definition, { now, manually: true });
  return known === undefined ? 'CREATED' : 'UPDATED';
}

/** True when there was one. */
export function deleteError(db: Sqlite, place: ErrorPlace, error: string): boolean {
  const result =
    place === undefined
      ? db.prepare('DELETE FROM global_workflow_errors WHERE error = ?').run(error)
      : db.prepare('DELETE FROM workflow_errors WHERE workflowid = ? AND error = ?').run(place, error);
  return result.changes > 0;
}

/** Makes the default definitions that are missing (manual: default errors); answers how many. */
export function restoreDefaultErrors(db: Sqlite, now: number): number {
  const known = new Set(readErrors(db, undefined).map(({ error }) => error));
  const missing = defaultErrorDefinitions.filter(({ error }) => !known.has(error));
  for (const definition of missing) putError(db, undefined, definition, { now, manually: false });
  return missing.length;
}

const columns = `error, description, severity, status, business_flag, retry_delay_secs, manually_updated, created, modified`;
const changes = `SET description = excluded.description, severity = excluded.severity, status = excluded.status,
  business_flag = excluded.business_flag, retry_delay_secs = excluded.retry_delay_secs,
  manually_updated = excluded.manually_updated, modified = excluded.modified`;
const putGlobal = `INSERT INTO global_workflow_errors (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (error) DO UPDATE ${changes}`;
const putOwn = `INSERT INTO workflow_errors (workflowid, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (workflowid, error) DO UPDATE ${changes}`;

function definitionOf(row: ErrorRow): StoredErrorDefinition {
  return {
    error: row.error,
    description: row.description ?? '',
    severity: row.severity as Severity,
    status: statusByLetter[row.status] ?? 'ERROR',
    business: row.business_flag === 1,
    ...(row.retry_delay_secs === null ? {} : { retryDelaySeconds: row.retry_delay_secs }),
    manuallyUpdated: row.manually_updated === 1,
  };
}
