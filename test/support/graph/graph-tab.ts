import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import type { FromGraphPage, ToGraphPage } from '../../../schemas/protocol/graph-page.ts';
import { graphTexts } from '../../../schemas/protocol/graph-texts.ts';

const root = path.resolve(import.meta.dirname, '../../..');
export const webviewFolder = path.join(root, 'dist', 'webview');

/** The graph page alone in a browser tab: under its own policy, with messages as the window sends them. */
export class GraphTab {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(
    browser: BrowserContext,
    options: { theme?: Theme; kept?: object; first?: ToGraphPage } = {},
  ): Promise<GraphTab> {
    const page = await browser.newPage();
    await page.route('http://page.test/**', (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: html(options.kept, options.first) });
      return route.fulfill({ path: path.join(webviewFolder, path.basename(pathname)) });
    });
    await page.goto('http://page.test/');
    await page.locator('.toolbar').waitFor();
    const tab = new GraphTab(page);
    await tab.setTheme(options.theme ?? 'dark');
    return tab;
  }

  async setTheme(theme: Theme): Promise<void> {
    await this.page.evaluate(
      ([css, name]) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css ?? '');
        // The toolkit keeps sheets of its own there.
        const mark = globalThis as unknown as { themeSheet?: CSSStyleSheet };
        const others = document.adoptedStyleSheets.filter((one) => one !== mark.themeSheet);
        document.adoptedStyleSheets = [...others, sheet];
        mark.themeSheet = sheet;
        document.body.className = name ?? '';
      },
      [themeCss(theme), theme.startsWith('hc') ? 'vscode-high-contrast' : `vscode-${theme}`],
    );
  }

  /** Sends a message as the window does, and waits until the page has drawn what it changes. */
  async show(message: ToGraphPage): Promise<void> {
    await this.page.evaluate((text) => window.postMessage(JSON.parse(text), '*'), JSON.stringify(message));
    await this.settled();
  }

  /** After the next two frames: what was changed is drawn. */
  async settled(): Promise<void> {
    await this.page.evaluate(
      () => new Promise((resolve) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(resolve)), 0)),
    );
  }

  /** What the page told the window so far. */
  sent(): Promise<readonly FromGraphPage[]> {
    return this.page.evaluate(() => (globalThis as unknown as { sent: FromGraphPage[] }).sent);
  }

  async sentOf<Type extends FromGraphPage['type']>(type: Type): Promise<readonly (FromGraphPage & { type: Type })[]> {
    return (await this.sent()).filter((one): one is FromGraphPage & { type: Type } => one.type === type);
  }

  kept(): Promise<unknown> {
    return this.page.evaluate(() => (globalThis as unknown as { kept: unknown }).kept);
  }
}

/** The real words of the page, read from the file that translates them. */
function words(): Readonly<Record<string, string>> {
  const source = readFileSync(path.join(root, 'extension/views/graph-page-texts.ts'), 'utf8');
  const found = new Map<string, string>();
  for (const match of source.matchAll(/^ {4}(\w+): t\(\s*(?:'((?:[^'\\]|\\.)*)'|"([^"]*)")/gm)) {
    found.set(match[1] ?? '', match[2] ?? match[3] ?? '');
  }
  return Object.fromEntries(graphTexts.map((name) => [name, found.get(name) ?? `(${name})`]));
}

/** As `extension/views/page-html.ts` writes it, with VS Code's own part (`acquireVsCodeApi`) before it. */
function html(kept: object | undefined, first: ToGraphPage | undefined): string {
  const start = JSON.stringify({ locale: 'en', texts: words() }).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const policy = `default-src 'none'; style-src http://page.test; script-src 'nonce-n'; img-src blob:; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Workflow Graph</title>
<meta http-equiv="Content-Security-Policy" content="${policy}"><link rel="stylesheet" href="graph.css"></head>
<body data-start="${start}"><main id="page"></main>
<script nonce="n">globalThis.sent = []; globalThis.kept = ${JSON.stringify(kept ?? null)};
const first = ${JSON.stringify(first ?? null).replaceAll('<', '\\u003c')};
globalThis.acquireVsCodeApi = () => ({ postMessage: (m) => { sent.push(m); if (m.type === 'ready' && first) window.postMessage(first, '*'); }, setState: (s) => { kept = s; }, getState: () => kept ?? undefined });</script>
<script nonce="n" src="graph.js"></script></body></html>`;
}

