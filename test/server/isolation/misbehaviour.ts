import assert from 'node:assert/strict';
import type { RaisedError } from '../../../schemas/protocol/runner.ts';
import type { CallOutcome } from '../../../server/isolation/runner-host.ts';
import type { RecordingPeer } from './fixture.ts';

/** What a misbehaving step must end in, in both forms unless said otherwise. */
export interface Expectation {
  readonly step: string;
  readonly check: (outcome: CallOutcome, peer: RecordingPeer) => void;
  readonly timeoutMs?: number;
  /** In the shared form it ends the whole process, so that its neighbours are lost and retried. */
  readonly endsSharedProcess?: boolean;
  /** What it does cannot be done in a thread, or has another effect there. */
  readonly onlyIn?: 'process';
}

const threw = (error: string, more: Partial<RaisedError> = {}): Expectation['check'] => {
  return (outcome) => {
    assert.equal(outcome.kind, 'threw', JSON.stringify(outcome));
    if (outcome.kind !== 'threw') return;
    assert.equal(outcome.error.error, error);
    for (const [key, value] of Object.entries(more)) assert.equal(outcome.error[key as keyof RaisedError], value, key);
    assert.ok(outcome.error.info.length <= 10_000, 'info is capped');
    assert.ok((outcome.error.stack ?? '').length <= 20_000, 'the stack is capped');
  };
};

const lost = (...reasons: readonly string[]): Expectation['check'] => {
  return (outcome) => {
    assert.equal(outcome.kind, 'lost', JSON.stringify(outcome));
    if (outcome.kind === 'lost') assert.ok(reasons.includes(outcome.reason), JSON.stringify(outcome));
  };
};

const returned: Expectation['check'] = (outcome) => assert.equal(outcome.kind, 'returned', JSON.stringify(outcome));
const timedOut: Expectation['check'] = (outcome) => assert.equal(outcome.kind, 'timed-out', JSON.stringify(outcome));

const threwText = (part: string | RegExp): Expectation['check'] => {
  return (outcome) => {
    assert.equal(outcome.kind, 'threw', JSON.stringify(outcome));
    if (outcome.kind === 'threw') assert.match(outcome.error.info, part instanceof RegExp ? part : new RegExp(part));
  };
};

const hang = { check: timedOut, timeoutMs: 300 };

