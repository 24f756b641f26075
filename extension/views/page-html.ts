import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/**
 * The HTML of a webview page. It may run exactly one script (ours, by nonce), use our style sheet and nothing else: no
 * network, no inline code; `pictures` lets it look at pictures that it made itself. What the page needs to start is JSON in an attribute, never code.
 */
export function pageHtml(
  extensionUri: vscode.Uri,
  webview: vscode.Webview,
  page: string,
  options: { readonly title: string; readonly start: object; readonly pictures?: boolean },
): string {
  const file = (name: string): string =>
    escapeHtml(webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', 'webview', name)).toString());
  const nonce = randomBytes(24).toString('base64url');
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'; ${options.pictures === true ? 'img-src blob:; ' : ''}base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="${escapeHtml(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(options.title)}</title>
<link rel="stylesheet" href="${file(`${page}.css`)}">
</head>
<body data-start="${escapeHtml(JSON.stringify(options.start))}">
<main id="page"></main>
<script nonce="${nonce}" src="${file(`${page}.js`)}"></script>
</body>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