export const themes = ['dark', 'light', 'hc-black', 'hc-light'] as const;
export type Theme = (typeof themes)[number];

/** The colours that VS Code's default themes give to what the page uses. */
function themeCss(theme: Theme): string {
  const colours = Object.entries(themeColours[theme]).map(([name, value]) => `--vscode-${name}: ${value};`);
  return `:root { --vscode-font-family: "DejaVu Sans", sans-serif; --vscode-font-size: 13px; ${colours.join(' ')} }`;
}

const themeColours: Readonly<Record<Theme, Readonly<Record<string, string>>>> = {
  dark: {
    foreground: '#cccccc',
    'icon-foreground': '#cccccc',
    'editor-background': '#1f1f1f',
    'editorWidget-background': '#202020',
    'editorWidget-border': '#454545',
    'sideBar-background': '#181818',
    'sideBar-foreground': '#cccccc',
    descriptionForeground: '#9d9d9d',
    focusBorder: '#0078d4',
    'textLink-foreground': '#4daafc',
    'textCodeBlock-background': '#2b2b2b',
    'textBlockQuote-background': '#2b2b2b',
    'button-background': '#0078d4',
    'button-foreground': '#ffffff',
    'input-background': '#313131',
    'input-foreground': '#cccccc',
    'input-border': '#3c3c3c',
    'input-placeholderForeground': '#989898',
    'dropdown-background': '#313131',
    'dropdown-foreground': '#cccccc',
    'checkbox-background': '#313131',
    'checkbox-border': '#3c3c3c',
    'menu-background': '#1f1f1f',
    'menu-foreground': '#cccccc',
    'menu-selectionBackground': '#0078d4',
    'menu-selectionForeground': '#ffffff',
    'menu-separatorBackground': '#454545',
    'quickInput-background': '#222222',
    'quickInputList-focusBackground': '#04395e',
    'quickInputList-focusForeground': '#ffffff',
    'widget-border': '#313131',
    'widget-shadow': '#0000005c',
    'editorHoverWidget-background': '#202020',
    'editorHoverWidget-foreground': '#cccccc',
    errorForeground: '#f85149',
    'editorError-foreground': '#f14c4c',
    'editorWarning-foreground': '#cca700',
    'list-warningForeground': '#cca700',
    'list-inactiveSelectionBackground': '#37373d',
    'testing-iconPassed': '#73c991',
    'testing-iconFailed': '#f14c4c',
    'charts-blue': '#3794ff',
    'charts-purple': '#b180d7',
    'charts-yellow': '#cca700',
    'charts-orange': '#d18616',
    'debugIcon-breakpointForeground': '#e51400',
    'debugIcon-breakpointDisabledForeground': '#848484',
    'symbolIcon-methodForeground': '#b180d7',
    'editorGroup-border': '#ffffff17',
  },
  light: {
    foreground: '#3b3b3b',
    'icon-foreground': '#3b3b3b',
    'editor-background': '#ffffff',
    'editorWidget-background': '#f8f8f8',
    'editorWidget-border': '#c8c8c8',
    'sideBar-background': '#f8f8f8',
    'sideBar-foreground': '#3b3b3b',
    descriptionForeground: '#5e5e5e',
    focusBorder: '#005fb8',
    'textLink-foreground': '#005fb8',
    'textCodeBlock-background': '#f8f8f8',
    'textBlockQuote-background': '#f2f2f2',
    'button-background': '#005fb8',
    'button-foreground': '#ffffff',
    'input-background': '#ffffff',
    'input-foreground': '#3b3b3b',
    'input-border': '#cecece',
    'input-placeholderForeground': '#767676',
    'dropdown-background': '#ffffff',
    'dropdown-foreground': '#3b3b3b',
    'checkbox-background': '#f8f8f8',
    'checkbox-border': '#cecece',
    'menu-background': '#ffffff',
    'menu-foreground': '#3b3b3b',
    'menu-selectionBackground': '#005fb8',
    'menu-selectionForeground': '#ffffff',
    'menu-separatorBackground': '#d4d4d4',
    'quickInput-background': '#f8f8f8',
    'quickInputList-focusBackground': '#e8e8e8',
    'quickInputList-focusForeground': '#000000',
    'widget-border': '#e5e5e5',
    'widget-shadow': '#00000029',
    'editorHoverWidget-background': '#f8f8f8',
    'editorHoverWidget-foreground': '#3b3b3b',
    errorForeground: '#c72e0f',
    'editorError-foreground': '#e51400',
    'editorWarning-foreground': '#bf8803',
    'list-warningForeground': '#855f00',
    'list-inactiveSelectionBackground': '#e4e6f1',
    'testing-iconPassed': '#388a34',
    'testing-iconFailed': '#e51400',
    'charts-blue': '#1a85ff',
    'charts-purple': '#652d90',
    'charts-yellow': '#bf8803',
    'charts-orange': '#d18616',
    'debugIcon-breakpointForeground': '#e51400',
    'debugIcon-breakpointDisabledForeground': '#848484',
    'symbolIcon-methodForeground': '#652d90',
    'editorGroup-border': '#e5e5e5',
  },
  'hc-black': highContrast('#ffffff', '#000000', '#6fc3df', '#f38518', '#21a6ff'),
  'hc-light': highContrast('#292929', '#ffffff', '#0f4a85', '#006bbd', '#0f4a85'),
};

