import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import type { JsonValue } from '../../schemas/model/data.ts';
import type { FromOrderPage, ToOrderPage } from '../../schemas/protocol/order-page.ts';
import { orderPageTexts } from '../../schemas/protocol/order-page.ts';
import { launchBrowser } from '../support/vscode/browser.ts';
import { findEditor } from '../support/vscode/installation.ts';
import { orderMessage } from '../support/vscode/order-message.ts';
import { temporaryFolder } from '../support/vscode/temporary-folder.ts';

const dist = path.resolve(import.meta.dirname, '../../dist/webview');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The page of an order alone in a browser: under its own policy, with messages as the window sends them. */
describe('the page of an order', () => {
  const folder = temporaryFolder();
  let browser: BrowserContext;
  let page: Page;

  before(async () => {
    browser = await launchBrowser(await findEditor(), folder.path);
    page = await browser.newPage();
    await page.route('http://page.test/**', (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: html() });
      return route.fulfill({ path: path.join(dist, path.basename(pathname)) });
    });
  });
  beforeEach(async () => {
    await page.goto('http://page.test/');
    await page.locator('main p').first().waitFor();
  });
  after(async () => {
    await browser.close();
    folder.remove();
  });

  test('says that it is ready, and shows the order that comes', async () => {
    assert.deepEqual(await sent(page), [{ type: 'ready' }]);
    await show(page, orderMessage());
    assert.equal(await page.locator('h1').innerText(), 'title 7');
    assert.match(await page.locator('section', { hasText: 'errors' }).innerText(), /CARD-TIMEOUT/);
    assert.equal(await page.locator('article tbody tr').count(), 5);
  });

  test('its buttons ask the window, and only when the order allows it', async () => {
    await show(page, orderMessage({ actions: ['retry'] }));
    await page.locator('vscode-button', { hasText: 'retry' }).click();
    await page.locator('vscode-button', { hasText: 'cancel' }).click({ force: true });
    await page.locator('button.link').first().click();
    assert.deepEqual((await sent(page)).slice(1), [
      { type: 'retry' },
      { type: 'open-step', name: 'reserve-stock', version: '1.0' },
    ]);
  });

  test('works by keyboard: buttons, steps, sections, in this order', async () => {
    await show(page, orderMessage({ actions: ['retry', 'cancel'] }));
    for (const key of ['Tab', 'Enter', 'Tab', 'Space', 'Tab', 'Enter']) await page.keyboard.press(key);
    assert.deepEqual((await sent(page)).slice(1), [
      { type: 'retry' },
      { type: 'cancel' },
      { type: 'open-step', name: 'reserve-stock', version: '1.0' },
    ]);
  });

  test('keeps the focus and the open sections when the order changes', async () => {
    await show(page, orderMessage());
    await page.locator('details', { hasText: 'history' }).locator('summary').click();
    await page.locator('button.link').nth(1).focus();
    await show(page, orderMessage({ workflowstatus: 'COMPLETE' }));
    assert.equal(
      await page
        .locator('button.link')
        .nth(1)
        .evaluate((one) => one === document.activeElement),
      true,
    );
    assert.equal(await page.locator('details', { hasText: 'history' }).getAttribute('open'), '');
    assert.equal(await page.locator('[aria-live]').innerText(), 'statusChanged COMPLETE');
  });

  test('shows the last state with a reason when there is nothing new', async () => {
    await show(page, orderMessage());
    await show(page, { type: 'unavailable', reason: 'The engine is not running.' });
    assert.equal(await page.locator('[role=status]').innerText(), 'The engine is not running.');
    assert.ok(await page.locator('article').isVisible());
  });

  test('takes no message that has not its form', async () => {
    await show(page, { type: 'order', order: { workflow_instanceid: 1 } } as unknown as ToOrderPage);
    assert.equal(await page.locator('article').isVisible(), false);
  });

  test('data is never markup: 200 hostile texts in every field run nothing', async () => {
    await page.evaluate(() => Object.assign(globalThis, { alert: () => Object.assign(globalThis, { ran: true }) }));
    const refused: string[] = [];
    page.on('console', (line) => refused.push(line.text()));
    for (let i = 0; i < 200; i += 20) {
      const texts = Array.from({ length: 20 }, (_, n) => hostile(i + n));
      await show(page, hostileMessage(texts.join(' ')));
    }
    assert.equal(await page.evaluate(() => 'ran' in globalThis), false);
    assert.equal(await page.locator('main script, main img, main iframe, main svg, main a').count(), 0);
    assert.deepEqual(refused, [], 'nothing was even tried');
  });

  test('its policy lets no other script run and nothing be fetched', async () => {
    const result = await page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.inline = true';
      document.body.append(script);
      const fetched = await fetch('http://page.test/order.css').then(
        () => true,
        () => false,
      );
      return { inline: 'inline' in globalThis, fetched };
    });
    assert.deepEqual(result, { inline: false, fetched: false });
  });

  for (const theme of ['dark', 'light'] as const) {
    test(`has no violation of accessibility rules in the ${theme} theme`, async () => {
      await page.addStyleTag({ content: themes[theme] }).catch(() => undefined);
      await page.evaluate((css) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        document.adoptedStyleSheets.push(sheet);
      }, themes[theme]);
      await show(page, orderMessage({ actions: ['retry', 'cancel'] }));
      await page.evaluate(axe);
      const violations = await page.evaluate(async () => {
        const { axe: checker } = globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        };
        const { violations: found } = await checker.run();
        return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
      });
      assert.deepEqual(violations, []);
    });
  }
});

