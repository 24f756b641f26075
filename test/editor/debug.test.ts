import { after, before, describe } from 'node:test';
import { EditorSession } from '../support/vscode/editor-session.ts';
import type { EditorWindow } from '../support/vscode/editor-window.ts';
import { story } from '../support/vscode/story.ts';

/** An order is stopped at a step in a real window, looked at and let go. The tests are one story. */
describe('debugging an order in a real window', () => {
  let session: EditorSession;
  let window: EditorWindow;
  let project: string;
  const part = story('debug', () => window);

  before(async () => {
    session = await EditorSession.start({ settings: { 'workbench.colorTheme': 'Default Dark Modern' } });
    project = session.copyFixture('debugged');
    window = await session.open(project);
  });
  after(async () => session.stop([project]));

  const callStack = (text: string) => window.pane('Call Stack').locator('.monaco-list-row', { hasText: text }).first();
  const variable = (text: string) => window.pane('Variables').locator('.monaco-list-row', { hasText: text }).first();

  part('F9 puts a dot beside a step', async () => {
    await window.showOrdo();
    await window.row('Project', 'count').first().waitFor();
    await window.openFile('count.workflow.yaml');
    await window.selectLine('- second:1.0');
    await window.page.keyboard.press('F9');
    await window.page.locator('.codicon-debug-breakpoint, .codicon-debug-breakpoint-unverified').first().waitFor();
  });

  part('Debug Order deploys, creates the order and stops before that step', async () => {
    await window.command('Ordo: Debug Order…');
    await window.pick('Type the data');
    await window.answer('Static data of the order of count', '{"from": 10}');
    await window.page.locator('.debug-toolbar').waitFor({ timeout: 60_000 });
    await callStack('Breakpoint on the step').waitFor({ timeout: 60_000 });
    await window.page.locator('.debug-top-stack-frame-line').first().waitFor();
    await window.statusBar('Ln 9,').waitFor();
    await variable('Dynamic Data').waitFor();
    await window.picture('debug-stopped');
  });

  part('F10 goes to the next step, and F5 to the end', async () => {
    await window.page.keyboard.press('F10');
    await window.statusBar('Ln 10,').waitFor();
    await window.page.keyboard.press('F5');
    await window.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
    await window.showOrdo();
    await window.row('Engine', 'Order 1', 'COMPLETE').waitFor({ timeout: 60_000 });
  });
});
