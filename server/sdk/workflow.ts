import type { Order } from './order.ts';

/**
 * What a workflow may do around its steps. All methods are optional; a workflow without a class has none.
 * An object of it belongs to one execution instance.
 */
export abstract class Workflow<O extends Order = Order> {
  /** Runs once at the start of an execution instance; an error means that the instance does not start. */
  oneTimeInit(): void | Promise<void> {
    return undefined;
  }
  /** Runs each time the engine begins to work on an order; an error means that no step runs and the order is in error. */
  attach(_order: O): void | Promise<void> {
    return undefined;
  }
  /** Runs before each commit of the order's status; its errors are logged and change nothing. */
  detach(_order: O, _status: string): void | Promise<void> {
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
