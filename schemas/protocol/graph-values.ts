import type { StepId } from '../model/workflow-graph.ts';

/** An object that is no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A step as text; whether it exists is for others to say. */
export function isStepId(value: unknown): value is StepId {
  return typeof value === 'string' && value !== '' && value.length <= 500;
}

export function isStepIds(value: unknown): value is readonly StepId[] {
  return Array.isArray(value) && value.length <= 10_000 && value.every(isStepId);
}
