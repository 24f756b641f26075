import type { AuditRecord } from '../../../../../schemas/model/audit.ts';
import type { PlainObjectManifest, Release } from '../../../../../schemas/model/release.ts';
import type { InstallAnswer } from '../../../../../schemas/protocol/rest.ts';
import { answerOf } from '../../../releases/answer.ts';
import { identityOf } from '../../../releases/deployed.ts';
import { changesNothing, planRelease, type Planned, type ReleasePlan } from '../../../releases/plan-release.ts';
import type { Removal } from '../../../releases/plan-removals.ts';
import { jobIdOf, recordJob, removeJob } from '../jobs/record-job.ts';
import type { Sqlite } from '../open-database.ts';
import { nextRareId } from '../sequences.ts';
import { dropUnusedBundles, insertBundle } from './bundle-rows.ts';
import { recordValuesObject } from './config-rows.ts';
import { readDeployed } from './deployed-state.ts';
import { putError } from './error-rows.ts';
import { recordStep, removeStep } from './record-step.ts';
import { recordWorkflow, removeWorkflow, workflowIdOf } from './record-workflow.ts';
import { recordObject, removeObject } from './record-object.ts';

export interface InstallOptions {
  readonly now: number;
  readonly who: string;
  readonly autoErrorUpdate: boolean;
  /** Rows of the audit that go with it. */
  readonly audit?: (answer: InstallAnswer) => readonly AuditRecord[];
}

/** What every recording of a release's objects needs. */
export interface Recording {
  readonly db: Sqlite;
  readonly releaseId: number;
  readonly now: number;
}

/** Plans the release against what is deployed and records it, in the running transaction. */
export function installRelease(db: Sqlite, sent: Release, options: InstallOptions): InstallAnswer {
  // As it is stored: members that are undefined are absent, so that an equal manifest compares equal.
  const release = JSON.parse(JSON.stringify(sent)) as Release;
  const plan = planRelease(release, readDeployed(db), options);
  const isRefused = plan.problems.some(({ severity }) => severity === 'error');
  const releaseId = isRefused || changesNothing(plan) ? latestRelease(db) : recordPlan(db, plan, release, options);
  return answerOf(plan, releaseId, (kind, name, version) => idOf(db, kind, name, version));
}

function latestRelease(db: Sqlite): number | null {
  return db.prepare('SELECT max(releaseid) FROM releases').pluck().get() as number | null;
}

function recordPlan(db: Sqlite, plan: ReleasePlan, release: Release, { now, who }: InstallOptions): number {
  const releaseId = nextRareId(db, 'release');
  const recording: Recording = { db, releaseId, now };
  db.prepare('INSERT INTO releases (releaseid, name, who, pruned, created) VALUES (?, ?, ?, ?, ?)').run(
    releaseId,
    release.project,
    who,
    Number(release.prune === true),
    now,
  );
  for (const bundle of plan.newBundles) insertBundle(db, bundle, now);
  // Queues and events before the steps that name them, steps before the workflows that use them.
  for (const object of changed(plan.objects)) recordObject(recording, object.manifest);
  for (const step of changed(plan.steps)) recordStep(recording, step.manifest);
  for (const workflow of changed(plan.workflows)) recordWorkflow(recording, workflow.manifest);
  for (const job of changed(plan.jobs)) recordJob(recording, job.manifest);
  recordErrors(recording, plan);
  for (const { manifest } of changed(plan.objects)) {
    if (manifest.kind === 'config-item-values') recordValuesObject(db, manifest, now);
  }
  for (const removal of plan.removals) remove(recording, removal);
  dropUnusedBundles(db);
  logObjects(recording, plan);
  return releaseId;
}

function changed<Manifest>(planned: readonly Planned<Manifest>[]): readonly Planned<Manifest>[] {
  return planned.filter(({ action }) => action !== 'unchanged');
}

function recordErrors({ db, now }: Recording, plan: ReleasePlan): void {
  for (const definition of plan.globalErrors) putError(db, undefined, definition, { now, manually: false });
  for (const { workflow, definition } of plan.workflowErrors) {
    const place = workflowIdOf(db, workflow);
    if (place === undefined) throw new Error(`Workflow ${workflow} is not recorded`);
    putError(db, place, definition, { now, manually: false });
  }
}

function remove(recording: Recording, removal: Removal): void {
  if (removal.kind === 'workflow')
    removeWorkflow(recording, identityOf({ ...removal, version: removal.version ?? '' }));
  else if (removal.kind === 'step') removeStep(recording, identityOf({ ...removal, version: removal.version ?? '' }));
  else if (removal.kind === 'job') removeJob(recording, removal.name);
  else removeObject(recording, removal);
}

/** What this release did, object by object. */
function logObjects({ db, releaseId }: Recording, plan: ReleasePlan): void {
  const insert = db.prepare(
    `INSERT INTO release_objects (releaseid, kind, name, version, objectid, action, source_file, source_hash)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const log = (kind: string, planned: Planned<Logged>): void => {
    const { name, version = null, source } = planned.manifest;
    insert.run(
      releaseId,
      kind,
      name,
      version ?? '',
      idOf(db, kind, name, version),
      planned.action,
      source.file,
      source.hash,
    );
  };
  for (const workflow of changed(plan.workflows)) log('workflow', workflow);
  for (const step of changed(plan.steps)) log('step', step);
  for (const job of changed(plan.jobs)) log('job', job);
  for (const object of changed(plan.objects)) log(object.manifest.kind, object);
  for (const { kind, name, version = null, file } of plan.removals) {
    insert.run(releaseId, kind, name, version ?? '', idOf(db, kind, name, version), 'removed', file, '');
  }
}

type Logged = Pick<PlainObjectManifest, 'name' | 'version' | 'source'>;

/** Only workflows, steps and jobs have ids. */
function idOf(db: Sqlite, kind: string, name: string, version: string | null): number | null {
  if (kind === 'job') return jobIdOf(db, name);
  if (kind !== 'workflow' && kind !== 'step') return null;
  const sql =
    kind === 'workflow'
      ? 'SELECT workflowid FROM workflows WHERE name = ? AND version = ?'
      : 'SELECT stepid FROM steps WHERE name = ? AND version = ?';
  return (db.prepare(sql).pluck().get(name, version) as number | undefined) ?? null;
}
