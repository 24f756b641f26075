import type { Draft } from './draft.ts';
import { describeError, recordError, resolveError } from './raise-error.ts';
import type { AttachFailed } from './transition-types.ts';

/** The order is ERROR and no step runs; a manual retry attaches again (manual: attach). */
export function attachFailed(draft: Draft, { error: raised }: AttachFailed): undefined {
  const found = resolveError(draft, raised);
  // Whatever its definition says of steps: an order that could not be attached does not try again by itself.
  const error = { ...found, severity: found.severity === 'FATAL' ? 'FATAL' : 'MAJOR', status: 'ERROR' } as const;
  recordError(draft, null, error);
  for (const [segmentId, { status }] of draft.state.segments) {
    if (status === 'RETRY') draft.setSegment(segmentId, { status: 'ERROR', retryTrigger: null }, 'not attached');
  }
  draft.setOrder({ status: 'ERROR', businessError: error.business }, `attach: ${describeError(error)}`);
  if (error.severity === 'FATAL') draft.effect({ type: 'stop-execution', error: error.error });
}
