import type { JsonValue } from '../../../../../schemas/model/data.ts';
import { asId } from '../../../../../schemas/model/ids.ts';
import type { PlainObjectManifest, StepManifest, WorkflowManifest } from '../../../../../schemas/model/release.ts';
import type { Definitions, DeployedStep, DeployedWorkflow, WorkflowSettings } from '../../definitions.ts';
import type { Sqlite } from '../open-database.ts';
import { readConfigValues } from './config-rows.ts';
import { readErrors } from './error-rows.ts';

export interface WorkflowRow {
  readonly workflowid: number;
  readonly manifest: string;
  readonly code: string | null;
  readonly autostart: number;
  readonly manual_autostart: number;
  readonly remote: number;
  readonly manual_remote: number;
  readonly sla_threshold: number;
  readonly manual_sla_threshold: number;
  readonly enabled: number;
  readonly deprecated: number;
  readonly removed: number | null;
  readonly created: number;
  readonly modified: number;
}

/** Everything that is deployed; pruned objects are left out. */
export function readDefinitions(db: Sqlite): Definitions {
  return {
    workflows: readWorkflows(db),
    steps: readSteps(db),
    globalErrors: readErrors(db, undefined),
    objects: readObjects(db),
    configValues: readConfigValues(db),
    releases: db
      .prepare<[], { releaseid: number; name: string; created: number }>(
        'SELECT releaseid, name, created FROM releases ORDER BY releaseid DESC LIMIT 100',
      )
      .all()
      .map(({ releaseid, name, created }) => ({ releaseId: asId(releaseid), name, created })),
  };
}

export function readWorkflows(db: Sqlite): readonly DeployedWorkflow[] {
  const rows = db.prepare<[], WorkflowRow>('SELECT * FROM workflows WHERE removed IS NULL ORDER BY workflowid').all();
  return rows.map((row) => ({
    workflowId: asId(row.workflowid),
    manifest: JSON.parse(row.manifest) as WorkflowManifest,
    settings: settingsOf(row),
    optionValues: readOptionValues(db, row.workflowid),
    errors: readErrors(db, row.workflowid),
    created: row.created,
    modified: row.modified,
  }));
}

export function readSteps(db: Sqlite): readonly DeployedStep[] {
  const rows = db
    .prepare<[], { stepid: number; manifest: string }>(
      'SELECT stepid, manifest FROM steps WHERE removed IS NULL ORDER BY stepid',
    )
    .all();
  return rows.map(({ stepid, manifest }) => ({ stepId: asId(stepid), manifest: JSON.parse(manifest) as StepManifest }));
}

export function readObjects(db: Sqlite): readonly PlainObjectManifest[] {
  const manifests = db.prepare('SELECT manifest FROM objects ORDER BY kind, name, version').pluck().all() as string[];
  return manifests.map((manifest) => JSON.parse(manifest) as PlainObjectManifest);
}

export function settingsOf(row: WorkflowRow): WorkflowSettings {
  return {
    autostart: row.autostart,
    manualAutostart: row.manual_autostart === 1,
    enabled: row.enabled === 1,
    deprecated: row.deprecated === 1,
    remote: row.remote === 1,
    manualRemote: row.manual_remote === 1,
    slaThresholdSeconds: row.sla_threshold,
    manualSlaThreshold: row.manual_sla_threshold === 1,
  };
}

function readOptionValues(db: Sqlite, workflowId: number): Readonly<Record<string, JsonValue>> {
  const rows = db
    .prepare<[number], { name: string; value: string }>(
      'SELECT name, value FROM workflow_option_values WHERE workflowid = ? ORDER BY name',
    )
    .all(workflowId);
  return Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value) as JsonValue]));
}
