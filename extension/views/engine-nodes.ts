import type { OrderStatus } from '../../schemas/model/status.ts';
import type { EngineState, ProjectFolder } from '../../schemas/protocol/editor.ts';
import type {
  ErrorInstanceRow,
  JobHash,
  JobResultRow,
  LogHash,
  OrderRow,
  StepInstanceRow,
  WorkflowHash,
} from '../../schemas/protocol/rest.ts';

/** What the Engine view shows, from the engine down to a step of an order. Every node knows its project folder. */
export type EngineNode =
  | { readonly type: 'folder'; readonly folder: string; readonly project: ProjectFolder }
  | { readonly type: 'engine'; readonly folder: string; readonly state: EngineState }
  | { readonly type: 'section'; readonly folder: string; readonly section: EngineSection }
  | { readonly type: 'workflow'; readonly folder: string; readonly workflow: WorkflowHash }
  | { readonly type: 'count'; readonly folder: string; readonly workflow: WorkflowHash; readonly status: OrderStatus }
  | { readonly type: 'order'; readonly folder: string; readonly order: OrderRow }
  | { readonly type: 'step'; readonly folder: string; readonly step: StepInstanceRow }
  | { readonly type: 'error'; readonly folder: string; readonly error: ErrorInstanceRow }
  | { readonly type: 'job'; readonly folder: string; readonly job: JobHash }
  | { readonly type: 'jobresult'; readonly folder: string; readonly result: JobResultRow }
  | { readonly type: 'log'; readonly folder: string; readonly log: LogHash }
  | { readonly type: 'note'; readonly folder: string; readonly text: string };

export const engineSections = ['workflows', 'orders', 'jobs', 'logs'] as const;
export type EngineSection = (typeof engineSections)[number];
