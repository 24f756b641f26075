import type { Program } from './program.ts';

/** One call of a step's method. */
export class Call {
  readonly id: number;
  readonly program: Program;
  readonly abort = new AbortController();
  retryDelaySeconds: number | undefined;
  lostError: { readonly thrown: unknown; readonly promise: Promise<unknown> } | undefined;

  constructor(id: number, program: Program) {
    this.id = id;
    this.program = program;
  }
}

/** A call of the order's API that the engine refused, as user code sees it: `code` is the manual's exception code. */
export class OrderApiError extends Error {
  readonly code: string;
  constructor(code: string, info: string) {
    super(info);
    this.name = 'OrderApiError';
    this.code = code;
  }
}

/** The reason of `order.signal` when a call should end. */
export class CallCancelled extends Error {
  readonly code = 'CALL-CANCELLED';
  constructor(reason: string) {
    super(`The call was told to end: ${reason}.`);
    this.name = 'AbortError';
  }
}
