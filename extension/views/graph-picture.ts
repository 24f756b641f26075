import * as vscode from 'vscode';
import type { FromGraphPage } from '../../schemas/protocol/graph-page.ts';

/** Asks where a picture of the graph goes and writes it there. */
export async function savePicture(
  workflow: vscode.Uri,
  { format, data }: FromGraphPage & { type: 'save-picture' },
): Promise<void> {
  const target = await vscode.window.showSaveDialog({
    defaultUri: workflow.with({ path: workflow.path.replace(/(\.workflow)?\.ya?ml$/, '') + `.${format}` }),
    filters: { [format.toUpperCase()]: [format] },
    title: vscode.l10n.t('Save the graph'),
  });
  if (target === undefined) return;
  const bytes = format === 'svg' ? new TextEncoder().encode(data) : Buffer.from(data, 'base64');
  await vscode.workspace.fs.writeFile(target, bytes);
}
