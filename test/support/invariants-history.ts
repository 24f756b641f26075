import type { OrderStatus } from '../../schemas/model/status.ts';
import type { HistoryLine, OrderRows, Rows } from './invariants-rows.ts';

/** I3, I6, I9 and I10: what the history says happened was allowed, is complete, and ends where the rows are. */
export function checkHistory(rows: Rows): string[] {
  return [...rows.orders.values()].flatMap((order) =>
    [
      ...checkSequence(order),
      ...checkTransitions(order),
      ...checkEnds(order),
      ...checkCompletions(order),
      ...checkDependencies(order),
    ].map((violation) => violation.replace(/^(I\d+) /, `$1 order ${order.orderId}: `)),
  );
}

type From = OrderStatus | '(none)';
type Transitions = Readonly<Partial<Record<From, readonly OrderStatus[]>>>;

/** Order transitions (manual: status descriptions), for orders of normal steps and everything an operator may do. */
const orderTransitions: Transitions = withWaiting({
  '(none)': ['READY', 'SCHEDULED', 'BLOCKED'],
  READY: ['IN-PROGRESS', 'SCHEDULED', 'BLOCKED', 'CANCELED'],
  SCHEDULED: ['IN-PROGRESS', 'READY', 'BLOCKED', 'CANCELED'],
  'IN-PROGRESS': ['COMPLETE', 'ERROR', 'RETRY', 'CANCELED', 'INCOMPLETE'],
  RETRY: ['IN-PROGRESS', 'ERROR', 'BLOCKED', 'CANCELED'],
  ERROR: ['RETRY', 'IN-PROGRESS', 'BLOCKED', 'CANCELED'],
  INCOMPLETE: ['IN-PROGRESS', 'BLOCKED', 'CANCELED'],
  BLOCKED: ['READY', 'SCHEDULED', 'RETRY', 'ERROR', 'INCOMPLETE', 'CANCELED'],
  CANCELED: ['READY', 'SCHEDULED', 'RETRY', 'ERROR', 'INCOMPLETE', 'BLOCKED'],
  COMPLETE: [],
});

const segmentTransitions: Transitions = withWaiting({
  // A trailing back end has no steps of its own.
  '(none)': ['IN-PROGRESS', 'RETRY', 'COMPLETE'],
  'IN-PROGRESS': ['COMPLETE', 'ERROR', 'RETRY'],
  RETRY: ['IN-PROGRESS', 'ERROR'],
  ERROR: ['RETRY'],
  COMPLETE: [],
});

const stepTransitions: Transitions = withWaiting({
  '(none)': ['IN-PROGRESS'],
  'IN-PROGRESS': ['COMPLETE', 'ERROR', 'RETRY'],
  RETRY: ['IN-PROGRESS', 'COMPLETE', 'ERROR'],
  ERROR: ['RETRY', 'COMPLETE'],
  COMPLETE: [],
});

/** Whoever works may wait afterwards, and whoever waits may go on, fail or be held. */
function withWaiting(transitions: Transitions): Transitions {
  const waiting = ['ASYNC-WAITING', 'EVENT-WAITING', 'WAITING'] as const satisfies readonly OrderStatus[];
  const leads: readonly From[] = ['IN-PROGRESS', 'RETRY', 'ERROR', 'BLOCKED', 'CANCELED', ...waiting];
  const ends = ['IN-PROGRESS', 'COMPLETE', 'RETRY', 'ERROR', 'BLOCKED', 'CANCELED', ...waiting] as const;
  const known = Object.entries(transitions) as [From, readonly OrderStatus[]][];
  const more = known.map(([from, to]) => [from, leads.includes(from) ? [...to, ...waiting] : to] as const);
  return Object.fromEntries([...more, ...waiting.map((from) => [from, ends] as const)]);
}

const operatorOnly: readonly From[] = ['BLOCKED', 'CANCELED'];

function checkSequence({ history }: OrderRows): string[] {
  const violations: string[] = [];
  for (const [index, line] of history.entries()) {
    if (line.sequence !== index + 1)
      violations.push(`I10 line ${index + 1} of the history has number ${line.sequence}`);
    if (line.who === '') violations.push(`I10 line ${line.sequence} does not say who`);
  }
  return violations;
}

/** Each subject's lines form one chain of allowed changes. */
function checkTransitions(order: OrderRows): string[] {
  const violations: string[] = [];
  for (const [subject, lines] of bySubject(order.history)) {
    const allowed =
      subject === 'order' ? orderTransitions : subject.startsWith('segment') ? segmentTransitions : stepTransitions;
    let current: From = '(none)';
    for (const line of lines) {
      const from: From = line.previousStatus ?? '(none)';
      if (from !== current) violations.push(`I10 ${subject} was ${current}, but line ${line.sequence} says ${from}`);
      const moved = line.status !== line.previousStatus;
      if (moved && allowed[from]?.includes(line.status) !== true) {
        violations.push(
          `I6 ${subject} went from ${from} to ${line.status} (line ${line.sequence}, ${line.transition})`,
        );
      }
      if (moved && operatorOnly.includes(from) && line.who === 'engine') {
        violations.push(`I6 ${subject} left ${from} by itself (line ${line.sequence})`);
      }
      current = line.status;
    }
  }
  return violations;
}

/** The last line of each subject says what its row says. */
function checkEnds(order: OrderRows): string[] {
  const ends = new Map([...bySubject(order.history)].map(([subject, lines]) => [subject, lines.at(-1)?.status]));
  const rows: [string, OrderStatus][] = [
    ['order', order.status],
    ...order.segments.map(({ segmentId, status }): [string, OrderStatus] => [`segment ${segmentId}`, status]),
    ...order.steps.map(({ stepId, ind, status }): [string, OrderStatus] => [`step ${stepId}/${ind}`, status]),
  ];
  return rows
    .filter(([subject, status]) => ends.get(subject) !== status)
    .map(([subject, status]) => `I10 ${subject} is ${status}, its history ends with ${ends.get(subject) ?? 'nothing'}`);
}

function checkCompletions(order: OrderRows): string[] {
  const violations: string[] = [];
  for (const [subject, lines] of bySubject(order.history)) {
    const completions = lines.filter((line) => line.status === 'COMPLETE' && line.previousStatus !== 'COMPLETE').length;
    if (completions > 1) violations.push(`I3 ${subject} became COMPLETE ${completions} times`);
  }
  return violations;
}

/** I9: when a step first runs, everything it waits for is COMPLETE. */
function checkDependencies(order: OrderRows): string[] {
  const completed = new Set<number>();
  const started = new Set<number>();
  const violations: string[] = [];
  for (const line of order.history) {
    if (line.stepId === null) continue;
    if (line.status === 'COMPLETE') completed.add(line.stepId);
    if (started.has(line.stepId)) continue;
    started.add(line.stepId);
    for (const before of order.dependencies.get(line.stepId) ?? []) {
      if (!completed.has(before)) violations.push(`I9 step ${line.stepId} began before step ${before} was COMPLETE`);
    }
  }
  return violations;
}

function bySubject(history: readonly HistoryLine[]): Map<string, HistoryLine[]> {
  const subjects = new Map<string, HistoryLine[]>();
  for (const line of history) {
    const subject = subjectOf(line);
    // Errors, data and notes are told of the order or of a step without being a change of status.
    subjects.set(subject, [...(subjects.get(subject) ?? []), line]);
  }
  return subjects;
}

function subjectOf({ stepId, ind, segmentId }: HistoryLine): string {
  if (stepId !== null) return `step ${stepId}/${ind ?? 0}`;
  return segmentId === null ? 'order' : `segment ${segmentId}`;
}
