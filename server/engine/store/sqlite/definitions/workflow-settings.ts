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
