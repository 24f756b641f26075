import type { JsonValue } from '../../../schemas/model/data.ts';
import { severityRank } from '../events/event-log.ts';
import { type AuditOperations, EngineRefusal } from '../engine.ts';
import type { EngineParts } from '../execution/parts.ts';

const longestUserEvent = 4000;

/** The audit as people read it, and the events and rows that users add (manual: audit, user events). */
export function auditOperations({ store, audit, events }: EngineParts): AuditOperations {
  return {
    find: (filter) => store.auditEvents(filter),
    recordCall: async (what, caller, info) => {
      await audit.record('api', 'API-CALL', caller, { info1: what, ...(info === undefined ? {} : { info2: info }) });
    },
    postUserEvent: async ({ event, severity, info }, caller) => {
      if (event.trim() === '' || event.length > longestUserEvent) {
        throw new EngineRefusal(
          'USER-EVENT-ERROR',
          `A user event has a name of 1 to ${longestUserEvent} characters.`,
          400,
        );
      }
      // Not audited = neither stored nor logged; those who listen hear of it in any case.
      await audit.record('user-events', 'USER-EVENT', caller, { userEvent: event, ...infoOf(info) });
      events.publish(
        'USER_EVENT',
        { event, who: caller.who, info: info ?? null },
        { severity: severityRank(severity) },
      );
    },
  };
}

function infoOf(info: JsonValue | undefined): { readonly info1?: string } {
  if (info === undefined || info === null) return {};
  return { info1: (typeof info === 'string' ? info : JSON.stringify(info)).slice(0, longestUserEvent) };
}
