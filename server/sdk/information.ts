import type { ReadOnly, UntypedData } from './data.ts';

/** A step of the order's workflow as it stands. */
export interface StepState {
  /** Id of this version of the step. */
  readonly stepid: number;
  /** Name of the step. */
  readonly name: string;
  /** Version of the step. */
  readonly version: string;
  /** NORMAL, ASYNC, EVENT or SUBWORKFLOW. */
  readonly steptype: string;
  /** Status in this order; null = never executed. */
  readonly status: string | null;
}

/** What is known of the order, its workflow and its steps at this moment (the names are the manual's). */
export interface OrderInformation {
  /** The order: `status`, `execid`, `sync`, `remote`, `priority`, `parent_workflow_instanceid` … */
  getWorkflowInstanceData(): Promise<ReadOnly<UntypedData>>;
  /** The workflow: `name`, `version`, `patch`, `description`, `keylist`, `options` … */
  getWorkflowMetadata(): Promise<ReadOnly<UntypedData>>;
  /** All steps of the workflow with their statuses in this order. */
  getStepInfo(): Promise<readonly StepState[]>;
  /** Status of a step, or null when it was never executed. Throws `STEP-ERROR` for a name that the workflow does not have. */
  getStepStatus(step: string): Promise<string | null>;
  /** Whether a step was ever executed for this order. */
  stepExecuted(step: string): Promise<boolean>;
  /** The newest notes of the order. */
  getOrderNotes(count?: number): Promise<readonly { readonly username: string; readonly note: string }[]>;
}
