import { auditCodes, type AuditName } from '../../../schemas/model/audit.ts';
import { severities } from '../../../schemas/model/errors.ts';
import { asId, type OrderId } from '../../../schemas/model/ids.ts';
import { anything, dateTime, integer, listOf, oneOf, text } from './argument-kinds.ts';
import { present } from './present.ts';
import { optional, required, route, type Route } from './route.ts';
import { listOfShape, ok } from './shapes.ts';
import { workflowReference } from './workflow-reference.ts';

const names = Object.keys(auditCodes) as AuditName[];

/** The audit and the events of this session, to look back on; and events of users (ours; manual: audit, user events). */
export const auditRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: 'system/audit',
    text: 'Rows of the audit, newest first; which kinds are recorded is the option `audit`.',
    arguments: {
      events: optional(listOf(oneOf(names)), 'Only these, for example API-CALL.'),
      workflow_instanceid: optional(integer(1), 'Only those about this order.'),
      workflowid: optional(workflowReference, 'Only those about this workflow.'),
      mindate: optional(dateTime, 'Only rows of this date or later.'),
      maxdate: optional(dateTime, 'Only rows of this date or before.'),
      limit: optional(integer(1, 10_000), 'Most rows; 100 by default.'),
      offset: optional(integer(0), 'Rows to leave out first.'),
    },
    result: listOfShape('AuditRow'),
    run: async ({ context, arguments: given }) =>
      context.engine.audit.find({
        ...present({
          codes: given.events?.map((name) => auditCodes[name]),
          orderId: given.workflow_instanceid === undefined ? undefined : asId<OrderId>(given.workflow_instanceid),
          workflowId: given.workflowid === undefined ? undefined : context.engine.workflows.resolve(given.workflowid),
          minCreated: given.mindate,
          maxCreated: given.maxdate,
        }),
        limit: given.limit ?? 100,
        offset: given.offset ?? 0,
      }),
  }),
  route({
    method: 'GET',
    path: 'system/events',
    text: 'Events of this session that are still in the cache (option max-events), oldest first.',
    arguments: {
      since: optional(integer(0), 'Only events with a higher id.'),
      classes: optional(listOf(text({ max: 40 })), 'Only these classes, for example WORKFLOW.', 'class'),
      events: optional(listOf(text({ max: 60 })), 'Only these, for example WORKFLOW_DATA_ERROR.', 'event'),
      limit: optional(integer(1, 100_000), 'Most events, the newest; 1000 by default.'),
    },
    result: listOfShape('EventHash'),
    run: async ({ context, arguments: given }) =>
      context.engine.events
        .since(given.since ?? 0)
        .filter((event) => given.classes?.includes(event.classstr) ?? true)
        .filter((event) => given.events?.includes(event.eventstr) ?? true)
        .slice(-(given.limit ?? 1000)),
  }),
  route({
    method: 'POST',
    path: 'system/events',
    text: 'Post a user event: those who listen hear of it, and it is audited where `audit` says user-events.',
    arguments: {
      event: required(text({ max: 4000 }), 'What happened, in a word of yours.'),
      severity: optional(oneOf(severities), 'INFO by default.'),
      info: optional(anything, 'Anything about it.'),
    },
    result: ok,
    run: async ({ context, arguments: given, caller }) => {
      const { event, info } = given;
      await context.engine.audit.postUserEvent(
        { event, severity: given.severity ?? 'INFO', ...present({ info }) },
        caller,
      );
      return 'OK' as const;
    },
  }),
];
