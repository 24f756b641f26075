import type { OrderStatus } from '../../schemas/model/status.ts';
import { element } from './element.ts';

/** A status as a word with a sign before it; colour comes from the class and is never the only difference. */
export function statusMark(status: OrderStatus): HTMLElement {
  const sign = element('span', 'sign', statusSign(status));
  sign.setAttribute('aria-hidden', 'true');
  return element('span', `status ${statusTone(status)}`, sign, status);
}

/** The sign before a status. */
export function statusSign(status: OrderStatus): string {
  return signs[status] ?? '•';
}

/** What a status asks for: the class that colours it. */
export function statusTone(status: OrderStatus): StatusTone {
  return tones[status] ?? 'plain';
}

export type StatusTone = 'good' | 'bad' | 'waiting' | 'active' | 'plain';

const signs: Readonly<Record<OrderStatus, string>> = {
  READY: '○',
  SCHEDULED: '◷',
  'IN-PROGRESS': '▶',
  COMPLETE: '✓',
  ERROR: '✕',
  RETRY: '↻',
  WAITING: '◔',
  'ASYNC-WAITING': '◔',
  'EVENT-WAITING': '◔',
  INCOMPLETE: '◐',
  CANCELED: '⊘',
  BLOCKED: '■',
};

const tones: Partial<Record<OrderStatus, StatusTone>> = {
  'IN-PROGRESS': 'active',
  COMPLETE: 'good',
  ERROR: 'bad',
  RETRY: 'waiting',
  WAITING: 'waiting',
  'ASYNC-WAITING': 'waiting',
  'EVENT-WAITING': 'waiting',
  INCOMPLETE: 'waiting',
};
