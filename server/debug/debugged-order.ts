import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonValue } from '../../schemas/model/data.ts';
import type { DebugCommand, DebugTarget, GoOn, Hold, HeldOrder } from '../../schemas/protocol/debug.ts';
import type { OrderStatus } from '../../schemas/model/status.ts';
import type { CreateOrderRequest } from '../../schemas/protocol/rest.ts';
import type { EngineClient } from '../api/client/client.ts';
import { DebugConnection } from '../api/client/debug-connection.ts';
import { connectToProject } from '../api/client/engine-file.ts';

export interface DebuggedOrderHandlers {
  /** May come before `launch` or `attach` has answered. */
  onHeld(order: DebuggedOrder, hold: Hold): void;
  onStatus(order: DebuggedOrder, status: OrderStatus): void;
  /** The engine ended; the order is watched again as soon as there is one. */
  onEngineLost(): void;
  onEngineBack(): void;
  /** No engine came back. */
  onGivenUp(): void;
}

/** One order under a debugger: its connection to the engine, through the engine's ends and restarts. */
export class DebuggedOrder {
  readonly orderId: number;
  readonly #where: EngineWhere;
  readonly #handlers: DebuggedOrderHandlers;
  #client: EngineClient;
  #pid: number;
  #connection: DebugConnection | undefined;
  #isClosed = false;

  private constructor(where: EngineWhere, orderId: number, engine: Engine, handlers: DebuggedOrderHandlers) {
    this.#where = where;
    this.orderId = orderId;
    this.#client = engine.client;
    this.#pid = engine.file.pid;
    this.#handlers = handlers;
  }

  /** Creates an order that is held from its first step on. */
  static async launch(
    where: EngineWhere,
    workflow: string,
    request: CreateOrderRequest,
    handlers: DebuggedOrderHandlers,
  ): Promise<DebuggedOrder> {
    const engine = await connect(where);
    // Blocked until it is watched, so that no step runs before.
    const created = await engine.client.createOrder(workflow, { ...request, status: 'BLOCKED' });
    const order = new DebuggedOrder(where, created.workflow_instanceid, engine, handlers);
    await order.#watch(engine);
    await engine.client.call('PUT', `orders/${order.orderId}?action=unblock`);
    return order;
  }

  static async attach(where: EngineWhere, orderId: number, handlers: DebuggedOrderHandlers): Promise<DebuggedOrder> {
    const engine = await connect(where);
    await engine.client.order(orderId);
    const order = new DebuggedOrder(where, orderId, engine, handlers);
    await order.#watch(engine);
    return order;
  }

  async go(hold: Hold, how?: GoOn): Promise<void> {
    await this.#request({ type: 'go', hold: hold.hold, ...(how === undefined ? {} : { how }) });
  }

  /** Answers the order with its new data. */
  async setData(hold: Hold, target: DebugTarget, path: readonly string[], value: JsonValue): Promise<HeldOrder> {
    const order = await this.#request({ type: 'set-data', hold: hold.hold, target, path, value });
    return order as unknown as HeldOrder;
  }

  async killRunner(hold: Hold): Promise<void> {
    await this.#request({ type: 'kill-runner', hold: hold.hold });
  }

  /** Address of the runner's inspector while it is open. */
  async setInspector(hold: Hold, open: boolean): Promise<string | undefined> {
    const url = await this.#request({ type: 'inspector', hold: hold.hold, open });
    return typeof url === 'string' ? url : undefined;
  }

  /** SIGKILL for the engine, as a power cut of its process; whoever hosts it starts it again. */
  killEngine(): void {
    process.kill(this.#pid, 'SIGKILL');
  }

  async retry(): Promise<void> {
    await this.#client.retryOrder(this.orderId);
  }

  async cancel(): Promise<void> {
    await this.#client.cancelOrder(this.orderId);
  }

  close(): void {
    this.#isClosed = true;
    this.#connection?.close();
  }

  #request(command: DebugCommand): Promise<JsonValue> {
    if (this.#connection === undefined) return Promise.reject(new Error('The engine is gone; it is waited for.'));
    return this.#connection.request(command);
  }

  async #watch({ client, file }: Engine): Promise<void> {
    this.#client = client;
    this.#pid = file.pid;
    this.#connection = await DebugConnection.open(file, {
      onMessage: (message) => {
        if (message.type === 'held') this.#handlers.onHeld(this, message.hold);
        else this.#handlers.onStatus(this, message.status);
      },
      onLost: () => void this.#findAgain(),
    });
    await this.#connection.request({ type: 'watch', orderId: this.orderId });
  }

  async #findAgain(): Promise<void> {
    this.#connection = undefined;
    if (this.#isClosed) return;
    this.#handlers.onEngineLost();
    for (let tries = 0; tries < reconnectTries && !this.#isClosed; tries += 1) {
      const engine = await find(this.#where);
      if (engine !== undefined && engine.file.pid !== this.#pid) {
        try {
          await this.#watch(engine);
          return this.#handlers.onEngineBack();
        } catch {
          // It ended again while we came; the next one is waited for.
        }
      }
      await sleep(reconnectMs);
    }
    if (!this.#isClosed) this.#handlers.onGivenUp();
  }
}

type Engine = NonNullable<Awaited<ReturnType<typeof connectToProject>>>;

/** Where the engine is looked for. */
export interface EngineWhere {
  readonly project: string;
  readonly key?: string;
}

function find({ project, key }: EngineWhere): Promise<Engine | undefined> {
  return connectToProject(project, key === undefined ? {} : { key });
}

async function connect(where: EngineWhere): Promise<Engine> {
  const engine = await find(where);
  if (engine !== undefined) return engine;
  throw new Error(
    `No engine runs for ${where.project}. Start it in the editor, or with \`ordo serve --dev\`, and deploy.`,
  );
}

const reconnectMs = 200;
const reconnectTries = 300;
