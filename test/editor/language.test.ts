import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe } from 'node:test';
import { EditorSession } from '../support/vscode/editor-session.ts';
import type { EditorWindow } from '../support/vscode/editor-window.ts';
import { story } from '../support/vscode/story.ts';
import { waitFor } from '../support/wait.ts';

/** What a person is offered while writing YAML and TypeScript, in a real window. The tests are one story. */
describe('writing with the language features', () => {
  let session: EditorSession;
  let window: EditorWindow;
  let project: string;
  const workflow = 'process-shop-order.workflow.yaml';
  const part = story('language', () => window);
  const textOf = (file: string): string => readFileSync(path.join(project, file), 'utf8');
  const suggestion = (text: string) =>
    window.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: text });

  before(async () => {
    session = await EditorSession.start({ settings: { 'workbench.colorTheme': 'Default Dark Modern' } });
    project = session.copySample();
    window = await session.open(project);
  });
  after(async () => session.stop([project]));

  part('lenses above a workflow say what can be done with it', async () => {
    await window.showOrdo();
    await window.row('Project', 'process-shop-order').first().waitFor();
    await window.openFile(workflow);
    await window.page.locator('.codelens-decoration', { hasText: 'Run' }).first().waitFor();
    await window.page.locator('.codelens-decoration', { hasText: 'Deploy' }).first().waitFor();
    await window.picture('language-lenses-dark');
  });

  part('a step reference is completed with its version', async () => {
    await window.selectLine('step: check-card:1.0');
    await window.page.keyboard.insertText('- step: ');
    await window.page.keyboard.press('Control+Space');
    await suggestion('check-card:1.0').first().waitFor();
    await window.picture('language-completion-dark');
    await window.page.keyboard.type('check-ca');
    await suggestion('check-card:1.0').first().waitFor();
    await window.page.keyboard.press('Enter');
    await window.page.locator('.view-line', { hasText: 'step: check-card:1.0' }).first().waitFor();
    await window.page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
  });

  part('the hover of a step says what it does and who uses it', async () => {
    await window.page.keyboard.press('ArrowLeft');
    await window.command('Show or Focus Hover');
    const hover = window.page.locator('.monaco-hover:visible', { hasText: 'Asks the bank' });
    await hover.first().waitFor();
    await hover.filter({ hasText: 'Used by' }).first().waitFor();
    await window.picture('language-hover-dark');
    await window.page.keyboard.press('Escape');
  });

  part('F12 leads to the definition of the step', async () => {
    await window.selectLine('step: check-card:1.0');
    await window.page.keyboard.press('End');
    await window.page.keyboard.press('ArrowLeft');
    await window.page.keyboard.press('F12');
    await window.page.locator('.tab.active', { hasText: 'check-card.step.yaml' }).waitFor();
  });

  part('a rename changes workflow, step and class in one go', async () => {
    await window.selectLine('name: check-card');
    await window.page.keyboard.press('ArrowRight');
    await window.page.keyboard.press('F2');
    const input = window.page.locator('.rename-box input');
    await input.waitFor();
    await input.fill('look-at-card');
    await window.picture('language-rename-dark');
    await window.page.keyboard.press('Enter');
    await window.row('Project', 'look-at-card').waitFor();
    await window.command('File: Save All Files');
    await waitFor('the rename on disk', () => textOf('steps/check-card.step.ts').includes("OrderOf<'look-at-card'>"));
    assert.match(textOf('steps/check-card.step.yaml'), /name: look-at-card\n/);
    const text = textOf(`workflows/${workflow}`);
    assert.match(text, /- step: look-at-card:1\.0\n/);
    assert.match(text, /after: \[reserve-stock, look-at-card\]/);
    assert.match(text, /# Each step names the steps that it waits for/);
  });

  part('a class is renamed from TypeScript, and its YAML follows', async () => {
    await window.openFile('check-card.step.ts');
    await window.selectLine('export class CheckCard');
    await window.page.keyboard.press('ArrowLeft');
    for (let word = 0; word < 3; word += 1) await window.page.keyboard.press('Control+ArrowRight');
    await window.page.keyboard.press('F2');
    const input = window.page.locator('.rename-box input');
    await input.waitFor();
    assert.equal(await input.inputValue(), 'CheckCard');
    await input.fill('LookAtCard');
    await window.page.keyboard.press('Enter');
    await window.page.locator('.view-line', { hasText: 'class LookAtCard' }).first().waitFor();
    await window.command('File: Save All Files');
    await waitFor('the class in YAML', () => textOf('steps/check-card.step.yaml').includes('class-name: LookAtCard\n'));
  });

  part('what only TypeScript knows is renamed by VS Code itself', async () => {
    await window.selectLine('export class LookAtCard');
    await window.page.keyboard.press('ArrowDown');
    await window.page.keyboard.press('Home');
    for (let word = 0; word < 4; word += 1) await window.page.keyboard.press('Control+ArrowRight');
    await window.page.keyboard.press('F2');
    const input = window.page.locator('.rename-box input');
    await input.waitFor({ timeout: 60_000 });
    assert.equal(await input.inputValue(), 'order');
    await input.fill('shopOrder');
    await window.page.keyboard.press('Enter');
    await window.page.locator('.view-line', { hasText: 'shopOrder.staticData' }).first().waitFor();
    await window.command('File: Save All Files');
  });

  part('a quick fix creates a missing step with its class', async () => {
    await window.page.locator('.tab', { hasText: workflow }).click();
    await window.selectLine('step: look-at-card:1.0');
    await window.page.keyboard.insertText('- step: add-ribbon:1.0');
    await window.page.locator('.squiggly-error').first().waitFor();
    await window.page.keyboard.press('ArrowLeft');
    const fix = window.page.locator('.action-widget .monaco-list-row', { hasText: 'Create step "add-ribbon"' }).first();
    await waitFor('the quick fixes', async () => {
      await window.page.keyboard.press('Control+.');
      return fix.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
    });
    await window.picture('language-quick-fix-dark');
    await fix.click();
    await window.row('Project', 'add-ribbon').waitFor();
    await waitFor(
      'the class on disk',
      () =>
        existsSync(path.join(project, 'steps', 'add-ribbon.step.ts')) &&
        textOf('steps/add-ribbon.step.ts').includes('class AddRibbon extends NormalStep'),
    );
    assert.match(textOf('steps/add-ribbon.step.yaml'), /name: add-ribbon\n/);
    assert.equal(await window.page.locator('.notification-list-item .codicon-error').count(), 0);
  });

  part('all of it can be read in a light window', async () => {
    await window.command('Preferences: Toggle between Light/Dark Themes');
    await window.page.locator('.monaco-workbench.vs').waitFor();
    await window.page.locator('.tab', { hasText: workflow }).click();
    await window.selectLine('step: add-ribbon:1.0');
    await window.page.keyboard.insertText('- step: ');
    await window.page.keyboard.press('Control+Space');
    await suggestion('add-ribbon:1.0').first().waitFor();
    await window.picture('language-completion-light');
    await window.page.keyboard.press('Escape');
  });
});
