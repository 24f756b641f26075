import type { WorkflowReference } from '../../engine/engine.ts';
import { text, type ArgumentKind } from './argument-kinds.ts';

const name = text({ max: 240 });

/** Numeric id, name (latest version) or `name:version` (manual: REST API, rules). */
export const workflowReference: ArgumentKind<WorkflowReference> = {
  schema: { type: ['string', 'integer'] },
  read: (value, argument, zone) => asReference(name.read(value, argument, zone)),
};

/** Digits alone are an id. */
export function asReference(given: string): WorkflowReference {
  return /^\d{1,15}$/.test(given) ? Number(given) : given;
}
