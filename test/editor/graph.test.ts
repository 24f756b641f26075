import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe } from 'node:test';
import type { Frame, Locator } from 'playwright-core';
import { EditorSession } from '../support/vscode/editor-session.ts';
import type { EditorWindow } from '../support/vscode/editor-window.ts';
import { story } from '../support/vscode/story.ts';
import { waitFor } from '../support/wait.ts';

/** The graph in a real VS Code: what is done in it is in the text, and the other way round. One story. */
describe('the graph of a workflow in a real window', () => {
  let session: EditorSession;
  let window: EditorWindow;
  let project: string;
  let file: string;
  let original: string;
  const workflow = 'process-shop-order.workflow.yaml';
  const part = story('graph', () => window);

  before(async () => {
    session = await EditorSession.start({ settings: { 'workbench.colorTheme': 'Default Dark Modern' } });
    project = session.copySample();
    file = path.join(project, 'workflows', workflow);
    original = readFileSync(file, 'utf8');
    window = await session.open(project);
  });
  after(() => session.stop([project]));

  /** The page's frame; VS Code makes a new one whenever the page was hidden. */
  const graph = (): Promise<Frame> => window.webview('.stage [role=listbox]');
  const node = async (id: string): Promise<Locator> => (await graph()).locator(`[data-step="${id}"]`);
  const saved = async (): Promise<string> => {
    await window.page.keyboard.press('Control+S');
    return readFileSync(file, 'utf8');
  };
  const textBecomes = (what: string, isRight: (text: string) => boolean): Promise<void> =>
    waitFor(what, async () => isRight(await saved()));
  const choose = async (text: string): Promise<void> => {
    const input = (await graph()).locator('.picker input');
    await input.fill(text);
    await (await graph()).locator('.picker [role=option]').first().waitFor();
    await input.press('Enter');
  };
  const menu = async (entry: string): Promise<void> => {
    await (await graph()).locator('.menu [role=menuitem]', { hasText: entry }).click();
  };

  part('it opens from the button of the text, with a step for each of the list', async () => {
    await window.openFile(workflow);
    await window.page.locator('.editor-actions a.action-label[aria-label^="Open Graph"]').click();
    await (await node('take-payment:1.0')).waitFor();
    assert.equal(await (await graph()).locator('[role=option]').count(), 7);
    await window.picture('graph-dark');
  });

  part('a step is taken out with the pointer, and what it connected is connected', async () => {
    await (await node('take-payment:1.0')).click();
    await window.page.keyboard.press('Delete');
    await choose('Delete and connect');
    await (await node('take-payment:1.0')).waitFor({ state: 'detached' });
    await textBecomes('the text without take-payment', (text) => !text.includes('take-payment'));
    assert.match(await saved(), /step: issue-goods:1\.0\n {4}after: \[reserve-stock, check-card\]/);
  });

  part('one undo gives the very text back', async () => {
    await (await node('check-order:1.0')).click();
    await window.page.keyboard.press('Control+Z');
    await (await node('take-payment:1.0')).waitFor();
    await textBecomes('the original text', (text) => text === original);
  });
});
