import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe } from 'node:test';
import type { Frame } from 'playwright-core';
import { createEngineClient } from '../../server/api/client/http-client.ts';
import { EditorSession } from '../support/vscode/editor-session.ts';
import type { EditorWindow } from '../support/vscode/editor-window.ts';
import { story } from '../support/vscode/story.ts';

const fixture = path.resolve(import.meta.dirname, '../fixtures/five-steps');
const limit = { timeout: 120_000 };

/** An order on the graph of its workflow, from the engine's event stream. One story. */
describe('orders on the graph in a real window', () => {
  let session: EditorSession;
  let window: EditorWindow;
  let project: string;
  let page: Frame;
  const part = story('graph-live', () => window);

  before(async () => {
    session = await EditorSession.start({ settings: { 'workbench.colorTheme': 'Default High Contrast' } });
    project = path.join(session.profile.workspaces, 'five-steps');
    cpSync(fixture, project, { recursive: true });
    const file = path.join(project, 'many-at-a-time.workflow.yaml');
    writeFileSync(file, `${readFileSync(file, 'utf8')}autostart: 1\n`);
    writeFileSync(path.join(project, 'step-3.step.ts'), refusing);
    window = await session.open(project);
  });
  after(() => session.stop([project]));

  part('without orders there is nothing at the steps', async () => {
    await window.openFile('many-at-a-time.workflow.yaml');
    await window.page.locator('.editor-actions a.action-label[aria-label^="Open Graph"]').click(limit);
    page = await window.webview('.stage [role=listbox]');
    await page.locator('[data-step="step-5:1.0"]').waitFor(limit);
    assert.equal(await page.locator('.node .live').count(), 0);
  });

  part('an order that fails at a step is counted there as it happens', async () => {
    await window.command('Ordo: Deploy All');
    await window.notification(/Deployed: /).waitFor(limit);
    const engine = session.engineFile(project);
    assert.ok(engine);
    await createEngineClient(engine).createOrder('many-at-a-time', { staticdata: {} });
    await page.locator('[data-step="step-3:1.0"].bad').waitFor(limit);
    assert.match((await page.locator('[data-step="step-3:1.0"]').textContent()) ?? '', /orders: 1, errors: 1/);
  });

  part('the order that is followed colours its steps', async () => {
    await window.command('Ordo: Show Order on Graph…');
    await window.pick('Order 1');
    await page.locator('[data-step="step-1:1.0"].good').waitFor(limit);
    assert.match((await page.locator('[data-step="step-3:1.0"]').textContent()) ?? '', /ERROR/);
    await window.picture('graph-high-contrast');
    await window.command('Preferences: Toggle between Light/Dark Themes');
    await page.locator('body.vscode-high-contrast-light').waitFor(limit);
    await window.picture('graph-high-contrast-light');
  });

  part('a step is skipped from its menu, and the rest is green as it happens', async () => {
    await page.locator('[data-step="step-3:1.0"]').click();
    await window.page.keyboard.press('Shift+F10');
    await page.locator('[role=menuitem]', { hasText: 'Skip Step' }).click();
    await window.dialogButton('Skip Step').click();
    await window.picture('graph-skip');
    await page.locator('[data-step="step-5:1.0"].good').waitFor(limit);
    await page.locator('.live-state', { hasText: 'COMPLETE' }).waitFor(limit);
  });
});

const refusing = `import { NormalStep } from 'ordo';

export class Step3 extends NormalStep {
  override primary(): void {
    throw Object.assign(new Error('No.'), { code: 'NO-GO' });
  }
}
`;
