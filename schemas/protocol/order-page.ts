import type { HistoryRow, OrderHash } from './rest.ts';

/**
 * Messages between the window and the page of an order (a webview). Both sides check what arrives: the page shows only
 * what has this form, the window does only what is in this list.
 */
export type ToOrderPage =
  | { readonly type: 'order'; readonly order: OrderHash; readonly history: readonly HistoryRow[] }
  /** Why there is nothing new to show: the engine stopped, the order is unknown. What was shown stays. */
  | { readonly type: 'unavailable'; readonly reason: string };

export type FromOrderPage =
  | { readonly type: 'ready' }
  | { readonly type: 'retry' }
  | { readonly type: 'cancel' }
  | { readonly type: 'open-step'; readonly name: string; readonly version: string };

/** Translated texts and the state to restore; written into the page when it is made. */
export interface OrderPageStart {
  readonly state: OrderPageState;
  readonly locale: string;
  readonly texts: Readonly<Record<OrderPageText, string>>;
}

/** What VS Code keeps over a reload to open the page again. */
export interface OrderPageState {
  readonly folder: string;
  readonly orderId: number;
}

export const orderPageTexts = [
  'title',
  'loading',
  'retry',
  'cancel',
  'summary',
  'workflow',
  'priority',
  'created',
  'completed',
  'duration',
  'keys',
  'steps',
  'step',
  'status',
  'attempt',
  'started',
  'errors',
  'error',
  'severity',
  'info',
  'time',
  'staticData',
  'dynamicData',
  'history',
  'transition',
  'who',
  'changed',
  'noSteps',
  'noErrors',
  'noHistory',
  'segment',
  'openStep',
  'statusChanged',
] as const;
export type OrderPageText = (typeof orderPageTexts)[number];

/** The message if it is one of the window's, else undefined. */
export function readToOrderPage(value: unknown): ToOrderPage | undefined {
  if (!isRecord(value)) return undefined;
  if (value['type'] === 'unavailable') {
    return typeof value['reason'] === 'string' ? { type: 'unavailable', reason: value['reason'] } : undefined;
  }
  const { type, order, history } = value;
  if (type !== 'order' || !isOrder(order) || !Array.isArray(history) || !history.every(isRecord)) return undefined;
  return { type, order, history: history as unknown as readonly HistoryRow[] };
}

/** The message if it is one of the page's, else undefined. */
export function readFromOrderPage(value: unknown): FromOrderPage | undefined {
  if (!isRecord(value)) return undefined;
  const { type, name, version } = value;
  if (type === 'ready' || type === 'retry' || type === 'cancel') return { type };
  return type === 'open-step' && typeof name === 'string' && typeof version === 'string'
    ? { type, name, version }
    : undefined;
}

/** The state that VS Code kept, if it is one of ours. */
export function readOrderPageState(value: unknown): OrderPageState | undefined {
  if (!isRecord(value)) return undefined;
  const { folder, orderId } = value;
  return typeof folder === 'string' && Number.isSafeInteger(orderId)
    ? { folder, orderId: orderId as number }
    : undefined;
}

function isOrder(value: unknown): value is OrderHash {
  return (
    isRecord(value) &&
    Number.isSafeInteger(value['workflow_instanceid']) &&
    typeof value['workflowstatus'] === 'string' &&
    Array.isArray(value['StepInstances']) &&
    Array.isArray(value['ErrorInstances']) &&
    Array.isArray(value['actions'])
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
