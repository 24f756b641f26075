import type { PlainObjectManifest } from '../../../../../schemas/model/release.ts';
import type { Removal } from '../../../releases/plan-removals.ts';
import { nextRareId } from '../sequences.ts';
import type { Recording } from './record-release.ts';

/** Creates or changes a plain object; queues and event types also get the row that orders refer to. */
export function recordObject({ db, now }: Recording, object: PlainObjectManifest): void {
  db.prepare(
    `INSERT INTO objects (kind, name, version, manifest, source_file, source_hash, created, modified)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (kind, name, version) DO UPDATE SET manifest = excluded.manifest, source_file = excluded.source_file,
       source_hash = excluded.source_hash, modified = excluded.modified`,
  ).run(
    object.kind,
    object.name,
    object.version ?? '',
    JSON.stringify(object),
    object.source.file,
    object.source.hash,
    now,
    now,
  );
  const named = namedRows[object.kind];
  if (named === undefined) return;
  const known = db.prepare(named.find).pluck().get(object.name) as number | undefined;
  const id = known ?? nextRareId(db, named.sequence);
  db.prepare(named.put).run(id, object.name, object.description, now, now);
}

/** Makes sure that a queue or event type has its row, which orders refer to; its own file may describe it later. */
export function nameRow({ db, now }: Pick<Recording, 'db' | 'now'>, kind: 'queue' | 'event', name: string): void {
  const named = namedRows[kind];
  if (named === undefined || db.prepare(named.find).pluck().get(name) !== undefined) return;
  db.prepare(named.put).run(nextRareId(db, named.sequence), name, '', now, now);
}

/** The row of a queue or event type stays: entries of orders refer to it. */
export function removeObject({ db }: Recording, { kind, name, version }: Removal): void {
  db.prepare('DELETE FROM objects WHERE kind = ? AND name = ? AND version = ?').run(kind, name, version ?? '');
}

interface NamedRow {
  readonly sequence: 'queue' | 'event';
  readonly find: string;
  readonly put: string;
}

const namedRows: Readonly<Record<string, NamedRow | undefined>> = {
  queue: {
    sequence: 'queue',
    find: 'SELECT queueid FROM queues WHERE name = ?',
    put: `INSERT INTO queues (queueid, name, description, created, modified) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (queueid) DO UPDATE SET description = excluded.description, modified = excluded.modified`,
  },
  event: {
    sequence: 'event',
    find: 'SELECT workflow_event_typeid FROM workflow_event_types WHERE name = ?',
    put: `INSERT INTO workflow_event_types (workflow_event_typeid, name, description, created, modified) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (workflow_event_typeid) DO UPDATE SET description = excluded.description, modified = excluded.modified`,
  },
};
