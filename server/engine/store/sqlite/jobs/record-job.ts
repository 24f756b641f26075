import type { JobManifest } from '../../../../../schemas/model/job.ts';
import { recordOwnValues } from '../definitions/config-rows.ts';
import type { Recording } from '../definitions/record-release.ts';
import type { Sqlite } from '../open-database.ts';
import { nextRareId } from '../sequences.ts';
import { findJobRow, scheduleColumns } from './job-rows.ts';

/** Creates or changes a job; what operations changed stays, and so do its id, its last run and its data (manual: managed by operations). */
export function recordJob({ db, now }: Recording, manifest: JobManifest): void {
  const known = findJobRow(db, manifest.name);
  const jobId = known?.jobid ?? nextRareId(db, 'job');
  const schedule =
    known?.manually_updated === 1
      ? { ...pick(known, ['minute', 'hour', 'day', 'month', 'wday', 'recurring'] as const) }
      : scheduleColumns(manifest.schedule);
  db.prepare(putJob).run({
    jobId,
    name: manifest.name,
    version: manifest.version,
    patch: manifest.patch ?? null,
    description: manifest.description,
    author: manifest.author.join(', '),
    active: known?.manual_active === 1 ? known.active : Number(manifest.active),
    remote: known?.manual_remote === 1 ? known.remote : Number(manifest.remote),
    runSkipped: Number(manifest.runSkipped),
    singleInstance: Number(manifest.singleInstance),
    code: manifest.bundle,
    className: manifest.className,
    ...schedule,
    timeZone: manifest.timeZone ?? null,
    expiry: known?.manual_expiry === 1 ? known.expiry_date : expiryOf(manifest),
    manifest: JSON.stringify(manifest),
    file: manifest.source.file,
    hash: manifest.source.hash,
    now,
  });
  db.prepare('DELETE FROM job_tags WHERE jobid = ?').run(jobId);
  const tag = db.prepare('INSERT INTO job_tags (jobid, tag, value) VALUES (?, ?, ?)');
  for (const [name, value] of Object.entries(manifest.tags)) tag.run(jobId, name, value);
  recordOwnValues(db, { level: 'job', ownerId: jobId }, manifest.configItems, now);
}

/** A removed job keeps its row, so that its results keep their name and a later deploy its id and data. */
export function removeJob({ db, now }: Recording, name: string): void {
  db.prepare('UPDATE jobs SET removed = ?, code = NULL, modified = ? WHERE name = ?').run(now, now, name);
}

export function jobIdOf(db: Sqlite, name: string): number | null {
  return findJobRow(db, name)?.jobid ?? null;
}

function expiryOf({ expiry }: JobManifest): number | null {
  return expiry === undefined ? null : Date.parse(expiry) * 1000;
}

function pick<T, Key extends keyof T>(from: T, keys: readonly Key[]): Pick<T, Key> {
  return Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<T, Key>;
}

const putJob = `
  INSERT INTO jobs (jobid, name, version, patch, description, author, active, remote, run_skipped, single_instance, code,
    class_name, minute, hour, day, month, wday, recurring, timezone, expiry_date, manifest, source_file, source_hash, removed,
    created, modified)
  VALUES (@jobId, @name, @version, @patch, @description, @author, @active, @remote, @runSkipped, @singleInstance, @code,
    @className, @minute, @hour, @day, @month, @wday, @recurring, @timeZone, @expiry, @manifest, @file, @hash, NULL, @now, @now)
  ON CONFLICT (jobid) DO UPDATE SET version = excluded.version, patch = excluded.patch, description = excluded.description,
    author = excluded.author, active = excluded.active, remote = excluded.remote, run_skipped = excluded.run_skipped,
    single_instance = excluded.single_instance, code = excluded.code, class_name = excluded.class_name,
    minute = excluded.minute, hour = excluded.hour, day = excluded.day, month = excluded.month, wday = excluded.wday,
    recurring = excluded.recurring, timezone = excluded.timezone, expiry_date = excluded.expiry_date,
    manifest = excluded.manifest, source_file = excluded.source_file, source_hash = excluded.source_hash, removed = NULL,
    modified = excluded.modified`;
