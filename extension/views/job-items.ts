import * as vscode from 'vscode';
import type { JobStatus } from '../../schemas/model/job.ts';
import type { JobHash, JobResultRow } from '../../schemas/protocol/rest.ts';
import { orderStatusIcon } from './status-icon.ts';

/** A job in the Engine view: when it runs next, and how the last run went. */
export function jobItem(folder: string, job: JobHash): vscode.TreeItem {
  const item = new vscode.TreeItem(job.name, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `${folder}#job#${job.jobid}`;
  item.iconPath = job.last_status === null ? new vscode.ThemeIcon('clock') : jobStatusIcon(job.last_status);
  item.description = [job.running ? vscode.l10n.t('running') : (job.last_status ?? ''), nextText(job)]
    .filter((text) => text !== '')
    .join(' · ');
  item.tooltip = [job.description, job.sched_txt, ...job.alerts.map(({ reason }) => reason)].join('\n');
  item.contextValue = 'ordo.job';
  item.accessibilityInformation = { label: `${job.name}, ${item.description}` };
  return item;
}

/** One run of a job. */
export function jobResultItem(folder: string, result: JobResultRow): vscode.TreeItem {
  const item = new vscode.TreeItem(new Date(result.started).toLocaleString());
  item.id = `${folder}#jobresult#${result.job_instanceid}`;
  item.iconPath = jobStatusIcon(result.jobstatus);
  item.description = [result.jobstatus, ...result.errors.map(({ error }) => error)].join(' · ');
  item.tooltip = result.errors.map(({ error, info }) => `${error}: ${info ?? ''}`).join('\n');
  item.contextValue = 'ordo.jobresult';
  return item;
}

function nextText({ next, enabled, db_active: isActive }: JobHash): string {
  if (next !== null) return vscode.l10n.t('next {0}', new Date(next).toLocaleString());
  if (!enabled) return vscode.l10n.t('disabled');
  return isActive ? '' : vscode.l10n.t('inactive');
}

function jobStatusIcon(status: JobStatus): vscode.ThemeIcon {
  return orderStatusIcon(status === 'CRASH' ? 'ERROR' : status);
}
