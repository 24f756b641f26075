import type { OrderData, ReadOnly, UntypedData } from './data.ts';
import type { OrderInformation } from './information.ts';
import type { SensitiveData } from './sensitive.ts';

/** The types of one workflow's orders; every part is optional. */
export interface OrderShape {
  /** Name of the workflow, as a literal. */
  readonly workflow?: string;
  /** Type of the static data, from the workflow's `staticdata-type`. */
  readonly staticData?: unknown;
  /** Type of the order's dynamic data. */
  readonly dynamicData?: object;
  /** Type of the step's own data. */
  readonly stepData?: object;
  /** Type of the order's temp data. */
  readonly tempData?: object;
  /** The names in the workflow's `keylist`. */
  readonly orderKeys?: string;
  /** Type of the step's configuration items. */
  readonly configItems?: object;
}

type StaticPart<Shape, Name extends 'staticData' | 'configItems'> =
  Shape extends Readonly<Record<Name, infer Given>> ? Given : UntypedData;
type TextPart<Shape, Name extends 'workflow' | 'orderKeys'> =
  Shape extends Readonly<Record<Name, infer Given extends string>> ? Given : string;
type DataPart<Shape, Name extends 'dynamicData' | 'stepData' | 'tempData'> =
  Shape extends Readonly<Record<Name, infer Given extends object>> ? Given : UntypedData;

/**
 * The order that a step works on, and all that a step may do with it. Each call gets one; it is of no use after the
 * call has ended. Class objects are shared by all orders, so keep what belongs to an order here and never in a member.
 */
export interface Order<Shape extends OrderShape = OrderShape> {
  /** The order's id (in the manuals: workflow order instance id). */
  readonly orderId: number;
  /** The id that the creator of the order gave it, if any. */
  readonly externalOrderId: string | undefined;
  /** The order whose subworkflow step created this one, if any. */
  readonly parentOrderId: number | undefined;
  /** Id of the workflow execution instance that works on the order. */
  readonly executionId: number;
  /** The workflow this order belongs to. */
  readonly workflow: WorkflowInfo<TextPart<Shape, 'workflow'>>;
  /** Name of the workflow. Where a step is used by several workflows, compare this to narrow the order's type. */
  readonly workflowName: TextPart<Shape, 'workflow'>;
  /** The step that runs. */
  readonly step: StepInfo;
  /** `RECOVERY` when the order is worked on again after an error, a delay or a crash. */
  readonly mode: 'NORMAL' | 'RECOVERY';
  /** 1 in the first call of this step for this order; each run of `primary` or `validation` counts. */
  readonly attempt: number;
  /** From 0 (first) to 999. */
  readonly priority: number;
  /** When the order was created: ISO-8601, UTC. The same in every attempt. */
  readonly started: string;
  /** What the order was created with. It never changes. */
  readonly staticData: ReadOnly<StaticPart<Shape, 'staticData'>>;
  /** Data of the whole order that steps write: ids and references that later steps need. */
  readonly dynamicData: OrderData<DataPart<Shape, 'dynamicData'>>;
  /** Data of this step in this order (and of this element, in array steps). */
  readonly stepData: OrderData<DataPart<Shape, 'stepData'>>;
  /** Data in memory only: gone when the engine lets go of the order. Rely on it only when `attach` sets it. */
  readonly tempData: OrderData<DataPart<Shape, 'tempData'>>;
  /** Data in memory that all orders of the execution instance see, until it ends; `oneTimeInit` sets it. */
  readonly instanceData: OrderData<UntypedData>;
  /** Data about people, kept apart and encrypted. */
  readonly sensitiveData: SensitiveData;
  /** The order's keys, by which it can be found: values by name. Change them with `setOrderKeys`. */
  readonly orderKeys: Readonly<Partial<Record<TextPart<Shape, 'orderKeys'>, readonly string[]>>>;
  /** Values of the step's configuration items, set by operations. */
  readonly configItems: ReadOnly<StaticPart<Shape, 'configItems'>>;
  /**
   * Aborts when the call should end: its `step-timeout` is over, or the engine stops. Hand it to `fetch` and to whatever
   * takes a signal. Code that goes on regardless is ended with its process.
   */
  readonly signal: AbortSignal;
  /** What is known of the order, its workflow and its steps now. */
  readonly info: OrderInformation;
  /** Writes to the program's log, with order and step in each line. Never blocks; floods are cut. */
  readonly log: OrderLog;

