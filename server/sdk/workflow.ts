import type { OrderData, UntypedData } from './data.ts';
import type { Order, OrderLog, WorkflowInfo } from './order.ts';

/** The execution instance that starts, as `oneTimeInit` gets it. */
export interface WorkflowInstance {
  /** Id of the execution instance. */
  readonly executionId: number;
  /** The workflow. */
  readonly workflow: WorkflowInfo;
  /** Data in memory that all orders of this instance see, until it ends. */
  readonly instanceData: OrderData<UntypedData>;
  /** Aborts when the call should end. */
  readonly signal: AbortSignal;
  /** Writes to the program's log. */
  readonly log: OrderLog;
}

/** What only `attach` may do with its order; the steps do not run then. */
export interface AttachCalls {
  /** Blocks the order: nothing runs until someone unblocks it. Elsewhere it throws `BLOCK-ERROR`. */
  setBlocked(): Promise<void>;
  /** Lets an order that has not begun wait until this date. Elsewhere, and later, it throws `RESCHEDULE-ERROR`. */
  rescheduleOrder(date: Date | string): Promise<void>;
}

/**
 * What a workflow may do around its steps. All methods are optional; a workflow without a class has none. The object is
 * shared by all orders and execution instances: keep what belongs to an instance in `instanceData`. `order.step` is empty here.
 *
 * @example
 * ```ts
 * export class Shop extends Workflow {
 *   async oneTimeInit(instance: WorkflowInstance) {
 *     await instance.instanceData.update({ rates: await readRates() });
 *   }
 *   async attach(order: Order & AttachCalls) {
 *     if (order.staticData.isTest) await order.setBlocked();
 *   }
 * }
 * ```
 */
export abstract class Workflow<O extends Order = Order> {
  /** Runs once at the start of an execution instance and after each reset; an error means that it does not start. */
  oneTimeInit(_instance: WorkflowInstance): void | Promise<void> {
    return undefined;
  }
  /** Runs each time the engine begins to work on an order; an error means that no step runs and the order is in error. */
  attach(_order: O & AttachCalls): void | Promise<void> {
    return undefined;
  }
  /**
   * Runs before each commit of the status with which the engine lets go of an order, and before it is blocked or canceled. At
   * least once: after a crash it runs again. Its errors are logged and change nothing.
   */
  detach(_order: O, _status: string, _externalOrderId: string | undefined): void | Promise<void> {
    return undefined;
  }
  /** Runs on each raised error; its own errors are logged and change nothing. */
  errorHandler(
    _order: O,
    _error: string,
    _definition: RaisedDefinition | undefined,
    _info: string,
  ): void | Promise<void> {
    return undefined;
  }
}

/** The definition of a raised error, as the error handler sees it. */
export interface RaisedDefinition {
  /** What the error means. */
  readonly description: string;
  /** Only FATAL and MAJOR change the step's status. */
  readonly severity: 'FATAL' | 'MAJOR' | 'MINOR' | 'WARNING' | 'INFO' | 'NONE';
  /** Status that the step takes. */
  readonly status: 'ERROR' | 'RETRY' | 'CANCELED';
  /** An error in the data rather than in the technology. */
  readonly business: boolean;
  /** Seconds until the next attempt; without it the workflow's own delay. */
  readonly retryDelaySeconds: number | undefined;
}
