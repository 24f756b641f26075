import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CreateOrderRequest } from '../../schemas/protocol/rest.ts';
import { ApiError, EngineUnreachable } from '../../server/api/client/client.ts';
import { EndSystems } from '../support/end-systems.ts';
import { type Evidence, findViolations } from '../support/invariants.ts';
import type { OrderFile, SampleProject } from '../support/project.ts';
import { type EngineStart, ProjectEngine } from '../support/project-engine.ts';
import { type Outcome, readOutcome } from './outcome.ts';
import { engineOptions } from './shop-template.ts';

/**
 * The same orders on one project, through any number of engines that die on the way. A client does what a careful client
 * does: it repeats a request that was not answered, with a unique key, so that the order exists once.
 */
export class ShopRun {
  readonly project: SampleProject;
  readonly systems: EndSystems;
  readonly #files: readonly OrderFile[];
  readonly #acknowledged = new Map<string, number>();

  private constructor(project: SampleProject, systems: EndSystems, files: readonly OrderFile[]) {
    this.project = project;
    this.systems = systems;
    this.#files = files;
  }

  static async begin(project: SampleProject, files: readonly OrderFile[]): Promise<ShopRun> {
    return new ShopRun(project, await EndSystems.start(project.folder), files);
  }

  /**
   * One life of the engine: start, send what was not acknowledged (one order after the other when `inTurn`), wait for the
   * end of all, stop. Answers true when it lived to its graceful end, false when it was killed on the way.
   */
  async live(start: EngineStart = {}, { inTurn = true } = {}): Promise<boolean> {
    const engine = await ProjectEngine.tryStart(this.project, { options: engineOptions, ...start });
    if (!(engine instanceof ProjectEngine)) {
      if (engine.signal === 'SIGKILL') return false;
      throw new Error(`The engine ended with ${engine.code ?? engine.signal}:\n${engine.output}`);
    }
    try {
      const died = engine.exited.then(() => false);
      const finished = await Promise.race([died, this.#work(engine, inTurn)]);
      const end = finished ? await engine.stop() : await engine.exited;
      if (end.signal === 'SIGKILL') return false;
      if (end.code === 0) return true;
      throw new Error(`The engine ended with ${end.code ?? end.signal}:\n${this.#lastLogLines()}`);
    } finally {
      await engine.kill();
    }
  }

  /** Starts an engine, sends everything at once and kills it after a while. */
  async killAfter(milliseconds: number): Promise<void> {
    const engine = await ProjectEngine.start(this.project, { options: engineOptions });
    const sending = this.#sendAll(engine, false);
    await sleep(milliseconds);
    await engine.kill();
    await sending;
  }

  /** Breaks of the rules, and of what each order's file says; nothing is running any more. */
  violations(evidence: Evidence = {}): readonly string[] {
    const acknowledged = this.#files.flatMap((file) => {
      const orderId = this.#acknowledged.get(file.name);
      return orderId === undefined ? [] : [{ orderId, staticdata: { ...file.order.staticdata } }];
    });
    return findViolations(this.databaseFile, {
      ledger: this.systems.ledger(),
      acknowledged,
      settled: true,
      engineIsDown: true,
      ...evidence,
    });
  }

  outcome(): Outcome {
    return readOutcome(this.databaseFile, this.systems.ledger());
  }

  get databaseFile(): string {
    return `${this.project.stateHome}/shop/ordo.db`;
  }

  async end(): Promise<void> {
    await this.systems.stop();
    this.project.remove();
  }

  #lastLogLines(): string {
    const file = `${this.project.stateHome}/shop/logs/OMQ-shop-qorus-core.log`;
    return readFileSync(file, 'utf8').split('\n').slice(-8).join('\n');
  }

  async #work(engine: ProjectEngine, inTurn: boolean): Promise<boolean> {
    try {
      await this.#sendAll(engine, inTurn);
      await engine.waitUntilSettled();
      return true;
    } catch (error) {
      if (isLoss(error)) return false;
      throw error;
    }
  }

  async #sendAll(engine: ProjectEngine, inTurn: boolean): Promise<void> {
    for (const file of this.#files) {
      if (this.#acknowledged.has(file.name)) continue;
      try {
        const orderId = await send(engine, file);
        this.#acknowledged.set(file.name, orderId);
        if (inTurn) await engine.waitForEnd(orderId);
      } catch (error) {
        if (!isLoss(error)) throw error;
        return;
      }
    }
  }
}

/** Sends with a unique key; when an earlier request had been recorded without an answer, finds that order. */
async function send(engine: ProjectEngine, { workflow, order }: OrderFile): Promise<number> {
  const { orderNumber } = order.staticdata;
  const request: CreateOrderRequest = { ...order, workflow_unique_key: { orderNumber } };
  try {
    return (await engine.client.createOrder(workflow, request)).workflow_instanceid;
  } catch (error) {
    if (!(error instanceof ApiError) || error.err !== 'DUPLICATE-ORDER-KEY') throw error;
    const [known] = await engine.client.orders({ keyname: 'orderNumber', keyvalue: orderNumber });
    if (known === undefined) throw error;
    return known.workflow_instanceid;
  }
}

/** The engine went away while it was asked. */
function isLoss(error: unknown): boolean {
  return error instanceof EngineUnreachable || (error instanceof ApiError && error.err === 'SHUTDOWN-IN-PROGRESS');
}