  /**
   * Raises an error and goes on: the step takes the status of the error's definition when the method ends.
   * A thrown error does the same and ends the method; its name is its string `code` if it has one, else its `name`.
   *
   * @param error name of an error definition, for example `CARD-TIMEOUT`
   * @param info anything that helps who reads it; other values than texts are shown as text
   * @param retryDelaySeconds with a definition of status RETRY: seconds until the next attempt, or the moment of it
   */
  stepError(error: ProjectName<'errors'>, info?: unknown, retryDelaySeconds?: number | Date): void;
  /** Records a warning; the status of step and order does not change. */
  stepWarning(error: ProjectName<'errors'>, info?: unknown): void;
  /** When this call ends in RETRY: seconds until the next attempt, or the moment of it. */
  setRetryDelay(delay: number | Date): void;
  /** Replaces the values of these keys. Only names in the workflow's `keylist`; resolves after the commit. */
  setOrderKeys(keys: OrderKeyValues<TextPart<Shape, 'orderKeys'>>, options?: OrderKeyOptions): Promise<void>;
  /** Adds values to these keys. Only names in the workflow's `keylist`; resolves after the commit. */
  appendOrderKeys(keys: OrderKeyValues<TextPart<Shape, 'orderKeys'>>, options?: OrderKeyOptions): Promise<void>;
  /** Adds a note that operators see with the order. Resolves after the commit. */
  addNote(note: string): Promise<void>;
  /** Changes the order's priority, from 0 (first) to 999. Resolves after the commit. */
  reprioritize(priority: number): Promise<void>;
  /**
   * Shows a custom status of the workflow (a character of its `statuses`) with the order, until it is taken up again. Throws
   * `CUSTOM-STATUS-ERROR` for another. Resolves after the commit.
   */
  setCustomStatus(status: string): Promise<void>;
  /**
   * Leaves a value for the parent order, by a key; the last one counts. Throws `FEEDBACK-ERROR` without a parent and
   * `STATUS-ERROR` when it is COMPLETE or CANCELED. Resolves after the commit.
   */
  leaveParentFeedback(key: string, value: unknown): Promise<void>;
  /** What children of this order left, by key. */
  getChildFeedback(): Promise<ReadOnly<UntypedData>>;
  /** What children of this order left under one key; `undefined` when none did. */
  getChildFeedback(key: string): Promise<unknown>;
  /**
   * A key that only this order, step and array element has, and that is the same in every attempt: give it to end systems
   * as idempotency key, so that a repeated call does nothing twice.
   */
  generateUniqueKey(): string;
}

/** The workflow of an order. */
export interface WorkflowInfo<Name = string> {
  /** Id of this version of the workflow. */
  readonly workflowId: number;
  /** Name of the workflow. */
  readonly name: Name;
  /** Version with which the order runs. */
  readonly version: string;
  /** Patch text of that version, if any. */
  readonly patch: string | undefined;
}

/** The step that runs. */
export interface StepInfo {
  /** Id of this version of the step. */
  readonly stepId: number;
  /** Name of the step. */
  readonly name: string;
  /** Version of the step. */
  readonly version: string;
  /** Index of the array element; 0 in other steps. */
  readonly ind: number;
}

/** The program's log. Values are shown as `console.log` shows them. */
export interface OrderLog {
  /** Something failed. */
  error(...values: unknown[]): void;
  /** Something is odd. */
  warn(...values: unknown[]): void;
  /** Something happened. */
  info(...values: unknown[]): void;
  /** For who looks for a fault. */
  debug(...values: unknown[]): void;
}

/** One value or several for each order key. */
export type OrderKeyValues<Name extends string = string> = Readonly<Partial<Record<Name, string | readonly string[]>>>;

/** How order keys are stored. */
export interface OrderKeyOptions {
  /** Cut values that are longer than 4000 characters instead of refusing them. */
  readonly truncate?: boolean;
}

/** The order in an asynchronous step's `primary`, which calls exactly one of these two. */
export interface AsyncOrderCalls {
  /** Waits for data under this key in the step's queue; the order goes on when it comes. Resolves after the commit. */
  submitAsyncKey(key: string): Promise<void>;
  /** Completes the step without waiting. */
  skipAsyncStep(): Promise<void>;
}

/** The order in an event step's `primary`, which calls exactly one of these. */
export interface EventOrderCalls {
  /** Waits for the event with this key; completes at once when it was posted before. */
  bindEvent(key: string): Promise<void>;
  /** As `bindEvent`, but throws `ALREADY-POSTED` when it was posted before. */
  bindEventUnposted(key: string): Promise<void>;
  /** Completes the step without waiting. */
  skipEvent(): Promise<void>;
}

/** The order in a subworkflow step's `primary`, which calls exactly one of these two. */
export interface SubworkflowOrderCalls {
  /** Creates an order of another workflow and waits for its end. */
  bindSubworkflow(workflow: ProjectName<'workflows'>, order: SubworkflowOrder): Promise<{ readonly orderId: number }>;
  /** Completes the step without an order. */
  skipSubworkflow(): Promise<void>;
}

/** The order that a subworkflow step creates. */
export interface SubworkflowOrder {
  /** Static data of the new order. */
  readonly staticData?: object;
  /** Its id in the world outside. */
  readonly externalOrderId?: string;
  /** From 0 (first) to 999. */
  readonly priority?: number;
  /** Keys by which it can be found. */
  readonly orderKeys?: OrderKeyValues;
}

/** Names of the objects of this project, by kind. Filled by the generated declarations in `.ordo`. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an empty interface is what generated declarations add to
export interface ProjectNames {}

/**
 * A name of an object of this project: those that are known are offered while typing, any other text is accepted, for names
 * that are made while the code runs.
 */
export type ProjectName<Kind extends string> =
  (ProjectNames extends Readonly<Record<Kind, infer Known extends string>> ? Known : never) | (string & {});

/**
 * The order types of the steps of this project, by step name. Filled by the generated declarations in `.ordo`; a step
 * that several workflows use has one shape for each.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an empty interface is what generated declarations add to
export interface StepOrders {}

/**
 * The order as the step of this name sees it: static data typed by the workflow's `staticdata-type`, keys by its `keylist`.
 *
 * @example
 * ```ts
 * export class ReserveStock extends NormalStep {
 *   async primary(order: OrderOf<'reserve-stock'>) {
 *     const { sku, quantity } = order.staticData;
 *     await order.dynamicData.update({ reservationId: await stock.reserve(sku, quantity) });
 *   }
 * }
 * ```
 */
export type OrderOf<Step extends string> = Step extends keyof StepOrders ? EachOrder<StepOrders[Step]> : Order;

type EachOrder<Shape> = Shape extends OrderShape ? Order<Shape> : never;
