import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe } from 'node:test';
import { EditorSession } from '../support/vscode/editor-session.ts';
import type { EditorWindow } from '../support/vscode/editor-window.ts';
import { story } from '../support/vscode/story.ts';
import { waitFor } from '../support/wait.ts';

describe('from nothing to a project', () => {
  let session: EditorSession;
  let window: EditorWindow;
  let folder: string;
  const part = story('new-project', () => window);

  before(async () => {
    session = await EditorSession.start();
    folder = path.join(session.profile.workspaces, 'empty');
    mkdirSync(folder);
    window = await session.open(folder);
  });
  after(() => session.stop([folder]));

  part('an empty folder is welcomed with what can be done', async () => {
    await window.showOrdo();
    await window.pane('Project').locator('.welcome-view', { hasText: 'no workflow yet' }).waitFor();
    await window.picture('welcome');
  });

  part('a question that is closed means no', async () => {
    await window.command('Ordo: New Project…');
    await window.quickRow('In the Open Folder').waitFor();
    await window.page.keyboard.press('Escape');
    assert.deepEqual(readdirSync(folder), []);
  });

  part('New Project makes a complete copy of the sample in the open folder', async () => {
    await window.command('Ordo: New Project…');
    await window.pick('In the Open Folder');
    await window.row('Project', 'process-shop-order').first().waitFor();
    // The command ends with the preview of the project's README, which takes the focus.
    await window.page.locator('.tab.active', { hasText: 'README' }).waitFor();
    assert.ok(existsSync(path.join(folder, 'orders', '01-one-mug.json')));
    assert.ok(existsSync(path.join(folder, '.gitignore')));
    await window.picture('new-project');
  });

  part('New Step writes a description and a class that have no problem', async () => {
    await window.command('Ordo: New Step…');
    await window.answer('Name of the step', 'add-ribbon');
    await window.pick('NormalStep');
    await window.row('Project', 'add-ribbon').waitFor();
    assert.match(
      readFileSync(path.join(folder, 'steps', 'add-ribbon.step.ts'), 'utf8'),
      /class AddRibbon extends NormalStep/,
    );
    await window.problemsOf('add-ribbon').waitFor({ state: 'detached' });
  });

  part('New Workflow writes a workflow with its first step', async () => {
    await window.command('Ordo: New Workflow…');
    await window.answer('Name of the workflow', 'a-gift-order');
    await window.answer('Name of its first step', 'add-ribbon');
    await window.row('Project', 'a-gift-order').waitFor();
    assert.ok(existsSync(path.join(folder, 'workflows', 'a-gift-order.workflow.yaml')));
  });

  part('`ordo` is on the PATH of the terminal and finds the project', async () => {
    await window.command('Terminal: Create New Terminal');
    await window.page.locator('.terminal-wrapper.active').waitFor();
    const output = path.join(session.profile.folder, 'check.txt');
    await waitFor(
      'the output of ordo check',
      async () => {
        await window.page.keyboard.type(`ordo check > '${output}' 2>&1; echo "code $?" >> '${output}'`);
        await window.page.keyboard.press('Enter');
        await window.page.waitForTimeout(8_000);
        return existsSync(output) && readFileSync(output, 'utf8').includes('code ');
      },
      { timeoutMs: 60_000 },
    );
    assert.match(readFileSync(output, 'utf8'), /code 0/);
  });

  part('the walkthrough shows its pages', async () => {
    await window.command('Welcome: Open Walkthrough...');
    await window.pick('Get started with Ordo');
    await window.page.locator('.getting-started-step', { hasText: 'Run an order' }).click();
    await window.picture('walkthrough');
  });
});
