import type { JsonValue } from '../../schemas/model/data.ts';
import type { JobStatus } from '../../schemas/model/job.ts';
import type { EngineCall } from '../../schemas/protocol/editor.ts';
import type {
  CreateOrderRequest,
  CreateOrderResult,
  ErrorBody,
  HistoryRow,
  JobHash,
  JobResultRow,
  LogHash,
  OrderHash,
  OrderRow,
  RetryResult,
  StepCountRow,
  WorkflowHash,
} from '../../schemas/protocol/rest.ts';
import type { Server } from './server.ts';

/** The engine refused: `code` is the manual's exception code, the message a sentence. */
export class EngineRefused extends Error {
  readonly code: string;
  readonly status: number;
  constructor(status: number, body: JsonValue) {
    const { err, desc } = isErrorBody(body) ? body : { err: `HTTP ${status}`, desc: JSON.stringify(body) };
    super(desc);
    this.name = 'EngineRefused';
    this.code = err;
    this.status = status;
  }
}

/** The REST API of one project folder's engine, by way of the language server. */
export class EngineApi {
  readonly #server: Server;
  readonly #folder: string;

  constructor(server: Server, folder: string) {
    this.#server = server;
    this.#folder = folder;
  }

  workflows(options: { start?: boolean } = {}): Promise<readonly WorkflowHash[]> {
    return this.#call({ method: 'GET', path: 'workflows', ...options });
  }

  /** The latest orders, newest first. */
  orders(limit: number): Promise<readonly OrderRow[]> {
    return this.#call({ method: 'GET', path: `orders?limit=${limit}&sort=workflow_instanceid&desc=true` });
  }

  order(orderId: number): Promise<OrderHash> {
    return this.#call({ method: 'GET', path: `orders/${orderId}` });
  }

  /** Every transition, oldest first; more than the API hands out at once is for the command line. */
  history(orderId: number): Promise<readonly HistoryRow[]> {
    return this.#call({ method: 'GET', path: `orders/${orderId}/history?limit=10000` });
  }

  jobs(): Promise<readonly JobHash[]> {
    return this.#call({ method: 'GET', path: 'jobs' });
  }

  /** The latest runs, of any age. */
  jobResults(jobId: number): Promise<readonly JobResultRow[]> {
    return this.#call({ method: 'GET', path: `jobs/${jobId}/results?limit=20&date=2000-01-01` });
  }

  /** Runs it now; answers when the run has ended. */
  runJob(jobId: number): Promise<{ readonly status: JobStatus }> {
    return this.#call({ method: 'PUT', path: `jobs/${jobId}?action=run` });
  }

  logs(): Promise<readonly LogHash[]> {
    return this.#call({ method: 'GET', path: 'logs' });
  }

  createOrder(workflowId: number, request: CreateOrderRequest): Promise<CreateOrderResult> {
    return this.#call({
      method: 'POST',
      path: `workflows/${workflowId}?action=createOrder`,
      body: request as unknown as JsonValue,
    });
  }

  startWorkflow(workflowId: number): Promise<JsonValue> {
    return this.#call({ method: 'PUT', path: `workflows/${workflowId}?action=start` });
  }

  retryOrder(orderId: number): Promise<RetryResult> {
    return this.#call({ method: 'PUT', path: `orders/${orderId}?action=retry` });
  }

  cancelOrder(orderId: number): Promise<JsonValue> {
    return this.#call({ method: 'PUT', path: `orders/${orderId}?action=cancel` });
  }

  /** Where the unfinished orders of a workflow stand. */
  stepCounts(name: string, version: string): Promise<readonly StepCountRow[]> {
    return this.#call({ method: 'GET', path: `workflows/${encodeURIComponent(`${name}:${version}`)}/stepcounts` });
  }

  /** Leaves out a step, or elements of an array step, and tries the order again. */
  skipStep(orderId: number, stepid: number, ind: readonly number[]): Promise<JsonValue> {
    const body = { stepid, ind: ind.join(',') };
    return this.#call({ method: 'PUT', path: `orders/${orderId}?action=skipStep`, body });
  }

  async #call<T>(call: Omit<EngineCall, 'folder'>): Promise<T> {
    const { status, body } = await this.#server.engineCall({ ...call, folder: this.#folder });
    if (status >= 400) throw new EngineRefused(status, body);
    return body as T;
  }
}

function isErrorBody(body: JsonValue): body is JsonValue & ErrorBody {
  return typeof body === 'object' && body !== null && 'err' in body && 'desc' in body;
}