/** Error names as the manual has them (manual: raising errors); `F18` to `F22` of the fault matrix. */
export const misbehaviours: readonly Expectation[] = [
  { step: 'throws-error', check: threw('Error', { info: 'plain' }) },
  { step: 'throws-own-class', check: threw('CardTimeout', { info: 'late' }) },
  { step: 'throws-code', check: threw('PAYMENT-REFUSED', { alternative: 'Error', info: 'refused' }) },
  { step: 'throws-number-code', check: threw('TypeError', { info: 'numbered' }) },
  { step: 'throws-text', check: threw('UNKNOWN-ERROR', { info: 'just a text' }) },
  { step: 'throws-null', check: threw('UNKNOWN-ERROR', { info: 'The code threw null, which is no error.' }) },
  { step: 'throws-undefined', check: threw('UNKNOWN-ERROR') },
  { step: 'throws-number', check: threw('UNKNOWN-ERROR') },
  { step: 'throws-symbol', check: threw('UNKNOWN-ERROR') },
  { step: 'throws-function', check: threw('UNKNOWN-ERROR') },
  { step: 'throws-object', check: threw('OBJECT-CODE', { info: 'from an object' }) },
  { step: 'throws-empty-object', check: threw('UNKNOWN-ERROR', { info: '{}' }) },
  { step: 'rejects', check: threw('RangeError', { info: 'rejected' }) },
  { step: 'rejects-later', check: threw('RangeError', { info: 'later' }) },
  { step: 'throws-cyclic-cause', check: threw('Error', { info: 'round' }) },
  { step: 'throws-deep-cause', check: threwText(/^cause 99999 \(cause: cause 99998;/) },
  { step: 'throws-cause-code', check: threw('TypeError', { alternative: 'ECONNREFUSED' }) },
  { step: 'throws-huge-message', check: threwText(/more characters\)$/) },
  {
    step: 'throws-huge-name',
    check: (outcome) => assert.ok(outcome.kind === 'threw' && outcome.error.error.length === 255),
  },
  { step: 'throws-getters', check: threw('UNKNOWN-ERROR') },
  { step: 'throws-proxy', check: threw('UNKNOWN-ERROR') },
  { step: 'throws-odd-stack', check: threw('Error', { info: 'odd' }) },
  { step: 'returns-hostile-thenable', check: threw('Error', { info: 'hostile then' }) },
  { step: 'overflows-stack', check: threw('RangeError') },
  {
    step: 'stores-not-a-number',
    check: threw('ORDER-DATA-ERROR', { info: 'price.amount is NaN, which JSON does not know.' }),
  },
  { step: 'stores-a-function', check: threw('ORDER-DATA-ERROR') },
  { step: 'loses-a-rejection', check: threw('CardTimeout', { info: 'nobody waits' }) },
  { step: 'throws-in-timer', check: threw('CardTimeout', { info: 'in a timer' }) },
  { step: 'emits-error', check: threw('Error', { info: 'no listener' }) },
  { step: 'handles-late', check: returned },

  { step: 'never-resolves', ...hang },
  { step: 'loops', ...hang },
  { step: 'loops-in-microtasks', ...hang },
  { step: 'loops-in-turns', ...hang },
  { step: 'regex-bomb', ...hang },
  { step: 'waits-on-atomics', ...hang },
  { step: 'waits-for-a-program', ...hang, endsSharedProcess: true },
  { step: 'starts-programs-and-hangs', ...hang },

  { step: 'fills-the-heap', check: lost('out-of-memory') },
  { step: 'fills-buffers', check: lost('out-of-memory') },
  { step: 'fills-buffers-slowly', check: lost('out-of-memory') },
  { step: 'opens-many-handles', check: returned },

  { step: 'exits', check: lost('exited') },
  { step: 'exits-with-zero', check: lost('exited') },
  { step: 'exits-later', check: lost('exited') },
  { step: 'kills-itself', check: lost('killed'), endsSharedProcess: true },
  { step: 'segfaults', check: lost('killed'), endsSharedProcess: true },
  { step: 'aborts', check: lost('killed'), onlyIn: 'process' },

  { step: 'closes-standard-descriptors', check: returned, endsSharedProcess: true },
  { step: 'closes-its-channel', check: lost('killed', 'exited', 'protocol-error'), endsSharedProcess: true },
  { step: 'writes-to-its-channel', check: lost('protocol-error', 'killed'), endsSharedProcess: true },
  { step: 'forges-an-answer', check: lost('protocol-error', 'killed'), endsSharedProcess: true },
  { step: 'destroys-all-handles', check: lost('killed', 'exited'), onlyIn: 'process' },
  { step: 'removes-all-listeners', check: lost('exited'), onlyIn: 'process' },
  { step: 'changes-folder', check: returned, onlyIn: 'process' },
  { step: 'changes-environment', check: returned },
  { step: 'changes-mask', check: returned, onlyIn: 'process' },
  { step: 'patches-prototype', check: threw('TypeError') },
  { step: 'patches-json', check: threw('TypeError') },
  { step: 'patches-date', check: returned },
  { step: 'patches-array', check: returned },
  { step: 'replaces-promise', check: returned },

  { step: 'floods-output', check: returned },
  { step: 'floods-log', check: returned },
  { step: 'floods-console', check: returned },
  { step: 'logs-a-huge-line', check: returned },
  { step: 'logs-hostile-values', check: returned },
  { step: 'calls-without-waiting', check: returned },
];
