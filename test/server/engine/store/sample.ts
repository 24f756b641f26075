import type { JsonText } from '../../../../schemas/model/data.ts';
import { asId, type OrderId, type SessionId, type WorkflowId } from '../../../../schemas/model/ids.ts';
import type { OrderChange, OrderColumns, OrderCreated, OrderDecision } from '../../../../schemas/model/order.ts';
import type { Bundle, Release, StepManifest, WorkflowManifest } from '../../../../schemas/model/release.ts';
import type { ObjectIdentity } from '../../../../schemas/model/steps.ts';
import type { Store } from '../../../../server/engine/store/store.ts';

/** A moment from which test times count, in microseconds. */
export const t0 = Date.UTC(2026, 0, 1) * 1000;
export const second = 1_000_000;

/** A workflow of steps in a chain; each argument changes what the test is about. */
export function workflowManifest(change: Partial<WorkflowManifest> = {}): WorkflowManifest {
  const { name = 'shop', version = '1.0' } = change;
  return {
    name,
    version,
    description: 'A shop order',
    author: ['someone'],
    remote: true,
    slaThresholdSeconds: 1800,
    keylist: ['customer'],
    options: {},
    optionValues: {},
    statuses: {},
    groups: [],
    tags: {},
    steps: [
      { step: 'check:1.0', after: [] },
      { step: 'pay:1.0', after: ['check:1.0'] },
    ],
    bundle: 'bundle-1',
    libraryObjects: {},
    source: { file: `${name}.workflow.yaml`, hash: 'w1' },
    ...change,
  };
}

export function stepManifest(name: string, change: Partial<StepManifest> = {}): StepManifest {
  return {
    name,
    version: '1.0',
    description: `Step ${name}`,
    author: [],
    stepType: 'NORMAL',
    arrayType: 'NONE',
    baseClass: 'NormalStep',
    className: name,
    methods: ['primary'],
    userInteraction: false,
    configItems: [],
    tags: {},
    source: { file: `${name}.step.yaml`, hash: 's1' },
    ...change,
  };
}

export function bundle(hash = 'bundle-1', program: ObjectIdentity = 'shop:1.0'): Bundle {
  return { hash, program, code: `module.exports = '${hash}';`, sourceMap: '{"version":3}' as JsonText };
}

export function release(change: Partial<Release> = {}): Release {
  return {
    formatVersion: 1,
    project: 'shop',
    workflows: [workflowManifest()],
    steps: [stepManifest('check'), stepManifest('pay')],
    errors: [],
    objects: [],
    bundles: [bundle()],
    ...change,
  };
}

export const installOptions = { now: t0, who: 'test', autoErrorUpdate: true };

/** Installs a release and answers the ids that the tests speak of. */
export async function installSample(store: Store, sent: Release = release()) {
  const answer = await store.installRelease(sent, installOptions);
  const idOf = (kind: string, name: string): number =>
    answer.objects.find((object) => object.kind === kind && object.name === name)?.id ?? 0;
  return {
    answer,
    workflowId: asId<WorkflowId>(idOf('workflow', sent.workflows[0]?.name ?? '')),
    stepId: (name: string) => asId<Extract<OrderChange, { type: 'step' }>['stepId']>(idOf('step', name)),
  };
}

export function orderColumns(change: Partial<OrderColumns> = {}): OrderColumns {
  return {
    status: 'READY',
    originalStatus: null,
    sessionId: asId<SessionId>(0),
    synchronous: false,
    priority: 500,
    scheduled: null,
    started: t0,
    completed: null,
    warnings: 0,
    errors: 0,
    retries: 0,
    businessError: false,
    customStatus: null,
    operatorLock: null,
    ...change,
  };
}

export const json = (value: unknown): JsonText => JSON.stringify(value) as JsonText;

export function historyEntry(sequence: number, change: Partial<Extract<OrderChange, { type: 'history' }>> = {}) {
  return {
    type: 'history',
    sequence,
    who: 'test',
    transition: 'created',
    status: 'READY',
    previousStatus: null,
    segmentId: null,
    stepId: null,
    ind: null,
    attempt: null,
    patch: null,
    ...change,
  } as const satisfies OrderChange;
}

/** Creates one order as the engine does: its row, data and first line of history in one decision. */
export async function createOrder(
  store: Store,
  workflowId: WorkflowId,
  columns: Partial<OrderColumns> = {},
  created: Partial<OrderCreated> = {},
): Promise<OrderId> {
  const orderId = store.nextOrderId();
  await store.commit(creation(orderId, workflowId, columns, created));
  return orderId;
}

export function creation(
  orderId: OrderId,
  workflowId: WorkflowId,
  columns: Partial<OrderColumns> = {},
  created: Partial<OrderCreated> = {},
): OrderDecision {
  return {
    orderId,
    workflowId,
    at: columns.started ?? t0,
    changes: [
      { type: 'order-created', columns: orderColumns(columns), staticData: json({ order: orderId }), ...created },
      historyEntry(1),
    ],
  };
}

/** A decision about an order that exists. */
export function decision(
  orderId: OrderId,
  workflowId: WorkflowId,
  changes: readonly OrderChange[],
  at = t0 + second,
): OrderDecision {
  return { orderId, workflowId, at, changes };
}
