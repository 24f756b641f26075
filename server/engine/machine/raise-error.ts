import type { Micros } from '../../../schemas/model/data.ts';
import { type ErrorDefinition, severities, type Severity } from '../../../schemas/model/errors.ts';
import type { Draft } from './draft.ts';
import { type CallState, stepKey } from './state.ts';
import type { RaisedError } from './transition-types.ts';

/** An error as its definition says it is to be treated. */
export interface ResolvedError {
  readonly error: string;
  readonly info: string;
  readonly description: string;
  readonly severity: Severity;
  readonly status: ErrorDefinition['status'];
  readonly business: boolean;
  readonly retryAt: Micros | null;
}

/** An undefined error is MAJOR and gives ERROR (manual: error handling). */
const undefinedError: Omit<ErrorDefinition, 'error'> = {
  description: '',
  severity: 'MAJOR',
  status: 'ERROR',
  business: false,
};

/**
 * Looks the error up (workflow, then global, then its alternative name) and works out its effect. `fallback` is the
 * definition of the engine's own errors, used when nobody defined them otherwise.
 */
export function resolveError(
  draft: Draft,
  raised: RaisedError,
  fallback: Partial<Omit<ErrorDefinition, 'error'>> = {},
): ResolvedError {
  const { findError } = draft.rules;
  const own = findError(raised.error);
  const alternative = own || raised.alternative === undefined ? undefined : findError(raised.alternative);
  const definition = own ?? alternative ?? { ...undefinedError, ...fallback };
  const severity = raised.severity ?? definition.severity;
  const delay = raised.retryDelaySeconds ?? definition.retryDelaySeconds;
  return {
    error: raised.error === '' ? 'UNKNOWN-ERROR' : raised.error,
    info: raised.info,
    description: definition.description,
    // A severity that nobody knows is treated as MAJOR (manual: severities).
    severity: severities.includes(severity) ? severity : 'MAJOR',
    status: definition.status,
    business: definition.business,
    retryAt: delay === undefined ? null : draft.occasion.at + Math.round(delay * 1_000_000),
  };
}

/** Only MAJOR and FATAL touch the status; lighter errors are recorded and the step goes on. */
export function isBlocking(error: ResolvedError): boolean {
  return error.severity === 'MAJOR' || error.severity === 'FATAL';
}

/**
 * Records an error of a running call (manual: sequence when an error is raised): an earlier delay is cleared, the error
 * counted and written, and the call remembers the status it will end with.
 */
export function raiseInCall(draft: Draft, call: CallState, error: ResolvedError): CallState {
  recordError(draft, call, error);
  if (!isBlocking(error)) return remember(draft, { ...call, retryAt: null });
  const key = stepKey(call.stepId, call.ind);
  if (error.business) {
    draft.patch({ businessErrors: new Set(draft.state.businessErrors).add(key) });
  }
  if (error.severity === 'FATAL') draft.effect({ type: 'stop-execution', error: error.error });
  // The order becomes CANCELED when it is released; until then the saved status is the mark that survives a crash.
  if (error.status === 'CANCELED') draft.setOrder({ originalStatus: 'ERROR' });
  const failure = error.status === 'RETRY' && call.failure !== 'ERROR' ? 'RETRY' : 'ERROR';
  return remember(draft, { ...call, failure, retryAt: error.retryAt });
}

/** Writes the error's row and counts it: MINOR and above as error, WARNING as warning, the rest not at all. */
export function recordError(
  draft: Draft,
  element: { readonly stepId: CallState['stepId']; readonly ind: number } | null,
  error: ResolvedError,
): void {
  draft.change({
    type: 'error',
    stepId: element?.stepId ?? null,
    ind: element?.ind ?? null,
    severity: error.severity,
    retry: isBlocking(error) && error.status === 'RETRY',
    error: error.error,
    description: error.description,
    info: error.info,
    businessError: error.business,
  });
  const { warnings, errors } = draft.state.columns;
  if (error.severity === 'WARNING') draft.setOrder({ warnings: warnings + 1 });
  else if (isBlocking(error) || error.severity === 'MINOR') draft.setOrder({ errors: errors + 1 });
}

/** The error in one phrase, for history and log. */
export function describeError(error: ResolvedError): string {
  const effect = isBlocking(error) ? `, ${error.status.toLowerCase()}` : '';
  return `error ${error.error} (${error.severity.toLowerCase()}${effect})`;
}

function remember(draft: Draft, call: CallState): CallState {
  draft.setCall(stepKey(call.stepId, call.ind), call);
  return call;
}
