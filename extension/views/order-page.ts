import * as vscode from 'vscode';
import type { EngineEvents } from '../../schemas/protocol/editor.ts';
import {
  readFromOrderPage,
  readOrderPageState,
  type FromOrderPage,
  type OrderPageState,
  type ToOrderPage,
} from '../../schemas/protocol/order-page.ts';
import type { Ordo } from '../ordo.ts';
import { orderPageTextsNow } from './order-page-texts.ts';
import { pageHtml } from './page-html.ts';

const viewType = 'ordo.order';
const pages = new Map<string, OrderPage>();

/** Opens the page of an order, or brings the open one to the front. */
export function showOrderPage(ordo: Ordo, state: OrderPageState): void {
  const open = pages.get(keyOf(state));
  if (open !== undefined) return open.reveal();
  const panel = vscode.window.createWebviewPanel(viewType, title(state), vscode.ViewColumn.Active, panelOptions(ordo));
  void new OrderPage(ordo, panel, state);
}

/** Opens the pages again that were open before the window was reloaded. */
export function restoreOrderPages(ordo: Ordo): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(viewType, {
    deserializeWebviewPanel: async (panel, kept: unknown) => {
      const state = readOrderPageState(kept);
      panel.webview.options = panelOptions(ordo);
      if (state === undefined) panel.dispose();
      else void new OrderPage(ordo, panel, state);
    },
  });
}

/** One open page: sends the order whenever something happened to it, and does what its buttons say. */
class OrderPage {
  readonly #ordo: Ordo;
  readonly #panel: vscode.WebviewPanel;
  readonly #state: OrderPageState;
  #reading = false;
  #again = false;
  #isReady = false;

  constructor(ordo: Ordo, panel: vscode.WebviewPanel, state: OrderPageState) {
    this.#ordo = ordo;
    this.#panel = panel;
    this.#state = state;
    pages.set(keyOf(state), this);
    const subscriptions = vscode.Disposable.from(
      panel.webview.onDidReceiveMessage((message: unknown) => this.#received(readFromOrderPage(message))),
      ordo.projects.onEngineEvents((events) => this.#follow(events)),
      ordo.projects.onDidChangeEngine(({ folder }) => folder === state.folder && this.#refresh()),
    );
    panel.onDidDispose(() => {
      pages.delete(keyOf(state));
      subscriptions.dispose();
    });
    const icon = (tone: string): vscode.Uri =>
      vscode.Uri.joinPath(ordo.context.extensionUri, `extension/media/ordo-${tone}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    panel.webview.html = pageHtml(ordo.context.extensionUri, panel.webview, 'order', {
      title: title(state),
      start: { state, locale: vscode.env.language, texts: orderPageTextsNow() },
    });
  }

  reveal(): void {
    this.#panel.reveal();
  }

  #received(message: FromOrderPage | undefined): void {
    const { folder, orderId } = this.#state;
    switch (message?.type) {
      case 'ready':
        this.#isReady = true;
        return this.#refresh();
      case 'retry':
        return void vscode.commands.executeCommand('ordo.retryOrder', { folder, orderId });
      case 'cancel':
        return void vscode.commands.executeCommand('ordo.cancelOrder', { folder, orderId });
      case 'open-step':
        return this.#openStep(message.name, message.version);
      case undefined:
        this.#ordo.output.warn('The order page sent a message that is not known.');
    }
  }

  #openStep(name: string, version: string): void {
    const { folder } = this.#state;
    const object = this.#ordo.projects
      .objects(folder)
      .find((one) => one.kind === 'step' && one.name === name && one.version === version);
    if (object !== undefined) void vscode.commands.executeCommand('ordo.openObject', { object });
  }

  #follow({ folder, events, missed }: EngineEvents): void {
    if (folder !== this.#state.folder) return;
    if (missed || events.some(({ info }) => Number(info['workflow_instanceid']) === this.#state.orderId)) {
      this.#refresh();
    }
  }

  /** Reads the order once now, and once more when something happened while it was read. */
  #refresh(): void {
    if (!this.#isReady) return;
    this.#again = true;
    if (!this.#reading) void this.#read();
  }

  async #read(): Promise<void> {
    this.#reading = true;
    while (this.#again) {
      this.#again = false;
      await this.#panel.webview.postMessage(await this.#message());
    }
    this.#reading = false;
  }

  async #message(): Promise<ToOrderPage> {
    const { folder, orderId } = this.#state;
    const api = this.#ordo.projects.api(folder);
    try {
      const [order, history] = await Promise.all([api.order(orderId), api.history(orderId)]);
      return { type: 'order', order, history };
    } catch (error) {
      return { type: 'unavailable', reason: error instanceof Error ? error.message : String(error) };
    }
  }
}

function panelOptions(ordo: Ordo): vscode.WebviewOptions & vscode.WebviewPanelOptions {
  return {
    enableScripts: true,
    enableFindWidget: true,
    enableCommandUris: false,
    localResourceRoots: [vscode.Uri.joinPath(ordo.context.extensionUri, 'dist', 'webview')],
  };
}

function title({ orderId }: OrderPageState): string {
  return vscode.l10n.t('Order {0}', orderId);
}

function keyOf({ folder, orderId }: OrderPageState): string {
  return `${folder}#${orderId}`;
}
