import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
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
  const other = 'refund-shop-order.workflow.yaml';
  const part = story('graph', () => window);

  before(async () => {
    session = await EditorSession.start({ settings: { 'workbench.colorTheme': 'Default Dark Modern' } });
    project = session.copySample();
    file = path.join(project, 'workflows', workflow);
    // The sample's steps change with what it shows; these do not.
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^steps:\n(?: +.*\n)+/m, steps));
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
  /** The button comes when the project has been read. */
  const openGraph = (): Promise<void> =>
    window.page.locator('.editor-actions a.action-label[aria-label^="Open Graph"]').click({ timeout: 120_000 });
  const drag = async (from: string, to: string, over?: () => Promise<void>): Promise<void> => {
    const source = await node(from);
    await source.hover();
    const port = await source.locator('.port').boundingBox();
    const target = await (await node(to)).locator('.box').boundingBox();
    assert.ok(port && target);
    await window.page.mouse.move(port.x + port.width / 2, port.y + port.height / 2);
    await window.page.mouse.down();
    await window.page.mouse.move(target.x + target.width / 2, target.y + target.height / 2, { steps: 5 });
    await over?.();
    await window.page.mouse.up();
  };
  const menu = async (entry: string): Promise<void> => {
    await (await graph()).locator('.menu [role=menuitem]', { hasText: entry }).click();
  };

  part('it opens from the button of the text, with a step for each of the list', async () => {
    await window.openFile(workflow);
    await openGraph();
    await (await node('take-payment:1.0')).waitFor();
    assert.equal(await (await graph()).locator('.stage [role=option]').count(), 7);
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

  part('one undo gives the very text back, one redo the change', async () => {
    await (await node('check-order:1.0')).click();
    await window.page.keyboard.press('Control+Z');
    await (await node('take-payment:1.0')).waitFor();
    await textBecomes('the original text', (text) => text === original);
    await window.page.keyboard.press('Control+Shift+Z');
    await (await node('take-payment:1.0')).waitFor({ state: 'detached' });
    await window.page.keyboard.press('Control+Z');
    await textBecomes('the original text again', (text) => text === original);
  });

  part('a step of the workspace is added with the keyboard alone', async () => {
    await (await node('check-order:1.0')).click();
    await window.page.keyboard.press('ArrowDown');
    await window.page.keyboard.press('Insert');
    await choose('take-back');
    await (await node('take-back-goods:1.0')).waitFor();
    await textBecomes('the new step in the text', (text) => text.includes('- step: take-back-goods:1.0'));
    assert.equal(await (await node('take-back-goods:1.0')).getAttribute('aria-selected'), 'true');
  });

  part('an edge is drawn with the pointer; one that would close a cycle is refused', async () => {
    await drag('take-back-goods:1.0', 'notify-customer:1.0');
    await textBecomes('the edge', (text) => /after: \[issue-goods, book-carrier, take-back-goods\]/.test(text));
    const before = await saved();
    await drag('notify-customer:1.0', 'check-order:1.0', async () => {
      assert.match(await (await graph()).locator('.hint').innerText(), /Each would wait for the other/);
    });
    assert.equal(await saved(), before);
  });

  part('an edge is removed with the keyboard', async () => {
    await (await node('notify-customer:1.0')).click();
    await window.page.keyboard.press('Shift+F10');
    await menu('Remove a Dependency');
    await choose('take-back-goods');
    await textBecomes('the edge gone', (text) => /after: \[issue-goods, book-carrier\]/.test(text));
  });

  part('a new step is YAML and class, and an entry of the text, in one step', async () => {
    await (await node('take-back-goods:1.0')).click();
    await window.page.keyboard.press('Insert');
    await choose('zzz');
    await window.answer('Name of the step', 'weigh-parcel');
    await (await node('weigh-parcel:1.0')).waitFor();
    await textBecomes('the new step', (text) => text.includes('- step: weigh-parcel:1.0'));
    assert.ok(existsSync(path.join(project, 'steps', 'weigh-parcel.step.yaml')));
    assert.match(readFileSync(path.join(project, 'steps', 'weigh-parcel.step.ts'), 'utf8'), /class WeighParcel/);
  });

  part('an attribute is set in the side panel', async () => {
    await window.page.keyboard.press('Escape');
    const field = (await graph()).locator('.panel vscode-text-field[aria-label="Description"] input');
    await field.fill('From the basket to the van.');
    await field.press('Enter');
    await textBecomes('the description', (text) => text.includes('\ndesc: From the basket to the van.\n'));
  });

  part('what is typed in the text beside it is in the graph at once', async () => {
    await (await node('book-carrier:1.0')).click();
    await window.page.keyboard.press('Control+Enter');
    await window.page
      .locator('.editor-group-container.active .view-line', { hasText: 'book-carrier:1.0' })
      .first()
      .waitFor();
    await window.selectLine('step: weigh-parcel:1.0');
    await window.page.keyboard.insertText('- step: check-refund:1.0');
    await (await node('check-refund:1.0')).waitFor();
    await (await node('weigh-parcel:1.0')).waitFor({ state: 'detached' });
    await window.picture('graph-beside-text');
  });

  part('a broken text leaves the last graph, greyed, with a link to the error', async () => {
    await window.selectLine('step: check-refund:1.0');
    await window.page.keyboard.insertText('- step: *nowhere');
    const page = await graph();
    await page.locator('.page.broken').waitFor();
    assert.equal(await page.locator('[data-step="take-payment:1.0"]').count(), 1);
    await window.picture('graph-broken');
    await page.locator('.notice .link').click();
    await window.textHasFocus();
    await window.page.keyboard.press('Control+Z');
    await page.locator('.page.broken').waitFor({ state: 'detached' });
  });

  part('a breakpoint of the graph is one of the text', async () => {
    await (await node('take-payment:1.0')).click();
    await window.page.keyboard.press('F9');
    await (await node('take-payment:1.0')).locator('.breakpoint.on').waitFor();
    await window.page.locator('.codicon-debug-breakpoint, .codicon-debug-breakpoint-unverified').first().waitFor();
  });

  part('steps are copied into another workflow, whose nested lists stay nested', async () => {
    await (await node('issue-goods:1.0')).click();
    await window.page.keyboard.press('Control+C');
    // An unsaved text would make closing a question.
    await window.command('File: Save All Files');
    await window.page.locator('.tab.dirty').first().waitFor({ state: 'detached' });
    await window.command('View: Close All Editors');
    await window.openFile(other);
    await openGraph();
    await (await node('notify-customer:1.0')).click();
    await window.page.keyboard.press('Control+V');
    await (await node('issue-goods:1.0')).waitFor();
    await waitFor('the pasted step in the nested list', async () => {
      await window.page.keyboard.press('Control+S');
      return readFileSync(path.join(project, 'workflows', other), 'utf8').includes('- "notify-customer:1.0"\n  - ');
    });
  });

  part('it follows the theme of the window', async () => {
    await window.command('Preferences: Toggle between Light/Dark Themes');
    await (await graph()).locator('body.vscode-light').waitFor({ timeout: 60_000 });
    await window.picture('graph-light');
  });
});

const steps = `steps:
  - step: check-order:1.0
    after: []
  - step: reserve-stock:1.0
    after: [check-order]
  - step: check-card:1.0
    after: [check-order]
  # Money is taken when both are good.
  - step: take-payment:1.0
    after: [reserve-stock, check-card]
  - step: issue-goods:1.0
    after: [take-payment]
  - step: book-carrier:1.0
    after: [take-payment]
  - step: notify-customer:1.0
    after: [issue-goods, book-carrier]
`;
