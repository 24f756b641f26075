import type { WorkflowManifest } from '../../../../../schemas/model/release.ts';
import type { ObjectIdentity } from '../../../../../schemas/model/steps.ts';
import { settingsAfterDeploy } from '../../../releases/settings.ts';
import type { Sqlite } from '../open-database.ts';
import { nextRareId } from '../sequences.ts';
import { forgetBundles, useBundle } from './bundle-rows.ts';
import { recordOwnValues } from './config-rows.ts';
import { settingsOf, type WorkflowRow } from './read-definitions.ts';
import type { Recording } from './record-release.ts';
import { stepIdOf } from './record-step.ts';

/** Creates or changes a workflow; what operations manage stays, and so does the id of its name and version. */
export function recordWorkflow({ db, releaseId, now }: Recording, manifest: WorkflowManifest): void {
  const identity: ObjectIdentity = `${manifest.name}:${manifest.version}`;
  const known = db.prepare<[string], WorkflowRow>(findWorkflow).get(identity);
  const workflowId = known?.workflowid ?? nextRareId(db, 'workflow');
  const settings = settingsAfterDeploy(manifest, known && settingsOf(known));
  db.prepare(putWorkflow).run({
    workflowId,
    name: manifest.name,
    version: manifest.version,
    patch: manifest.patch ?? null,
    description: manifest.description,
    author: manifest.author.join(', '),
    remote: Number(settings.remote),
    autostart: settings.autostart,
    maxInstances: manifest.maxInstances ?? null,
    slaThreshold: settings.slaThresholdSeconds,
    code: manifest.bundle,
    className: manifest.className ?? null,
    manifest: JSON.stringify(manifest),
    file: manifest.source.file,
    hash: manifest.source.hash,
    now,
  });
  recordParts(db, workflowId, manifest);
  recordOwnValues(db, { level: 'workflow', ownerId: workflowId }, manifest.configItemValues ?? [], now);
  if (known?.code !== manifest.bundle) useBundle(db, { workflowId, releaseId, hash: manifest.bundle, now });
}

/** A removed workflow keeps its row, so that old orders keep their names and a later deploy its id. */
export function removeWorkflow({ db, now }: Recording, identity: ObjectIdentity): void {
  const workflowId = workflowIdOf(db, identity);
  if (workflowId === undefined) throw new Error(`Workflow ${identity} is not deployed`);
  db.prepare('UPDATE workflows SET removed = ?, code = NULL, modified = ? WHERE workflowid = ?').run(
    now,
    now,
    workflowId,
  );
  forgetBundles(db, workflowId);
}

export function workflowIdOf(db: Sqlite, identity: ObjectIdentity): number | undefined {
  return db.prepare<[string], WorkflowRow>(findWorkflow).get(identity)?.workflowid;
}

/** The tables that say in rows what the manifest says. */
function recordParts(db: Sqlite, workflowId: number, manifest: WorkflowManifest): void {
  for (const table of ['workflow_steps', 'workflow_keys', 'workflow_options', 'custom_statuses', 'workflow_tags']) {
    db.prepare(`DELETE FROM ${table} WHERE workflowid = ?`).run(workflowId);
  }
  const insert = (table: string, columns: string, rows: readonly (readonly unknown[])[]): void => {
    const places = columns.replaceAll(/\w+/g, '?');
    const statement = db.prepare(`INSERT INTO ${table} (workflowid, ${columns}) VALUES (?, ${places})`);
    for (const row of rows) statement.run(workflowId, ...row);
  };
  insert('workflow_steps', 'stepid, dependson_stepid', dependencies(db, manifest));
  insert(
    'workflow_keys',
    'keyname',
    manifest.keylist.map((name) => [name]),
  );
  insert('workflow_options', 'name, description, value', options(manifest));
  insert('custom_statuses', 'statusid, description', Object.entries(manifest.statuses));
  insert('workflow_tags', 'tag, value', Object.entries(manifest.tags));
}

/** A step without predecessors depends on itself (manual: data model). */
function dependencies(db: Sqlite, manifest: WorkflowManifest): readonly (readonly unknown[])[] {
  const ids = new Map(manifest.steps.map(({ step }) => [step, stepIdOf(db, step)]));
  return manifest.steps.flatMap(({ step, after }) =>
    (after.length === 0 ? [step] : after).map((other) => [ids.get(step), ids.get(other)]),
  );
}

function options({ options: described, optionValues }: WorkflowManifest): readonly (readonly unknown[])[] {
  const names = new Set([...Object.keys(described), ...Object.keys(optionValues)]);
  return [...names].map((name) => {
    const value = optionValues[name];
    return [name, described[name] ?? '', value === undefined ? null : String(value)];
  });
}

const findWorkflow = `SELECT * FROM workflows WHERE name || ':' || version = ?`;
const putWorkflow = `
  INSERT INTO workflows (workflowid, name, version, patch, description, author, remote, autostart, max_instances, sla_threshold,
    code, class_name, manifest, source_file, source_hash, removed, created, modified)
  VALUES (@workflowId, @name, @version, @patch, @description, @author, @remote, @autostart, @maxInstances, @slaThreshold,
    @code, @className, @manifest, @file, @hash, NULL, @now, @now)
  ON CONFLICT (workflowid) DO UPDATE SET patch = excluded.patch, description = excluded.description,
    author = excluded.author, remote = excluded.remote, autostart = excluded.autostart,
    max_instances = excluded.max_instances, sla_threshold = excluded.sla_threshold, code = excluded.code,
    class_name = excluded.class_name, manifest = excluded.manifest, source_file = excluded.source_file,
    source_hash = excluded.source_hash, removed = NULL, modified = excluded.modified`;
