import * as vscode from 'vscode';
import type { OrderStatus } from '../../schemas/model/status.ts';
import type { EngineState } from '../../schemas/protocol/editor.ts';

/** A status as a theme icon; form and colour both tell, so that neither is needed alone. */
export function orderStatusIcon(status: OrderStatus): vscode.ThemeIcon {
  const { icon, color } = orderIcons[status];
  return new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
}

/** Icon id of the engine's state, for the tree and the status bar. */
export const engineIcons: Readonly<Record<EngineState['status'], string>> = {
  stopped: 'circle-outline',
  starting: 'loading~spin',
  running: 'vm-running',
  stopping: 'loading~spin',
  crashed: 'error',
  refused: 'error',
};

const good = 'testing.iconPassed';
const bad = 'testing.iconFailed';
const waiting = 'list.warningForeground';

const orderIcons: Readonly<Record<OrderStatus, { readonly icon: string; readonly color?: string }>> = {
  READY: { icon: 'circle-outline' },
  SCHEDULED: { icon: 'calendar' },
  'IN-PROGRESS': { icon: 'play-circle', color: 'charts.blue' },
  COMPLETE: { icon: 'pass', color: good },
  ERROR: { icon: 'error', color: bad },
  RETRY: { icon: 'sync', color: waiting },
  WAITING: { icon: 'watch', color: waiting },
  'ASYNC-WAITING': { icon: 'watch', color: waiting },
  'EVENT-WAITING': { icon: 'watch', color: waiting },
  INCOMPLETE: { icon: 'circle-large-outline', color: waiting },
  CANCELED: { icon: 'circle-slash', color: 'disabledForeground' },
  BLOCKED: { icon: 'lock' },
};
