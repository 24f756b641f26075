import type { AlertHash, HealthHash } from '../../../schemas/protocol/rest.ts';
import { type Clock, isoFromMicros } from '../../base/clock.ts';
import type { Alerts, AlertSubject, EventStream } from '../engine.ts';

/** How long a transient alert keeps the health YELLOW. */
const transientWindowMicros = 15 * 60 * 1_000_000;

/**
 * Ongoing alerts stand until their cause is gone; transient ones tell of something that happened (manual: alerts).
 * Health: RED with an ongoing alert, YELLOW with a recent transient one, else GREEN.
 */
export class AlertBoard implements Alerts {
  readonly #clock: Clock;
  readonly #events: EventStream;
  readonly #maxTransient: number;
  readonly #ongoing = new Map<string, AlertHash>();
  #transient: { readonly at: number; readonly alert: AlertHash }[] = [];
  readonly #audit: AlertAudit;
  #lastId = 0;
  #lastHealth: HealthHash['health'] = 'GREEN';

  constructor(clock: Clock, events: EventStream, maxTransient: number, audit: AlertAudit = () => undefined) {
    this.#audit = audit;
    this.#clock = clock;
    this.#events = events;
    this.#maxTransient = maxTransient;
  }

  /** Raises it, or renews the reason of one that stands already (without a second event). */
  raiseOngoing(subject: AlertSubject, reason: string): void {
    const key = keyOf(subject);
    const standing = this.#ongoing.get(key);
    const alert = standing ? { ...standing, reason } : this.#build(subject, 'ONGOING', reason);
    this.#ongoing.set(key, alert);
    if (standing) return;
    this.#events.publish('ALERT_ONGOING_RAISED', { ...subject, reason, alertid: alert.alertid });
    this.#audit('ALERT-ONGOING-RAISED', subject, reason);
    this.#tellHealth();
  }

  clearOngoing(subject: AlertSubject): void {
    const standing = this.#ongoing.get(keyOf(subject));
    if (!standing) return;
    this.#ongoing.delete(keyOf(subject));
    this.#events.publish('ALERT_ONGOING_CLEARED', { ...subject, reason: standing.reason, alertid: standing.alertid });
    this.#audit('ALERT-ONGOING-CLEARED', subject, standing.reason);
    this.#tellHealth();
  }

  raiseTransient(subject: AlertSubject, reason: string): void {
    const alert = this.#build(subject, 'TRANSIENT', reason);
    this.#transient = [...this.#transient, { at: this.#clock.nowMicros(), alert }].slice(-this.#maxTransient);
    this.#events.publish('ALERT_TRANSIENT_RAISED', { ...subject, reason, alertid: alert.alertid });
    this.#audit('ALERT-TRANSIENT-RAISED', subject, reason);
    this.#tellHealth();
  }

  list(): readonly AlertHash[] {
    return [...this.#ongoing.values(), ...this.#transient.map(({ alert }) => alert)];
  }

  of(type: AlertSubject['type'], id: string): readonly AlertHash[] {
    return this.list().filter((alert) => alert.type === type && alert.id === id);
  }

  health(instanceKey: string): HealthHash {
    const since = this.#clock.nowMicros() - transientWindowMicros;
    const transient = this.#transient.filter(({ at }) => at >= since).length;
    const ongoing = this.#ongoing.size;
    const health = ongoing > 0 ? 'RED' : transient > 0 ? 'YELLOW' : 'GREEN';
    return { health, ongoing, transient, 'instance-key': instanceKey };
  }

  /** A change of the health is an event (manual: SYSTEM_HEALTH_CHANGED); going back by time alone is told with the next alert. */
  #tellHealth(): void {
    const { health, ongoing, transient } = this.health('');
    if (health === this.#lastHealth) return;
    this.#events.publish('SYSTEM_HEALTH_CHANGED', { health, 'old-health': this.#lastHealth, ongoing, transient });
    this.#lastHealth = health;
  }

  #build(subject: AlertSubject, alerttype: AlertHash['alerttype'], reason: string): AlertHash {
    this.#lastId += 1;
    const when = isoFromMicros(this.#clock.nowMicros());
    return { alertid: this.#lastId, ...subject, alerttype, reason, when };
  }
}

/** Told of each alert, for the audit. */
export type AlertAudit = (
  name: 'ALERT-ONGOING-RAISED' | 'ALERT-ONGOING-CLEARED' | 'ALERT-TRANSIENT-RAISED',
  subject: AlertSubject,
  reason: string,
) => void;

function keyOf({ type, id, alert }: AlertSubject): string {
  return `${type} ${id} ${alert}`;
}
