import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { EditorSession } from '../support/vscode/editor-session.ts';
import type { EditorWindow } from '../support/vscode/editor-window.ts';
import { story } from '../support/vscode/story.ts';
import { waitFor } from '../support/wait.ts';

/** A folder that the person has not trusted: it is read and checked, and nothing of it is run or written. */
describe('a restricted workspace', () => {
  let session: EditorSession;
  let window: EditorWindow;
  let project: string;
  let witness: string;
  const part = story('restricted', () => window);

  before(async () => {
    session = await EditorSession.start({
      restricted: true,
      settings: { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' },
    });
    project = session.copySample('hostile');
    witness = path.join(session.profile.folder, 'witness');
    const touch = `require('node:fs').writeFileSync(${JSON.stringify(witness)}, '')`;
    // Whatever of the workspace could be run by mistake says so.
    const program = path.join(project, 'node');
    writeFileSync(program, `#!/bin/sh\ntouch '${witness}'\n`, { mode: 0o755 });
    writeFileSync(path.join(project, 'plugin.cjs'), `${touch}; module.exports = () => ({});`);
    const tsconfig = { compilerOptions: { plugins: [{ name: './plugin.cjs' }] } };
    writeFileSync(path.join(project, 'tsconfig.json'), JSON.stringify(tsconfig));
    writeFileSync(path.join(project, '.vscode', 'settings.json'), JSON.stringify({ 'ordo.nodePath': program }));
    writeFileSync(path.join(project, 'steps', 'late.step.ts'), `${touch};\n`);
    window = await session.open(project);
  });
  after(() => session.stop([project]));

  part('the project is read and checked', async () => {
    await window.showOrdo();
    await window.row('Project', 'process-shop-order').first().waitFor();
    await window.openFile('process-shop-order.workflow.yaml');
    await window.selectLine('step: check-card:1.0');
    await window.page.keyboard.insertText('- step: check-cart:1.0');
    await window.page.locator('.squiggly-error').first().waitFor();
  });

  part('the Engine view says why there is no engine, and the Deploy button is not there', async () => {
    await window.pane('Engine').locator('.welcome-view', { hasText: 'not trusted' }).waitFor();
    await window.statusBar('Ordo: Restricted').waitFor();
    assert.equal(await window.page.locator('.editor-actions a.action-label[aria-label^="Deploy"]').count(), 0);
    await window.picture('restricted');
  });

  part('nothing of the workspace was run, and nothing was written', async () => {
    await sleep(3_000);
    assert.equal(existsSync(witness), false);
    assert.equal(existsSync(path.join(project, '.ordo')), false);
    assert.equal(existsSync(path.join(session.profile.home, '.local', 'state', 'ordo')), false);
  });

  part('with trust given everything works in the same window', async () => {
    const before = readdirSync(project);
    assert.ok(!before.includes('.ordo'));
    await window.command('Workspaces: Manage Workspace Trust');
    await window.page.locator('.workspace-trust-editor .monaco-button', { hasText: 'Trust' }).first().click();
    await window.pane('Engine').locator('.welcome-view', { hasText: 'Start Engine' }).waitFor({ timeout: 60_000 });
    await waitFor('.ordo', () => existsSync(path.join(project, '.ordo')), { timeoutMs: 60_000 });
  });
});
