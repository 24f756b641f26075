/*
 * What can go wrong between a step and an end system. The engine looks up an error by its `code`, so each code here has
 * a definition in workflows/shop.errors.yaml that says whether the order is retried.
 */

/** The system was not reached, so it did nothing. */
export class SystemDown extends Error {
  readonly code = 'SHOP-SYSTEM-DOWN';
  constructor(system: string, why: string, cause: unknown) {
    super(`${system} was not reached: ${why}`, { cause });
  }
}

/** The request left, no answer came: the work may or may not have been done. Validation has to find out. */
export class NoReply extends Error {
  readonly code = 'SHOP-NO-REPLY';
  constructor(system: string, cause: unknown) {
    super(`${system} did not answer: ${reasonOf(cause)}`, { cause });
  }
}

/** The system says that it cannot work just now. It did nothing. */
export class SystemError extends Error {
  readonly code = 'SHOP-SYSTEM-ERROR';
  constructor(system: string, status: number, message: string) {
    super(`${system} answered ${status}: ${message}`);
  }
}

/** The system is still busy with what was asked earlier; its outcome decides. */
export class StillProcessing extends Error {
  readonly code = 'SHOP-STILL-PROCESSING';
  constructor(what: string) {
    super(`${what} is still being processed`);
  }
}

/** The system said no, for a reason of business: OUT-OF-STOCK, CARD-DECLINED … Trying again would not help. */
export class Refused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The order itself is wrong; found before anything was done for it. */
export class InvalidOrder extends Error {
  readonly code = 'INVALID-ORDER';
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? cause.cause.message : cause.message;
}
