import * as vscode from 'vscode';

const scheme = 'ordo-problems';

/** A URI that carries a number of problems to the badge of a tree row; `id` keeps rows apart. */
export function problemUri(id: string, count: number): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${encodeURIComponent(id)}`, query: String(count) });
}

/** Draws the number of problems (of YAML and class together) as badge and colour of the Project view's rows. */
export function showProblemBadges(): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration: (uri) => (uri.scheme === scheme ? decoration(Number(uri.query)) : undefined),
  });
}

function decoration(count: number): vscode.FileDecoration | undefined {
  if (!(count > 0)) return undefined;
  const badge = count > 9 ? '9+' : String(count);
  return new vscode.FileDecoration(badge, problemText(count), new vscode.ThemeColor('list.errorForeground'));
}

/** "1 problem", "2 problems". */
export function problemText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 problem') : vscode.l10n.t('{0} problems', count);
}
