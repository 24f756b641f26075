import * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';

/** Lenses of commands that this window has; the server offers all there could be. URIs become what commands expect. */
export const lensMiddleware: Middleware = {
  async provideCodeLenses(document, token, next) {
    const lenses = await next(document, token);
    if (!lenses) return lenses;
    const known = new Set(await vscode.commands.getCommands(true));
    return lenses.filter(({ command }) => command !== undefined && known.has(command.command)).map(withUri);
  },
};

function withUri(lens: vscode.CodeLens): vscode.CodeLens {
  const { command } = lens;
  if (!command) return lens;
  const given: readonly unknown[] = command.arguments ?? [];
  const [first, ...others] = given;
  if (typeof first !== 'string' || !first.startsWith('file:')) return lens;
  return new vscode.CodeLens(lens.range, { ...command, arguments: [vscode.Uri.parse(first), ...others] });
}
