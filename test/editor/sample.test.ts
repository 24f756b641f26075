import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { EndSystems } from '../support/end-systems.ts';
import { EditorSession } from '../support/vscode/editor-session.ts';
import type { EditorWindow } from '../support/vscode/editor-window.ts';
import { story } from '../support/vscode/story.ts';
import { waitFor } from '../support/wait.ts';

/**
 * The installed package in a real VS Code: the sample is opened, broken, mended, deployed and run. The tests are one story
 * and build on each other.
 */
describe('the sample in a real window', () => {
  let session: EditorSession;
  let window: EditorWindow;
  let project: string;
  let systems: EndSystems;
  const workflow = 'process-shop-order.workflow.yaml';
  const part = story('sample', () => window);

  before(async () => {
    session = await EditorSession.start({ settings: { 'workbench.colorTheme': 'Default Dark Modern' } });
    project = session.copySample();
    systems = await EndSystems.start(project, session.stateHome);
    window = await session.open(project);
  });
  after(async () => {
    await systems.stop();
    await session.stop([project]);
  });

  part('the Project view lists the objects by kind', async () => {
    await window.showOrdo();
    await window.row('Project', 'process-shop-order').first().waitFor();
    // The list draws the rows in sight only, and this one is near the top.
    await window.row('Project', 'book-carrier').waitFor();
    await window.pane('Engine').locator('.welcome-view').waitFor();
    await window.picture('project-view');
  });

  part('a broken file shows its problem, and a mended one loses it', async () => {
    await window.openFile(workflow);
    await window.selectLine('step: check-card:1.0');
    await window.page.keyboard.insertText('- step: check-cart:1.0');
    await window.page.locator('.squiggly-error').first().waitFor();
    await window.problemsOf('process-shop-order').waitFor();
    await window.picture('broken-file');
    await window.selectLine('step: check-cart:1.0');
    await window.page.keyboard.insertText('- step: check-card:1.0');
    await window.page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
    await window.problemsOf('process-shop-order').waitFor({ state: 'detached' });
  });

  part('the Deploy button in the editor title starts the engine and deploys', async () => {
    await window.page.locator('.editor-actions a.action-label[aria-label^="Deploy File"]').click();
    await window.notification(/Deployed: /).waitFor({ timeout: 60_000 });
    await window.row('Engine', 'Running').waitFor();
    await window.row('Engine', 'process-shop-order').first().waitFor();
    await window.statusBar('Ordo: Running').waitFor();
    await window.picture('deployed');
  });

  part('an order from a file runs to COMPLETE in the Engine view', async () => {
    await window.command('Ordo: Run Order…');
    await window.pick('process-shop-order');
    await window.pick('01-one-mug.json');
    await window.notification(/Order 1 of process-shop-order was created/).waitFor();
    await window.row('Engine', 'Order 1', 'COMPLETE').waitFor({ timeout: 60_000 });
    await window.picture('order-complete');
  });

  part('the page of the order shows its steps, and follows the theme', async () => {
    await window.row('Engine', 'Order 1').click();
    const page = await window.webview('article:not([hidden]) tbody tr');
    assert.equal(await page.locator('h1').textContent(), 'Order 1');
    assert.equal(await page.locator('.headline-status').innerText(), '✓COMPLETE');
    const steps = await page.locator('section:has(h2:text("Steps")) tbody tr').allInnerTexts();
    assert.equal(steps.length, 10, steps.join('|'));
    assert.ok(steps.every((row) => row.includes('COMPLETE')));
    await window.picture('order-page-dark');
    await window.command('Preferences: Toggle between Light/Dark Themes');
    await window.page.locator('.monaco-workbench.vs').waitFor();
    await window.picture('order-page-light');
    await window.command('Preferences: Toggle between Light/Dark Themes');
  });

  part('a reloaded window finds the engine still there, and the page again', async () => {
    const before = session.engineFile(project);
    await window.reload();
    await window.row('Engine', 'Order 1', 'COMPLETE').waitFor({ timeout: 60_000 });
    assert.equal(session.engineFile(project)?.pid, before?.pid);
    const page = await window.webview('article:not([hidden])');
    assert.equal(await page.locator('h1').textContent(), 'Order 1');
    await window.picture('reloaded');
  });

  part('an engine that is killed comes back by itself with its orders', async () => {
    const { pid } = session.engineFile(project) ?? assert.fail('no engine');
    process.kill(pid, 'SIGKILL');
    await waitFor('another engine', () => (session.engineFile(project)?.pid ?? pid) !== pid);
    await window.row('Engine', 'Order 1', 'COMPLETE').waitFor({ timeout: 60_000 });
    await window.statusBar('Ordo: Running').waitFor();
  });
});
