import type { Problem } from '../../../schemas/protocol/problem.ts';

export type RefusalStatus = 400 | 401 | 403 | 404 | 405 | 406 | 408 | 409 | 413 | 415 | 429 | 503;

/** A request that the API itself refuses, before or after the engine; nothing was done. */
export class RequestRefusal extends Error {
  readonly status: RefusalStatus;
  readonly err: string;
  readonly problems: readonly Problem[];
  constructor(status: RefusalStatus, err: string, desc: string, problems: readonly Problem[] = []) {
    super(desc);
    this.name = 'RequestRefusal';
    this.status = status;
    this.err = err;
    this.problems = problems;
  }
}

/** A missing or wrong argument. */
export function badArgument(desc: string, err = 'ARGUMENT-ERROR'): RequestRefusal {
  return new RequestRefusal(400, err, desc);
}

/** An object that does not exist. */
export function notFound(desc: string, err = 'NOT-FOUND'): RequestRefusal {
  return new RequestRefusal(404, err, desc);
}

/** Data of people crosses only a connection that nobody else reads (manual: sensitive data). */
export function checkSecure(isSecure: boolean): void {
  if (isSecure) return;
  throw new RequestRefusal(409, 'SENSITIVE-DATA-ERROR', 'Sensitive data needs HTTPS, or a connection on this machine.');
}
