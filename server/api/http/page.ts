import { createHash } from 'node:crypto';
import type { PublicInfoHash } from '../../../schemas/protocol/rest.ts';
import { securityHeaders, type Answer } from './answer.ts';

const style = `:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif }
body { max-width: 42rem; margin: 3rem auto; padding: 0 1rem }
code { font-family: ui-monospace, monospace; font-size: .95em }
pre { overflow-x: auto; padding: .75rem 1rem; border: 1px solid; border-radius: .4rem }`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** What `/` shows until there is a web UI: which engine this is and where its API is. Works without scripts. */
export function startPage(info: PublicInfoHash): Answer {
  const key = escapeHtml(info['instance-key']);
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ordo engine ${key}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Ordo engine <code>${key}</code></h1>
<p>Version ${escapeHtml(info['omq-version'])} is running here. It has no web pages yet; it is used from VS Code, with the command
<code>ordo</code>, and over its REST API.</p>
<h2>The API</h2>
<ul>
<li><a href="/api/latest/public/info"><code>/api/latest/public/info</code></a>: this engine, for anyone on this machine</li>
<li><a href="/api/latest/openapi"><code>/api/latest/openapi</code></a>: every call, as an OpenAPI 3.1 document</li>
<li><code>/apievents</code> and <code>/log/TYPE</code>: events and log lines as WebSockets</li>
</ul>
<p>All other calls need the token of this start, which is in <code>engine.json</code> of the engine’s state folder. The command line
finds it by itself:</p>
<pre><code>ordo status
ordo rest system/health
ordo rest workflows</code></pre>
</main>
</body>
</html>
`;
  return {
    status: 200,
    headers: {
      ...securityHeaders,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    },
    body,
  };
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
