/**
 * Ids are safe integers from the store's sequences and are never reused (design: a brand per kind, so that one
 * cannot be passed for another). They cost nothing at run time.
 */
declare const brand: unique symbol;
type Id<Kind extends string> = number & { readonly [brand]: Kind };

export type WorkflowId = Id<'workflow'>;
export type StepId = Id<'step'>;
/** Unique only inside one workflow; 0 is the initial segment. */
export type SegmentId = Id<'segment'>;
export type OrderId = Id<'order'>;
export type ExecutionId = Id<'execution'>;
export type SessionId = Id<'session'>;
export type ErrorInstanceId = Id<'error-instance'>;
export type ReleaseId = Id<'release'>;
export type NoteId = Id<'note'>;
export type JobId = Id<'job'>;
export type JobInstanceId = Id<'job-instance'>;

/** Marks a number that came from the store, the API or a test as an id of one kind. */
export function asId<T extends number>(value: number): T {
  return value as T;
}
