import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, beforeEach, afterEach, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { BrowserContext, Locator } from 'playwright-core';
import type { GraphGesture, PaletteStep } from '../../schemas/model/workflow-graph.ts';
import { graphMessage, largeGraph, shopGraph } from '../support/graph/graph-message.ts';
import { GraphTab, themes, webviewFolder } from '../support/graph/graph-tab.ts';
import { orderLive, stepDetails } from '../support/graph/live-message.ts';
import { launchBrowser } from '../support/vscode/browser.ts';
import { findEditor } from '../support/vscode/installation.ts';
import { temporaryFolder } from '../support/vscode/temporary-folder.ts';
import { waitFor } from '../support/wait.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The page of the graph alone in a browser: what a person does becomes a message, and a message a picture. */
describe('the graph page', () => {
  const folder = temporaryFolder();
  let browser: BrowserContext;
  let tab: GraphTab;

  before(async () => {
    browser = await launchBrowser(await findEditor(), folder.path);
  });
  beforeEach(async () => {
    tab = await GraphTab.open(browser);
    await tab.show({ type: 'palette', steps: palette });
    await tab.show(graphMessage(shopGraph()));
  });
  afterEach(() => tab.page.close());
  after(async () => {
    await browser.close();
    folder.remove();
  });

  const node = (name: string): Locator => tab.page.locator(`[data-step="${name}:1.0"]`);
  const keys = async (...pressed: readonly string[]): Promise<void> => {
    for (const key of pressed) await tab.page.keyboard.press(key);
  };
  const gestures = async (): Promise<readonly GraphGesture[]> =>
    (await tab.sentOf('gesture')).map((one) => one.gesture);
  const focused = (): Promise<string | null> =>
    tab.page.evaluate(() => document.activeElement?.getAttribute('data-step') ?? null);
  const pick = async (text: string): Promise<void> => {
    await tab.page.locator('.picker input').fill(text);
    await keys('Enter');
  };
  const centre = async (name: string): Promise<{ x: number; y: number }> => {
    const box = await node(name).locator('.box').boundingBox();
    assert.ok(box);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  const dragPort = async (from: string, to: { x: number; y: number }): Promise<void> => {
    const { x, y } = await centre(from);
    await tab.page.mouse.move(x, y);
    const port = await node(from).locator('.port').boundingBox();
    assert.ok(port);
    await tab.page.mouse.move(port.x + port.width / 2, port.y + port.height / 2);
    await tab.page.mouse.down();
    await tab.page.mouse.move(to.x + 3, to.y + 3, { steps: 4 });
  };

  test('shows each step with its name, kind, array mark, problems, queue and segment', async () => {
    assert.equal(await tab.page.locator('[role=option]').count(), 8);
    assert.match(await node('check-card').innerHTML(), /badge/);
    assert.match(await node('reserve-stock').innerHTML(), /class="array"/);
    assert.match((await node('book-carrier').textContent()) ?? '', /carrier-answers/);
    assert.match((await node('refund-rest').textContent()) ?? '', /refund:1\.0/);
    assert.match((await tab.page.locator('text.area').allTextContents()).join(), /Goes on when "carrier" answers/);
    assert.notEqual(await tab.page.locator('.edge.redundant').getAttribute('d'), '');
  });

  test('an edge is drawn from one step to another with the pointer', async () => {
    await dragPort('check-card', await centre('book-carrier'));
    await tab.page.mouse.up();
    assert.deepEqual(await gestures(), [{ type: 'connect', from: 'check-card:1.0', to: 'book-carrier:1.0' }]);
  });

  test('an edge that would close a cycle is refused while it is drawn, with the reason', async () => {
    await dragPort('book-carrier', await centre('check-order'));
    assert.match(await tab.page.locator('.hint').innerText(), /Each would wait for the other/);
    assert.equal(await tab.page.locator('.rubber.refused').count(), 1);
    await tab.page.mouse.up();
    assert.deepEqual(await gestures(), []);
  });

  test('an edge that ends nowhere asks for the step that follows', async () => {
    await dragPort('notify-customer', { x: 300, y: 700 });
    await tab.page.mouse.up();
    await pick('pack');
    assert.deepEqual(await gestures(), [
      { type: 'add', step: 'pack-goods:1.0', after: ['notify-customer:1.0'], before: [] },
    ]);
  });

  test('a step goes in on an edge: a click on the edge, then its plus', async () => {
    const [from, to] = [await centre('book-carrier'), await centre('wait-for-van')];
    const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
    await tab.page.mouse.click(middle.x, middle.y);
    await tab.page.mouse.move(middle.x + 1, middle.y + 1);
    await tab.page.locator('.plus[visibility=visible]').click();
    await pick('pack');
    assert.deepEqual(await gestures(), [
      { type: 'add', step: 'pack-goods:1.0', after: ['book-carrier:1.0'], before: ['wait-for-van:1.0'] },
    ]);
  });

  test('an edge is removed with the pointer and Delete, and moved by its end', async () => {
    const [from, to] = [await centre('book-carrier'), await centre('wait-for-van')];
    await tab.page.mouse.click(from.x, (from.y + to.y) / 2);
    await keys('Delete');
    const box = await node('wait-for-van').locator('.box').boundingBox();
    assert.ok(box);
    await tab.page.mouse.move(to.x, box.y - 12);
    await tab.page.mouse.down();
    const other = await centre('notify-customer');
    await tab.page.mouse.move(other.x + 2, other.y + 2, { steps: 3 });
    await tab.page.mouse.up();
    assert.deepEqual(await gestures(), [
      { type: 'disconnect', from: 'book-carrier:1.0', to: 'wait-for-van:1.0' },
      {
        type: 'rewire',
        from: 'book-carrier:1.0',
        to: 'wait-for-van:1.0',
        newFrom: 'book-carrier:1.0',
        newTo: 'notify-customer:1.0',
      },
    ]);
  });

  test('there is one tab stop, and the arrow keys lead along the graph', async () => {
    assert.equal(await tab.page.locator('[role=option][tabindex="0"]').count(), 1);
    await node('check-order').focus();
    const way: (string | null)[] = [];
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowUp', 'End', 'Home']) {
      await keys(key);
      way.push(await focused());
    }
    const [first, second, ...rest] = way;
    assert.deepEqual(new Set([first, second]), new Set(['check-card:1.0', 'reserve-stock:1.0']));
    assert.deepEqual(
      rest.filter((_, index) => index !== 1),
      ['take-payment:1.0', 'notify-customer:1.0', 'check-order:1.0'],
    );
    assert.equal(await tab.page.locator('[role=option][tabindex="0"]').count(), 1);
  });

  test('a screen reader is told what a step is, what it waits for and what is wrong', async () => {
    const session = await browser.newCDPSession(tab.page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    const names = nodes.filter((one) => one.role?.value === 'option').map((one) => String(one.name?.value));
    assert.equal(names.length, 8);
    assert.equal(
      names.find((name) => name.startsWith('check-card')),
      'check-card 1.0. step. waits for check-order. followed by take-payment. problems (1): The class is missing. Does check-card',
    );
  });

  test('letters lead to the step whose name begins so', async () => {
    await node('check-order').focus();
    await keys('t', 'a', 'k');
    assert.equal(await focused(), 'take-payment:1.0');
  });

  test('every change can be made with the keyboard alone', async () => {
    await node('take-payment').focus();
    await keys('Insert');
    await pick('pack');
    await keys('Delete');
    await keys('Enter');
    await keys('F2', 'Control+d', 'F9', 'Shift+F10', 'w');
    await keys('Enter');
    await pick('notify');
    await keys('Escape');
    await keys('Shift+F10', 'r', 'Enter');
    await keys('Enter');
    assert.deepEqual(await gestures(), [
      { type: 'add', step: 'pack-goods:1.0', after: ['take-payment:1.0'], before: [] },
      { type: 'delete', steps: ['take-payment:1.0'], heal: true },
      { type: 'disconnect', from: 'reserve-stock:1.0', to: 'take-payment:1.0' },
    ]);
    assert.equal((await tab.sentOf('rename'))[0]?.step, 'take-payment:1.0');
    assert.equal((await tab.sentOf('duplicate'))[0]?.step, 'take-payment:1.0');
    assert.equal((await tab.sentOf('toggle-breakpoint'))[0]?.step, 'take-payment:1.0');
  });

  test('what cannot be chosen is there with the reason, and stays refused', async () => {
    await node('take-payment').focus();
    await keys('Shift+F10', 'w', 'Enter');
    await pick('notify-customer');
    assert.deepEqual(await gestures(), []);
    assert.match(await tab.page.locator('.picker [role=option]').first().innerText(), /Each would wait for the other/);
  });

  test('steps are copied as text and pasted with the edges among them', async () => {
    await node('check-order').click();
    await node('check-card').click({ modifiers: ['Control'] });
    await browser.grantPermissions(['clipboard-read', 'clipboard-write']);
    await keys('Control+c');
    await node('notify-customer').click();
    await keys('Control+v');
    await waitFor('the paste', async () => (await gestures()).length > 0);
    assert.deepEqual(await gestures(), [
      {
        type: 'paste',
        steps: [
          { step: 'check-order:1.0', after: [] },
          { step: 'check-card:1.0', after: ['check-order:1.0'] },
        ],
        after: ['notify-customer:1.0'],
      },
    ]);
  });

  test('a broken text leaves the last graph, greyed, with a link to the error', async () => {
    await tab.show({ type: 'broken', reason: 'Line 4 cannot be read.' });
    assert.equal(await tab.page.locator('[role=option]').count(), 8);
    assert.equal(await tab.page.locator('.page.broken').count(), 1);
    await node('check-order').focus();
    await keys('Insert', 'Delete');
    assert.deepEqual(await gestures(), []);
    await tab.page.locator('.notice .link').click();
    assert.deepEqual(await tab.sentOf('open'), [{ type: 'open', what: 'error' }]);
    await tab.show(graphMessage(shopGraph(), 2));
    assert.equal(await tab.page.locator('.page.broken, .notice:visible').count(), 0);
  });

  test('a refusal is shown as a sentence', async () => {
    await tab.show({ type: 'answer', id: 1, refused: 'This cannot be.' });
    assert.equal(await tab.page.locator('.notice').innerText(), 'This cannot be.');
  });

  test('the search leaves what fits, and Enter leads to it', async () => {
    await tab.page.locator('.search').fill('carrier');
    await tab.settled();
    assert.equal(await tab.page.locator('.node.match').count(), 1);
    assert.equal(await tab.page.locator('.node.dim').count(), 7);
    await keys('Enter');
    await tab.settled();
    assert.equal(await node('book-carrier').getAttribute('aria-selected'), 'true');
  });

  test('a series is collapsed to one node and expanded again', async () => {
    await tab.page.getByRole('button', { name: 'Collapse All Series' }).click();
    await tab.settled();
    assert.ok((await tab.page.locator('[role=option]').count()) < 8);
    await tab.page.getByRole('button', { name: 'Expand All Series' }).click();
    await tab.settled();
    assert.equal(await tab.page.locator('[role=option]').count(), 8);
  });

  test('an order colours its steps, with attempts, duration and elements', async () => {
    await tab.show(orderLive());
    assert.match((await node('check-card').textContent()) ?? '', /ERROR · ×3 · 1\.2 s/);
    assert.equal(await node('reserve-stock').locator('.element').count(), 4);
    assert.match((await node('reserve-stock').locator('title').textContent()) ?? '', /IN-PROGRESS/);
    await node('check-card').click();
    await keys('Shift+F10');
    await tab.page.locator('[role=menuitem]', { hasText: 'Skip Step' }).click();
    assert.deepEqual(await tab.sentOf('skip'), [{ type: 'skip', step: 'check-card:1.0' }]);
  });

  test('without an order it counts orders and errors', async () => {
    await tab.show({ type: 'live', live: { type: 'counts', steps: { 'check-card:1.0': { orders: 5, errors: 2 } } } });
    assert.match((await node('check-card').textContent()) ?? '', /orders: 5, errors: 2/);
  });

  test('a form of the side panel sets an attribute when the field is left', async () => {
    await tab.show(stepDetails());
    const field = tab.page.locator('.panel vscode-text-field[aria-label="Description"] input');
    await field.fill('Takes all of it.');
    await field.press('Enter');
    assert.deepEqual(await gestures(), [
      { type: 'set', step: 'take-payment:1.0', key: 'desc', value: 'Takes all of it.' },
    ]);
    await tab.page.locator('.methods .link').click();
    assert.deepEqual(await tab.sentOf('open'), [
      { type: 'open', what: 'method', name: 'primary', step: 'take-payment:1.0' },
    ]);
  });

  test('zoom, place and selection are there again when the page comes back', async () => {
    await node('take-payment').click();
    await tab.page.getByRole('button', { name: 'Zoom In' }).click();
    await waitFor('the state to be kept', async () =>
      JSON.stringify(await tab.kept())?.includes('"selection":["take-payment:1.0"]'),
    );
    await waitFor('the zoom to be kept', async () => ((await tab.kept()) as { scale: number }).scale > 1);
    const kept = (await tab.kept()) as { x: number; y: number; scale: number };
    const again = await GraphTab.open(browser, { kept });
    await again.show(graphMessage(shopGraph()));
    assert.equal(
      await again.page.locator('.world').getAttribute('transform'),
      `scale(${kept.scale}) translate(${-kept.x} ${-kept.y})`,
    );
    assert.equal(await again.page.locator('[aria-selected=true]').getAttribute('data-step'), 'take-payment:1.0');
    await again.page.close();
  });

  test('the picture is a file of its own: all steps, no style sheet, and as pixels', async () => {
    await tab.page.getByRole('button', { name: 'Save as SVG' }).click();
    await tab.page.getByRole('button', { name: 'Save as PNG' }).click();
    await waitFor('both pictures', async () => (await tab.sentOf('save-picture')).length === 2);
    const [svg, png] = await tab.sentOf('save-picture');
    for (const { name } of shopGraph().steps) assert.ok(svg?.data.includes(name), name);
    assert.doesNotMatch(svg?.data ?? '', /class="box"|var\(--|<script/);
    assert.equal(
      Buffer.from(png?.data ?? '', 'base64')
        .subarray(1, 4)
        .toString(),
      'PNG',
    );
  });

  test('no text of the window can become markup or code', async () => {
    const hostile = `"><img src=x onerror=alert(1)><script>alert(2)</script>`;
    const dialogs: string[] = [];
    tab.page.on('dialog', (dialog) => void dialog.dismiss().then(() => dialogs.push(dialog.message())));
    const { steps, ...graph } = shopGraph();
    const named = steps.map((step) => ({ ...step, name: hostile, description: hostile, queue: hostile }));
    await tab.show(graphMessage({ ...graph, name: hostile, steps: named }, 2));
    await tab.show({ type: 'broken', reason: hostile });
    await tab.show({ type: 'answer', id: 1, refused: hostile });
    assert.equal(await tab.page.locator('img, .canvas script').count(), 0);
    assert.deepEqual(dialogs, []);
  });

  test('of a thousand steps only what is in sight has elements', async () => {
    await tab.show(graphMessage(largeGraph(1_000), 2));
    assert.ok((await tab.page.locator('[role=option]').count()) < 300);
  });

  for (const theme of themes) {
    test(`an accessibility checker finds nothing in the theme ${theme}`, async () => {
      await tab.setTheme(theme);
      await tab.show(orderLive());
      await tab.show(stepDetails());
      await node('take-payment').click();
      await violations('the page');
      await keys('Shift+F10');
      await violations('the menu');
      await keys('Escape', 'Insert');
      await violations('the palette');
    });
  }

  async function violations(what: string): Promise<void> {
    await tab.settled();
    await tab.page.evaluate(axe);
    const found = await tab.page.evaluate(async () => {
      const { axe: checker } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> };
      };
      const { violations: all } = await checker.run();
      return all.map(
        ({ id, nodes }) => `${id}: ${nodes.map((one) => `${one.html} ${one.failureSummary}`).join(' | ')}`,
      );
    });
    assert.deepEqual(found, [], what);
  }

  test('the page is below 150 KB compressed, toolkit included', () => {
    const size = ['graph.js', 'graph.css']
      .map((file) => gzipSync(readFileSync(path.join(webviewFolder, file))).length)
      .reduce((a, b) => a + b);
    assert.ok(size < 150 * 1024, `${size} bytes`);
  });
});

const palette: readonly PaletteStep[] = [
  { id: 'pack-goods:1.0', kind: 'normal', isArray: false, description: 'Packs.', isUsed: false },
  { id: 'take-payment:1.0', kind: 'normal', isArray: false, description: 'Takes the money.', isUsed: true },
];
