import * as vscode from 'vscode';
import type { EngineEvents } from '../../schemas/protocol/editor.ts';
import type { GraphLive } from '../../schemas/protocol/graph-page.ts';
import type { OrderHash } from '../../schemas/protocol/rest.ts';
import type { StepId, WorkflowGraph } from '../../schemas/model/workflow-graph.ts';
import type { Ordo } from '../ordo.ts';
import { liveOfCounts, liveOfOrder, skippableOf } from './graph-live-steps.ts';

/** What the engine says about the steps of one graph: of the order that is followed, else counts of all orders. */
export class GraphLiveView implements vscode.Disposable {
  readonly #ordo: Ordo;
  readonly #uri: vscode.Uri;
  readonly #show: (live: GraphLive) => void;
  readonly #subscriptions: vscode.Disposable;
  #graph: WorkflowGraph | undefined;
  #orderId: number | undefined;
  #order: OrderHash | undefined;
  #shown = '';
  #isBegun = false;
  #again = false;
  #isReading = false;

  constructor(ordo: Ordo, uri: vscode.Uri, show: (live: GraphLive) => void) {
    this.#ordo = ordo;
    this.#uri = uri;
    this.#show = show;
    this.#subscriptions = vscode.Disposable.from(
      ordo.projects.onEngineEvents((events) => this.#happened(events)),
      ordo.projects.onDidChangeEngine(({ folder }) => folder === this.#folder && this.#refresh()),
    );
  }

  dispose(): void {
    this.#isBegun = false;
    this.#subscriptions.dispose();
  }

  /** The page is there (again): it is told everything anew. */
  begin(): void {
    this.#isBegun = true;
    this.#shown = '';
    this.#refresh();
  }

  setGraph(graph: WorkflowGraph): void {
    const isOther = this.#graph?.name !== graph.name || this.#graph.version !== graph.version;
    this.#graph = graph;
    if (isOther) this.#refresh();
  }

  follow(orderId: number): void {
    this.#orderId = orderId;
    this.#refresh();
  }

  forget(): void {
    this.#orderId = undefined;
    this.#order = undefined;
    this.#refresh();
  }

  /** Asks which of the workflow's latest orders is followed. */
  async choose(graph: WorkflowGraph | undefined): Promise<void> {
    const folder = this.#folder;
    if (graph === undefined || folder === undefined || !this.#isRunning) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('The engine is not running, so there are no orders to follow.'),
      );
      return;
    }
    const orders = (await this.#ordo.projects.api(folder).orders(1_000)).filter(({ name }) => name === graph.name);
    const picked = await vscode.window.showQuickPick(
      orders.slice(0, 200).map((order) => ({
        label: vscode.l10n.t('Order {0}', order.workflow_instanceid),
        description: order.workflowstatus,
        detail: `${order.name}:${order.version}, ${order.started}`,
        orderId: order.workflow_instanceid,
      })),
      { title: vscode.l10n.t('Which order is shown on the graph?'), matchOnDescription: true, matchOnDetail: true },
    );
    if (picked !== undefined) this.follow(picked.orderId);
  }

  async skip(step: StepId): Promise<void> {
    const folder = this.#folder;
    const order = this.#order;
    if (folder === undefined || order === undefined) return;
    const { stepId, inds } = skippableOf(order, step);
    if (stepId === undefined) return;
    const answer = vscode.l10n.t('Skip Step');
    const question = vscode.l10n.t(
      'Skip {0} of order {1}? The order goes on as if the step had done its work.',
      step,
      order.workflow_instanceid,
    );
    if ((await vscode.window.showWarningMessage(question, { modal: true }, answer)) !== answer) return;
    await this.#ordo.projects.api(folder).skipStep(order.workflow_instanceid, stepId, inds);
    this.#refresh();
  }

  async retry(): Promise<void> {
    await vscode.commands.executeCommand('ordo.retryOrder', { folder: this.#folder, orderId: this.#orderId });
    this.#refresh();
  }

  async showOrder(): Promise<void> {
    await vscode.commands.executeCommand('ordo.showOrder', { folder: this.#folder, orderId: this.#orderId });
  }

  get #folder(): string | undefined {
    return this.#ordo.projects.of(this.#uri)?.folder;
  }

  get #isRunning(): boolean {
    return this.#folder !== undefined && this.#ordo.projects.engine(this.#folder).status === 'running';
  }

  #happened({ folder, events, missed }: EngineEvents): void {
    if (folder !== this.#folder) return;
    const isMine = events.some(({ info }) =>
      this.#orderId === undefined
        ? info['name'] === undefined || info['name'] === this.#graph?.name
        : Number(info['workflow_instanceid']) === this.#orderId,
    );
    if (missed || isMine) this.#refresh();
  }

  /** Reads once now, and once more when something happened while it was read. */
  #refresh(): void {
    this.#again = true;
    if (this.#isReading || !this.#isBegun) return;
    this.#isReading = true;
    this.#read()
      .catch((error: unknown) => this.#ordo.output.warn(`The graph's orders: ${String(error)}`))
      .finally(() => (this.#isReading = false));
  }

  async #read(): Promise<void> {
    while (this.#again && this.#isBegun) {
      this.#again = false;
      const live = await this.#live();
      const text = JSON.stringify(live);
      if (text === this.#shown) continue;
      this.#shown = text;
      this.#show(live);
    }
  }

  async #live(): Promise<GraphLive> {
    const folder = this.#folder;
    const graph = this.#graph;
    if (folder === undefined || graph === undefined || !this.#isRunning) return { type: 'none' };
    const api = this.#ordo.projects.api(folder);
    if (this.#orderId === undefined) return liveOfCounts(await api.stepCounts(graph.name, graph.version));
    this.#order = await api.order(this.#orderId);
    return liveOfOrder(this.#order);
  }
}
