import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { errors, type Frame, type Locator, type Page } from 'playwright-core';
import { waitFor } from '../wait.ts';

const pictures = path.resolve(import.meta.dirname, '../../out');

/** One VS Code window, driven as a person drives it: by keys, commands and what is to be seen. */
export class EditorWindow {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens a folder (or an empty window) and waits until the workbench can be used. */
  static async open(page: Page, url: string, folder?: string): Promise<EditorWindow> {
    const query = folder === undefined ? 'ew=true' : new URLSearchParams({ folder }).toString();
    await page.goto(`${url}/?${query}`, { waitUntil: 'domcontentloaded' });
    const window = new EditorWindow(page);
    await window.#isUsable();
    return window;
  }

  /** Reloads as a person does, so that VS Code keeps what it keeps. */
  async reload(): Promise<void> {
    await Promise.all([this.page.waitForEvent('domcontentloaded'), this.command('Developer: Reload Window')]);
    await this.#isUsable();
  }

  /** Runs a command by its title in the palette. */
  async command(title: string): Promise<void> {
    await this.#chooseBy('F1', `>${title}`, title);
  }

  /** Opens a file of the workspace. */
  async openFile(name: string): Promise<void> {
    await this.#chooseBy('Control+P', name, name);
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
  }

  /** Chooses a row of an open quick pick. */
  async pick(text: string): Promise<void> {
    await this.quickRow(text).first().click();
  }

  /** Types into an open input box and accepts. */
  async answer(title: string, text: string): Promise<void> {
    // By its title: the box of the question before may still stand there.
    const box = this.page.locator('.quick-input-widget', { has: this.page.getByText(title, { exact: true }) });
    const input = box.locator('input').first();
    await input.waitFor();
    await input.fill(text);
    await this.page.keyboard.press('Enter');
  }

  quickRow(text: string): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row', { hasText: text });
  }

  /** Shows our views. */
  async showOrdo(): Promise<void> {
    const icon = this.page.locator('.activitybar .action-item', { has: this.page.locator('[aria-label^="Ordo"]') });
    await icon.waitFor();
    // A second click would close the side bar again.
    const isShown = (await icon.getAttribute('class'))?.includes('checked') === true;
    if (!isShown) await icon.locator('a').click();
    await this.pane('Project').waitFor();
  }

  /** A view of the side bar by its title. */
  pane(title: string): Locator {
    return this.page.locator('.sidebar .pane', { has: this.page.locator(`.pane-header[aria-label^="${title}"]`) });
  }

  /** A row of a view whose text holds all of the given parts. */
  row(title: string, ...parts: readonly string[]): Locator {
    return parts.reduce<Locator>(
      (rows, part) => rows.filter({ hasText: part }),
      this.pane(title).locator('.monaco-list-row'),
    );
  }

  /** The row of an object in the Project view while it has problems: what a screen reader says of it. */
  problemsOf(object: string): Locator {
    return this.pane('Project').locator(`.monaco-list-row[aria-label^="${object}, "][aria-label*="problem"]`);
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item', { hasText: text });
  }

  /** The button of a modal question. */
  dialogButton(text: string): Locator {
    return this.page.locator('.monaco-dialog-box .monaco-button', { hasText: text });
  }

  statusBar(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item', { hasText: text });
  }

  /** Selects the line of the active editor that holds a text, without its indentation. */
  async selectLine(text: string): Promise<void> {
    await this.page.locator('.editor-group-container.active .view-line', { hasText: text }).first().click();
    await this.page.keyboard.press('Home');
    await this.page.keyboard.press('Shift+End');
  }

  /** Waits until what is typed goes to a text editor: a webview that was clicked lets go of the keyboard a moment later. */
  async textHasFocus(): Promise<void> {
    await this.page.waitForFunction(() => document.activeElement?.closest('.monaco-editor') instanceof Element);
  }

  /** The frame that holds a webview's own document: the loader's frame is around it, and frames come and go. */
  async webview(selector: string): Promise<Frame> {
    let found: Frame | undefined;
    await waitFor(`a webview with ${selector}`, async () => {
      for (const frame of this.page.frames()) {
        if (frame.parentFrame()?.parentFrame() === undefined || frame.parentFrame()?.parentFrame() === null) continue;
        if (frame.isDetached() || (await countIn(frame, selector)) === 0) continue;
        found = frame;
      }
      return found !== undefined;
    });
    return found as unknown as Frame;
  }

  /** A picture for people, in test/out. */
  async picture(name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    await this.page.screenshot({ path: path.join(pictures, `${name}.png`) });
  }

  /** Opens the quick input by a key and takes the row that matches; anew when something takes the focus and closes it. */
  async #chooseBy(key: string, text: string, row: string): Promise<void> {
    await waitFor(`"${row}" in the quick input`, async () => {
      try {
        await this.page.keyboard.press(key);
        const input = this.page.locator('.quick-input-widget input').first();
        await input.fill(text, { timeout: 2_000 });
        await this.quickRow(row).first().waitFor({ timeout: 3_000 });
        // The best match is the first; a click would wait for the window that a reload takes away.
        await this.page.keyboard.press('Enter');
        return true;
      } catch (error) {
        if (!(error instanceof errors.TimeoutError)) throw error;
        return false;
      }
    });
  }

  async #isUsable(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    // Keys are taken once the workbench has a focus; a click on the status bar's empty end gives it without effect.
    await this.page.locator('.monaco-workbench').first().focus();
  }
}

/** How many elements a frame has; none when it goes away meanwhile. */
function countIn(frame: Frame, selector: string): Promise<number> {
  return frame
    .locator(selector)
    .count()
    .catch(() => 0);
}