async function show(page: Page, message: ToOrderPage): Promise<void> {
  await page.evaluate((text) => window.postMessage(JSON.parse(text), '*'), JSON.stringify(message));
  // The message is an event of its own: it has been handled when the next one comes.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 20)));
}

function sent(page: Page): Promise<FromOrderPage[]> {
  return page.evaluate(() => (globalThis as unknown as { sent: FromOrderPage[] }).sent);
}

/** As `extension/views/page-html.ts` writes it, with VS Code's own part (`acquireVsCodeApi`) before it. */
function html(): string {
  const texts = Object.fromEntries(
    orderPageTexts.map((name) => [name, ['title', 'openStep', 'statusChanged'].includes(name) ? `${name} {0}` : name]),
  );
  const start = JSON.stringify({ state: { folder: 'file:///x', orderId: 7 }, locale: 'en', texts });
  const policy = `default-src 'none'; style-src http://page.test; script-src 'nonce-n'; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Order</title>
<meta http-equiv="Content-Security-Policy" content="${policy}"><link rel="stylesheet" href="order.css"></head>
<body data-start="${start.replaceAll('"', '&quot;')}"><main id="page"></main>
<script nonce="n">globalThis.sent = []; globalThis.acquireVsCodeApi = () => ({ postMessage: (m) => sent.push(m), setState: () => {} });</script>
<script nonce="n" src="order.js"></script></body></html>`;
}

function hostile(n: number): string {
  const shapes = [
    `<script>alert(${n})</script>`,
    `<img src=x onerror=alert(${n})>`,
    `"><svg onload=alert(${n})>`,
    `javascript:alert(${n})`,
    `<iframe srcdoc="<script>parent.alert(${n})</script>">`,
    `{{constructor.constructor('alert(${n})')()}}`,
    `</pre></td></table><a href="javascript:alert(${n})">x</a>`,
    `<details open ontoggle=alert(${n})>`,
  ];
  return shapes[n % shapes.length] ?? '';
}

/** Every text of the order replaced by a hostile one, the words that the form fixes aside. */
function hostileMessage(text: string): ToOrderPage {
  const fixed = new Set(['type', 'workflowstatus', 'stepstatus', 'status', 'severity']);
  const poison = (value: JsonValue, key = ''): JsonValue => {
    if (typeof value === 'string') return fixed.has(key) || /^\d{4}-/.test(value) ? value : text;
    if (Array.isArray(value)) return (value as readonly JsonValue[]).map((one) => poison(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, poison(one, name)]));
  };
  return poison(orderMessage() as unknown as JsonValue) as unknown as ToOrderPage;
}

/** The colours that VS Code's default themes give to what the page uses. */
const themes = {
  dark: `:root { --vscode-foreground: #cccccc; --vscode-editor-background: #1f1f1f; --vscode-descriptionForeground: #9d9d9d;
    --vscode-textLink-foreground: #4daafc; --vscode-textCodeBlock-background: #2b2b2b; --vscode-button-background: #0078d4;
    --vscode-button-foreground: #ffffff; --vscode-button-secondaryBackground: #313131; --vscode-button-secondaryForeground: #cccccc;
    --vscode-textBlockQuote-background: #2b2b2b; } body { background: #1f1f1f; }`,
  light: `:root { --vscode-foreground: #3b3b3b; --vscode-editor-background: #ffffff; --vscode-descriptionForeground: #3b3b3b;
    --vscode-textLink-foreground: #005fb8; --vscode-textCodeBlock-background: #f8f8f8; --vscode-button-background: #005fb8;
    --vscode-button-foreground: #ffffff; --vscode-button-secondaryBackground: #e5e5e5; --vscode-button-secondaryForeground: #3b3b3b;
    --vscode-textBlockQuote-background: #f8f8f8; } body { background: #ffffff; }`,
};
