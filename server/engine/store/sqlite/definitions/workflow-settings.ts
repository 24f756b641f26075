import type { JsonValue } from '../../../../../schemas/model/data.ts';
import type { WorkflowSettings } from '../../definitions.ts';
import type { Sqlite } from '../open-database.ts';

/** Changes what operations manage; a setting that deploys write too is marked as changed by hand (manual: managed by operations). */
export function updateWorkflowSettings(
  db: Sqlite,
  workflowId: number,
  settings: Partial<WorkflowSettings>,
  now: number,
): void {
  const complete: Partial<WorkflowSettings> = {
    ...(settings.autostart === undefined ? {} : { manualAutostart: true }),
    ...(settings.remote === undefined ? {} : { manualRemote: true }),
    ...(settings.slaThresholdSeconds === undefined ? {} : { manualSlaThreshold: true }),
    ...settings,
  };
  const entries = Object.entries(complete) as [keyof WorkflowSettings, number | boolean][];
  const assignments = entries.map(([name]) => `${columns[name]} = ?, `).join('');
  const { changes } = db
    .prepare(`UPDATE workflows SET ${assignments}modified = ? WHERE workflowid = ?`)
    .run(...entries.map(([, value]) => Number(value)), now, workflowId);
  if (changes === 0) throw new Error(`Workflow ${workflowId} is not deployed`);
}

const columns: Readonly<Record<keyof WorkflowSettings, string>> = {
  autostart: 'autostart',
  manualAutostart: 'manual_autostart',
  enabled: 'enabled',
  deprecated: 'deprecated',
  remote: 'remote',
  manualRemote: 'manual_remote',
  slaThresholdSeconds: 'sla_threshold',
  manualSlaThreshold: 'manual_sla_threshold',
};

/** Sets option values over the deployed ones; null removes one (manual: managed by operations). */
export function setWorkflowOptions(
  db: Sqlite,
  workflowId: number,
  options: Readonly<Record<string, JsonValue>>,
  now: number,
): void {
  const put = db.prepare(
    `INSERT INTO workflow_option_values (workflowid, name, value, modified) VALUES (?, ?, ?, ?)
     ON CONFLICT (workflowid, name) DO UPDATE SET value = excluded.value, modified = excluded.modified`,
  );
  const remove = db.prepare('DELETE FROM workflow_option_values WHERE workflowid = ? AND name = ?');
  for (const [name, value] of Object.entries(options)) {
    if (value === null) remove.run(workflowId, name);
    else put.run(workflowId, name, JSON.stringify(value), now);
  }
}
