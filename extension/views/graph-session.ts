import * as vscode from 'vscode';
import type { GraphResult } from '../../schemas/protocol/editor.ts';
import { readFromGraphPage, type FromGraphPage, type ToGraphPage } from '../../schemas/protocol/graph-page.ts';
import type { WorkflowGraph } from '../../schemas/model/workflow-graph.ts';
import type { Ordo } from '../ordo.ts';
import { breakpointsOf, toggleBreakpoint } from './graph-breakpoints.ts';
import { GraphEdits } from './graph-edits.ts';
import { GraphLiveView } from './graph-live.ts';
import { openFromGraph, type GraphPlace } from './graph-open.ts';
import { graphTextsNow } from './graph-page-texts.ts';
import { savePicture } from './graph-picture.ts';
import { applyQuickFix } from './graph-quick-fix.ts';
import { pageHtml } from './page-html.ts';

/** One open graph: follows the text, and turns what a person does in the page into edits of it. */
export class GraphSession {
  readonly document: vscode.TextDocument;
  readonly #ordo: Ordo;
  readonly #panel: vscode.WebviewPanel;
  readonly #edits: GraphEdits;
  readonly #live: GraphLiveView;
  #last: GraphResult | undefined;
  #graph: WorkflowGraph | undefined;
  #isReady = false;
  #revealLine: number | undefined;
  #again = false;
  #reading: Promise<void> | undefined;

  constructor(ordo: Ordo, document: vscode.TextDocument, panel: vscode.WebviewPanel) {
    this.document = document;
    this.#ordo = ordo;
    this.#panel = panel;
    this.#edits = new GraphEdits(ordo, document);
    this.#live = new GraphLiveView(ordo, document.uri, (live) => this.#post({ type: 'live', live }));
    const subscriptions = vscode.Disposable.from(
      this.#live,
      panel.webview.onDidReceiveMessage((message: unknown) => {
        this.#received(message);
      }),
      vscode.workspace.onDidChangeTextDocument((change) => {
        if (change.document === document && change.contentChanges.length > 0) void this.#refresh();
      }),
      vscode.languages.onDidChangeDiagnostics(() => void this.#refresh()),
      vscode.debug.onDidChangeBreakpoints(() => this.#showBreakpoints()),
      ordo.projects.onDidChange(() => {
        void this.#refresh();
        this.#showPalette().catch((error: unknown) => ordo.output.warn(`The graph's steps: ${String(error)}`));
      }),
    );
    panel.onDidDispose(() => void subscriptions.dispose());
    panel.webview.options = {
      enableScripts: true,
      enableCommandUris: false,
      localResourceRoots: [vscode.Uri.joinPath(ordo.context.extensionUri, 'dist', 'webview')],
    };
    panel.webview.html = pageHtml(ordo.context.extensionUri, panel.webview, 'graph', {
      title: vscode.l10n.t('Workflow Graph'),
      start: { locale: vscode.env.language, texts: graphTextsNow() },
      pictures: true,
    });
  }

  get isActive(): boolean {
    return this.#panel.active;
  }

  /** Follows an order that was chosen elsewhere. */
  follow(orderId: number): void {
    this.#live.follow(orderId);
  }

  /** Shows the step that stands in a line of the text. */
  revealLine(line: number): void {
    this.#revealLine = line;
    this.#reveal();
  }

  #received(message: unknown): void {
    const read = readFromGraphPage(message);
    if (read === undefined) {
      this.#ordo.output.warn('The graph sent a message that is not known.');
      return;
    }
    this.#act(read).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      this.#ordo.output.error(`The graph: ${reason}`);
      if ('id' in read) this.#post({ type: 'answer', id: read.id, refused: reason });
      else void vscode.window.showErrorMessage(reason);
    });
  }

  async #act(message: FromGraphPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.#begin();
      case 'gesture':
      case 'new-step':
      case 'duplicate':
      case 'rename':
        return this.#edit(message);
      case 'details':
        return this.#showDetails(message.step);
      case 'palette':
        return this.#showPalette();
      case 'open':
        return openFromGraph(this.#place, message, this.#last);
      case 'quick-fix':
        return applyQuickFix(this.#graph, message.step, message.problem);
      case 'toggle-breakpoint':
        return toggleBreakpoint(this.document.uri, this.#graph, message.step);
      case 'choose-order':
        return this.#live.choose(this.#graph);
      case 'forget-order':
        return this.#live.forget();
      case 'skip':
        return this.#live.skip(message.step);
      case 'retry':
        return this.#live.retry();
      case 'show-order':
        return this.#live.showOrder();
      case 'save-picture':
        return savePicture(this.document.uri, message);
    }
  }

  get #place(): GraphPlace {
    const column = this.#panel.viewColumn ?? vscode.ViewColumn.One;
    return { ordo: this.#ordo, document: this.document, graph: this.#graph, column };
  }

  async #begin(): Promise<void> {
    this.#isReady = true;
    this.#last = undefined;
    await this.#refresh();
    await this.#showPalette();
    this.#live.begin();
  }

  async #edit(message: FromGraphPage & { id: number }): Promise<void> {
    const answer = await this.#edits.perform(message);
    // The graph first: what shall be selected must be there.
    await this.#refresh();
    this.#post({ type: 'answer', id: message.id, ...answer });
  }

  /** Reads the graph of the text once now, and once more when the text changed while it was read. */
  #refresh(): Promise<void> {
    if (!this.#isReady) return Promise.resolve();
    this.#again = true;
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #read(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      const { uri } = this.document;
      const isOurs = uri.scheme === 'file';
      const params = { uri: uri.toString(), ...(isOurs ? {} : { text: this.document.getText() }) };
      try {
        this.#show(await this.#ordo.server.graph(params), isOurs);
      } catch (error) {
        // The text is still right; what is shown is told to be old.
        this.#post({ type: 'broken', reason: error instanceof Error ? error.message : String(error) });
      }
    }
  }

  #show(result: GraphResult, isOurs: boolean): void {
    if (JSON.stringify(result) === JSON.stringify(this.#last)) return;
    this.#last = result;
    if (result.type === 'broken') return this.#post({ type: 'broken', reason: result.reason });
    this.#graph = result.graph;
    this.#live.setGraph(result.graph);
    this.#post({ type: 'graph', version: result.version, graph: result.graph, isReadOnly: !isOurs });
    this.#showBreakpoints();
    this.#reveal();
  }

  #reveal(): void {
    const line = this.#revealLine;
    if (line === undefined || this.#graph === undefined || !this.#isReady) return;
    this.#revealLine = undefined;
    const step = this.#graph.steps.find(({ range: { start, end } }) => start.line <= line && line <= end.line);
    if (step !== undefined) this.#post({ type: 'reveal', step: step.id });
  }

  async #showDetails(step: string | undefined): Promise<void> {
    const params = { uri: this.document.uri.toString(), ...(step === undefined ? {} : { step }) };
    this.#post({ type: 'details', details: await this.#ordo.server.graphDetails(params) });
  }

  async #showPalette(): Promise<void> {
    if (!this.#isReady || this.document.uri.scheme !== 'file') return;
    const steps = await this.#ordo.server.graphPalette({ uri: this.document.uri.toString() });
    this.#post({ type: 'palette', steps });
  }

  #showBreakpoints(): void {
    this.#post({ type: 'breakpoints', steps: breakpointsOf(this.document.uri, this.#graph) });
  }

  #post(message: ToGraphPage): void {
    if (this.#isReady) void this.#panel.webview.postMessage(message);
  }
}