function highContrast(
  text: string,
  ground: string,
  border: string,
  focus: string,
  link: string,
): Record<string, string> {
  const isDark = ground === '#000000';
  return {
    foreground: text,
    'icon-foreground': text,
    'editor-background': ground,
    'editorWidget-background': ground,
    'editorWidget-border': border,
    contrastBorder: border,
    contrastActiveBorder: focus,
    'sideBar-background': ground,
    'sideBar-foreground': text,
    descriptionForeground: isDark ? '#ffffffb3' : '#292929b3',
    focusBorder: focus,
    'textLink-foreground': link,
    'textCodeBlock-background': ground,
    'textBlockQuote-background': ground,
    'button-background': isDark ? '#000000' : '#0f4a85',
    'button-foreground': '#ffffff',
    'input-background': ground,
    'input-foreground': text,
    'input-border': border,
    'input-placeholderForeground': isDark ? '#ffffffb3' : '#292929b3',
    'dropdown-background': ground,
    'dropdown-foreground': text,
    'checkbox-background': ground,
    'checkbox-border': border,
    'menu-background': ground,
    'menu-foreground': text,
    'menu-selectionBorder': focus,
    'menu-selectionForeground': text,
    'menu-separatorBackground': border,
    'quickInput-background': ground,
    'editorHoverWidget-background': ground,
    'editorHoverWidget-foreground': text,
    errorForeground: isDark ? '#f48771' : '#b5200d',
    'editorError-foreground': isDark ? '#f48771' : '#b5200d',
    'editorWarning-foreground': isDark ? '#ffd370' : '#895503',
    'list-warningForeground': isDark ? '#ffd370' : '#895503',
    'testing-iconPassed': isDark ? '#89d185' : '#374e06',
    'testing-iconFailed': isDark ? '#f14c4c' : '#b5200d',
    'charts-blue': isDark ? '#75beff' : '#0f4a85',
    'charts-purple': isDark ? '#b180d7' : '#652d90',
    'charts-yellow': isDark ? '#ffd370' : '#895503',
    'charts-orange': '#f38518',
    'debugIcon-breakpointForeground': '#e51400',
    'debugIcon-breakpointDisabledForeground': '#848484',
    'symbolIcon-methodForeground': isDark ? '#b180d7' : '#652d90',
  };
}
