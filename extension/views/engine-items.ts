import * as vscode from 'vscode';
import type { OrderStatus } from '../../schemas/model/status.ts';
import type { EngineState } from '../../schemas/protocol/editor.ts';
import type { WorkflowHash } from '../../schemas/protocol/rest.ts';
import { engineStateText } from './engine-text.ts';
import type { EngineNode, EngineSection } from './engine-nodes.ts';
import { jobItem, jobResultItem } from './job-items.ts';
import { engineIcons, orderStatusIcon } from './status-icon.ts';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

/** How a node of the Engine view is drawn. Ids are stable, so that what was expanded stays so over a refresh. */
export function engineItem(node: EngineNode): vscode.TreeItem {
  switch (node.type) {
    case 'folder':
      return item(node.project.name, {
        id: node.folder,
        state: Expanded,
        icon: vscode.ThemeIcon.Folder,
        context: 'folder',
      });
    case 'engine':
      return stateItem(node.folder, node.state);
    case 'section':
      return sectionItem(node.folder, node.section);
    case 'workflow':
      return workflowItem(node);
    case 'count':
      return item(node.status, {
        id: `${node.folder}#count#${node.workflow.workflowid}#${node.status}`,
        icon: orderStatusIcon(node.status),
        description: String(node.workflow.order_counts[node.status] ?? 0),
      });
    case 'order':
      return orderItem(node);
    case 'step':
      return stepItem(node);
    case 'error':
      return errorItem(node);
    case 'job':
      return jobItem(node.folder, node.job);
    case 'jobresult':
      return jobResultItem(node.folder, node.result);
    case 'log':
      return logItem(node);
    case 'note':
      return item(node.text, { icon: new vscode.ThemeIcon('info'), tooltip: node.text });
  }
}

interface Look {
  readonly id?: string;
  readonly icon: vscode.ThemeIcon;
  readonly state?: vscode.TreeItemCollapsibleState;
  readonly description?: string;
  readonly tooltip?: string;
  readonly context?: string;
  readonly command?: vscode.Command;
}

function item(label: string, look: Look): vscode.TreeItem {
  const result = new vscode.TreeItem(label, look.state ?? None);
  result.iconPath = look.icon;
  if (look.id !== undefined) result.id = look.id;
  if (look.description !== undefined) result.description = look.description;
  if (look.tooltip !== undefined) result.tooltip = look.tooltip;
  if (look.context !== undefined) result.contextValue = `ordo.${look.context}`;
  if (look.command !== undefined) result.command = look.command;
  return result;
}

function stateItem(folder: string, state: EngineState): vscode.TreeItem {
  const { engine } = state;
  const color = state.status === 'running' ? new vscode.ThemeColor('testing.iconPassed') : undefined;
  return item(engineStateText(state), {
    id: `${folder}#engine`,
    icon: new vscode.ThemeIcon(engineIcons[state.status], color),
    context: `engine.${state.status}`,
    ...(engine === undefined ? {} : { description: engine.url, tooltip: engineTooltip(engine) }),
    ...(state.reason === undefined ? {} : { tooltip: state.reason }),
  });
}

function engineTooltip(engine: NonNullable<EngineState['engine']>): string {
  return [
    `${engine.instanceKey} (${engine.productVersion})`,
    vscode.l10n.t('Process {0}, since {1}', engine.pid, new Date(engine.startedAt).toLocaleString()),
    engine.database,
  ].join('\n');
}

function sectionItem(folder: string, section: EngineSection): vscode.TreeItem {
  const looks: Readonly<Record<EngineSection, readonly [string, string, vscode.TreeItemCollapsibleState]>> = {
    workflows: [vscode.l10n.t('Workflows'), 'type-hierarchy', Expanded],
    orders: [vscode.l10n.t('Orders'), 'checklist', Expanded],
    jobs: [vscode.l10n.t('Jobs'), 'clock', Collapsed],
    logs: [vscode.l10n.t('Logs'), 'output', Collapsed],
  };
  const [label, icon, state] = looks[section];
  return item(label, {
    id: `${folder}#${section}`,
    icon: new vscode.ThemeIcon(icon),
    state,
    context: `section.${section}`,
  });
}

function workflowItem({ folder, workflow }: EngineNode & { type: 'workflow' }): vscode.TreeItem {
  const total = Object.values(workflow.order_counts).reduce((sum, count) => sum + count, 0);
  return item(workflow.name, {
    id: `${folder}#workflow#${workflow.workflowid}`,
    icon: new vscode.ThemeIcon('type-hierarchy'),
    state: total > 0 ? Collapsed : None,
    description: [runText(workflow), countText(workflow), workflow.version].filter((text) => text !== '').join(' · '),
    tooltip: workflow.description,
    context: workflow.exec_count > 0 ? 'workflow.running' : 'workflow.stopped',
  });
}

function runText(workflow: WorkflowHash): string {
  return workflow.exec_count > 0 ? '' : vscode.l10n.t('not running');
}

function countText(workflow: WorkflowHash): string {
  const counts = Object.entries(workflow.order_counts) as [OrderStatus, number][];
  return counts
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${status}`)
    .join(', ');
}

function orderItem({ folder, order }: EngineNode & { type: 'order' }): vscode.TreeItem {
  const label = vscode.l10n.t('Order {0}', order.workflow_instanceid);
  const result = item(label, {
    id: `${folder}#order#${order.workflow_instanceid}`,
    icon: orderStatusIcon(order.workflowstatus),
    state: Collapsed,
    description: `${order.workflowstatus} · ${order.name}`,
    tooltip: `${order.name}:${order.version} ${order.workflowstatus}\n${new Date(order.started).toLocaleString()}`,
    context: `order.${order.workflowstatus}`,
    command: {
      command: 'ordo.showOrder',
      title: vscode.l10n.t('Show Order'),
      arguments: [{ type: 'order', folder, order }],
    },
  });
  result.accessibilityInformation = { label: `${label}, ${order.name}, ${order.workflowstatus}` };
  return result;
}

function stepItem({ folder, step }: EngineNode & { type: 'step' }): vscode.TreeItem {
  const element = step.ind > 0 ? `[${step.ind}]` : '';
  return item(`${step.stepname}${element}`, {
    id: `${folder}#step#${step.workflow_instanceid}#${step.stepid}#${step.ind}`,
    icon: orderStatusIcon(step.stepstatus),
    description: step.attempt > 1 ? vscode.l10n.t('{0} · attempt {1}', step.stepstatus, step.attempt) : step.stepstatus,
    context: 'step',
  });
}

function errorItem({ folder, error }: EngineNode & { type: 'error' }): vscode.TreeItem {
  return item(error.error, {
    id: `${folder}#error#${error.error_instanceid}`,
    icon: new vscode.ThemeIcon('bug', new vscode.ThemeColor('testing.iconFailed')),
    description: [error.severity, error.stepname, error.info].filter(Boolean).join(' · '),
    tooltip: [error.error, error.description, error.info].filter(Boolean).join('\n'),
    context: 'error',
  });
}

function logItem({ folder, log }: EngineNode & { type: 'log' }): vscode.TreeItem {
  return item(log.log, {
    id: `${folder}#log#${log.log}`,
    icon: new vscode.ThemeIcon('output'),
    description: log.type === log.log ? '' : log.type,
    tooltip: log.file,
    context: 'log',
    command: { command: 'ordo.showLog', title: vscode.l10n.t('Show Log'), arguments: [{ type: 'log', folder, log }] },
  });
}
