import type { OrderSnapshot } from '../../schemas/protocol/runner.ts';
import type { OrderData, OrderLog, UntypedData, WorkflowInstance } from '../sdk/index.ts';
import type { CallServices } from './order-context.ts';
import { orderData } from './order-context.ts';
import { DataCell } from './order-data.ts';

/** What `oneTimeInit` gets: the execution instance that starts. There is no order yet. */
export class InstanceContext implements WorkflowInstance {
  readonly executionId: number;
  readonly workflow: WorkflowInstance['workflow'];
  readonly instanceData: OrderData<UntypedData>;
  readonly #call: CallServices;

  constructor(snapshot: OrderSnapshot, call: CallServices) {
    this.executionId = snapshot.executionId;
    this.workflow = Object.freeze({ ...snapshot.workflow, patch: snapshot.workflow.patch });
    const cell = new DataCell(snapshot.instanceData);
    this.instanceData = orderData(cell, call, 'updateInstanceData', 'deleteInstanceDataKeys');
    this.#call = call;
    Object.freeze(this);
  }

  get log(): OrderLog {
    return this.#call.log;
  }

  get signal(): AbortSignal {
    return this.#call.signal;
  }
}
