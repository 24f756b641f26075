import type { StepManifest } from '../../../../../schemas/model/release.ts';
import type { ObjectIdentity } from '../../../../../schemas/model/steps.ts';
import type { Sqlite } from '../open-database.ts';
import { nextRareId } from '../sequences.ts';
import { recordOwnValues } from './config-rows.ts';
import type { Recording } from './record-release.ts';
import { nameRow } from './record-object.ts';

/** Creates or changes a step; its id stays with name and version, also over a removal. */
export function recordStep({ db, now }: Recording, manifest: StepManifest): void {
  const identity: ObjectIdentity = `${manifest.name}:${manifest.version}`;
  const stepId = stepIdOf(db, identity) ?? nextRareId(db, 'step');
  if (manifest.queue !== undefined) nameRow({ db, now }, 'queue', manifest.queue);
  if (manifest.event !== undefined) nameRow({ db, now }, 'event', manifest.event);
  db.prepare(putStep).run({
    stepId,
    steptype: manifest.stepType,
    arraytype: manifest.arrayType,
    name: manifest.name,
    version: manifest.version,
    patch: manifest.patch ?? null,
    description: manifest.description,
    author: manifest.author.join(', '),
    classname: manifest.className,
    queue: manifest.queue ?? null,
    event: manifest.event ?? null,
    userInteraction: Number(manifest.userInteraction),
    userdata: manifest.userMetadata === undefined ? null : JSON.stringify(manifest.userMetadata),
    configItems: manifest.configItems.length === 0 ? null : JSON.stringify(manifest.configItems),
    manifest: JSON.stringify(manifest),
    file: manifest.source.file,
    hash: manifest.source.hash,
    now,
  });
  recordOwnValues(db, { level: 'step', ownerId: stepId }, manifest.configItems, now);
  db.prepare('DELETE FROM step_tags WHERE stepid = ?').run(stepId);
  const addTag = db.prepare('INSERT INTO step_tags (stepid, tag, value) VALUES (?, ?, ?)');
  for (const [tag, value] of Object.entries(manifest.tags)) addTag.run(stepId, tag, value);
}

/** A removed step keeps its row, so that old orders keep their names. */
export function removeStep({ db, now }: Recording, identity: ObjectIdentity): void {
  db.prepare(`UPDATE steps SET removed = ?, modified = ? WHERE name || ':' || version = ?`).run(now, now, identity);
}

export function stepIdOf(db: Sqlite, identity: ObjectIdentity): number | undefined {
  return db.prepare(`SELECT stepid FROM steps WHERE name || ':' || version = ?`).pluck().get(identity) as
    number | undefined;
}

const putStep = `
  INSERT INTO steps (stepid, steptype, arraytype, name, version, patch, description, author, classname, queueid,
    workflow_event_typeid, user_interaction, userdata, yaml_config_items, manifest, source_file, source_hash, removed, created,
    modified)
  VALUES (@stepId, @steptype, @arraytype, @name, @version, @patch, @description, @author, @classname,
    (SELECT queueid FROM queues WHERE name = @queue),
    (SELECT workflow_event_typeid FROM workflow_event_types WHERE name = @event),
    @userInteraction, @userdata, @configItems, @manifest, @file, @hash, NULL, @now, @now)
  ON CONFLICT (stepid) DO UPDATE SET steptype = excluded.steptype, arraytype = excluded.arraytype, patch = excluded.patch,
    description = excluded.description, author = excluded.author, classname = excluded.classname,
    queueid = excluded.queueid, workflow_event_typeid = excluded.workflow_event_typeid,
    user_interaction = excluded.user_interaction, userdata = excluded.userdata,
    yaml_config_items = excluded.yaml_config_items, manifest = excluded.manifest, source_file = excluded.source_file,
    source_hash = excluded.source_hash, removed = NULL, modified = excluded.modified`;
