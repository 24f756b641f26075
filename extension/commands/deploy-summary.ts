import * as vscode from 'vscode';
import type { DeployResult } from '../../schemas/protocol/editor.ts';

/** One line that says what a deploy did. */
export function deploySummary({ answer, milliseconds }: DeployResult): string {
  const count = (action: string): number => answer.objects.filter((object) => object.action === action).length;
  const parts = [
    [count('created'), vscode.l10n.t('created')],
    [count('updated'), vscode.l10n.t('updated')],
    [count('removed'), vscode.l10n.t('removed')],
    [count('unchanged'), vscode.l10n.t('unchanged')],
  ] as const;
  const text = parts
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${word}`)
    .join(', ');
  return vscode.l10n.t('Deployed: {0} ({1} ms)', text, Math.round(milliseconds));
}

/** Everything was as it is: no reason for a message that must be closed. */
export function isNothingNew({ answer }: DeployResult): boolean {
  return answer.objects.every(({ action }) => action === 'unchanged');
}
