/**
 * Ordo: the classes that workflow code extends and the order it works on.
 *
 * @packageDocumentation
 */
export { Decimal, type DecimalInput } from '../base/decimal.ts';
export type { OrderData, OrderValue, ReadOnly, UntypedData } from './data.ts';
export { Job, type JobData, type JobErrorOptions, type JobRun, type JobShape } from './job.ts';
export type {
  AsyncOrderCalls,
  EventOrderCalls,
  Order,
  OrderKeyOptions,
  OrderKeyValues,
  OrderLog,
  OrderOf,
  OrderShape,
  ProjectName,
  ProjectNames,
  StepInfo,
  StepOrders,
  SubworkflowOrder,
  SubworkflowOrderCalls,
  WorkflowInfo,
} from './order.ts';
export type { OrderInformation, StepState } from './information.ts';
export type { SensitiveData, SensitiveMeta, SensitiveRecord, SensitiveSubject } from './sensitive.ts';
export {
  AsyncArrayStep,
  AsyncStep,
  EventArrayStep,
  EventStep,
  NormalArrayStep,
  NormalStep,
  Step,
  SubworkflowArrayStep,
  SubworkflowStep,
  type AsyncValidationStatus,
  type Elements,
  type ValidationStatus,
} from './steps.ts';
export { Workflow, type AttachCalls, type RaisedDefinition, type WorkflowInstance } from './workflow.ts';
