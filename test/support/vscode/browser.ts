import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';
import type { EditorInstallation } from './installation.ts';

/** A headless Chromium with a fresh profile in which every name but loopback cannot be resolved. */
export async function launchBrowser(editor: EditorInstallation, folder: string): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(mkdtempSync(path.join(folder, 'chromium-')), {
    executablePath: editor.browser,
    headless: true,
    viewport: { width: 1400, height: 900 },
    timeout: 90_000,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    ],
  });
  context.setDefaultTimeout(20_000);
  return context;
}
