import * as vscode from 'vscode';
import { orderStatuses } from '../../schemas/model/status.ts';
import type { Projects } from '../client/projects.ts';
import { engineItem } from './engine-items.ts';
import { engineSections, type EngineNode, type EngineSection } from './engine-nodes.ts';

/** The Engine view: state, workflows with order counts, the latest orders with steps and errors, logs. */
export class EngineTree implements vscode.TreeDataProvider<EngineNode>, vscode.Disposable {
  readonly #projects: Projects;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(projects: Projects) {
    this.#projects = projects;
    this.#subscriptions = vscode.Disposable.from(
      projects.onDidChange(() => this.refresh()),
      projects.onDidChangeEngine(() => this.refresh()),
      projects.onEngineEvents(() => this.#refreshSoon()),
    );
  }

  refresh(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#changed.fire();
  }

  getTreeItem(node: EngineNode): vscode.TreeItem {
    return engineItem(node);
  }

  async getChildren(node?: EngineNode): Promise<EngineNode[]> {
    if (node === undefined) return this.#roots();
    try {
      return await this.#childrenOf(node);
    } catch (error) {
      // The engine may end between two looks; the next change of its state draws the view anew.
      return [{ type: 'note', folder: node.folder, text: error instanceof Error ? error.message : String(error) }];
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  /** Follows a busy engine at a pace a person can read, whatever the number of events. */
  #refreshSoon(): void {
    this.#timer ??= setTimeout(() => this.refresh(), refreshMs);
  }

  #roots(): EngineNode[] {
    if (!vscode.workspace.isTrusted) return [];
    const [first, ...others] = this.#projects.folders;
    if (first === undefined) return [];
    if (others.length === 0) return this.#engine(first.folder, isNothingToShow);
    return this.#projects.folders.map((project) => ({ type: 'folder', folder: project.folder, project }));
  }

  /** The engine's own line, and its sections while it runs. */
  #engine(folder: string, isLeftToWelcome: (status: string) => boolean): EngineNode[] {
    const state = this.#projects.engine(folder);
    if (isLeftToWelcome(state.status)) return [];
    const sections = state.status === 'running' ? engineSections : [];
    return [
      { type: 'engine', folder, state },
      ...sections.map((section) => ({ type: 'section', folder, section }) as const),
    ];
  }

  async #childrenOf(node: EngineNode): Promise<EngineNode[]> {
    const { folder } = node;
    switch (node.type) {
      case 'folder':
        return this.#engine(folder, () => false);
      case 'section':
        return this.#section(folder, node.section);
      case 'workflow':
        return orderStatuses
          .filter((status) => (node.workflow.order_counts[status] ?? 0) > 0)
          .map((status) => ({ type: 'count', folder, workflow: node.workflow, status }));
      case 'job':
        return this.#runsOfJob(folder, node.job.jobid);
      case 'order':
        return this.#partsOfOrder(folder, node.order.workflow_instanceid);
      default:
        return [];
    }
  }

  async #section(folder: string, section: EngineSection): Promise<EngineNode[]> {
    const api = this.#projects.api(folder);
    const nodes: Readonly<Record<EngineSection, () => Promise<EngineNode[]>>> = {
      workflows: async () => (await api.workflows()).map((workflow) => ({ type: 'workflow', folder, workflow })),
      orders: async () => (await api.orders(shownOrders)).map((order) => ({ type: 'order', folder, order })),
      jobs: async () => (await api.jobs()).map((job) => ({ type: 'job', folder, job })),
      logs: async () => (await api.logs()).map((log) => ({ type: 'log', folder, log })),
    };
    const found = await nodes[section]();
    return found.length > 0 ? found : [{ type: 'note', folder, text: emptyText(section) }];
  }

  async #runsOfJob(folder: string, jobId: number): Promise<EngineNode[]> {
    const results = await this.#projects.api(folder).jobResults(jobId);
    if (results.length === 0) return [{ type: 'note', folder, text: vscode.l10n.t('No runs yet') }];
    return results.map((result) => ({ type: 'jobresult', folder, result }));
  }

  async #partsOfOrder(folder: string, orderId: number): Promise<EngineNode[]> {
    const order = await this.#projects.api(folder).order(orderId);
    const steps = order.StepInstances.map((step) => ({ type: 'step', folder, step }) as const);
    const errors = order.ErrorInstances.map((error) => ({ type: 'error', folder, error }) as const);
    return [...steps, ...errors];
  }
}

/** A stopped or failed engine of the only project is the welcome view's subject: it has buttons. */
function isNothingToShow(status: string): boolean {
  return status === 'stopped' || status === 'crashed' || status === 'refused';
}

function emptyText(section: EngineSection): string {
  const texts: Readonly<Record<EngineSection, string>> = {
    workflows: vscode.l10n.t('Nothing is deployed yet'),
    orders: vscode.l10n.t('No orders yet'),
    jobs: vscode.l10n.t('No jobs yet'),
    logs: vscode.l10n.t('No logs yet'),
  };
  return texts[section];
}

const shownOrders = 50;
const refreshMs = 400;
