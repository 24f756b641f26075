import type { JsonObject } from '../model/data.ts';
import type { Severity } from '../model/errors.ts';

/** Event classes (manual: system events). */
export const eventClasses = {
  SYSTEM: 101,
  WORKFLOW: 102,
  SERVICE: 103,
  USER: 104,
  JOB: 105,
  ALERT: 106,
  GROUP: 107,
  LOGGER: 111,
} as const;
export type EventClass = keyof typeof eventClasses;

/** Event codes raised so far, with the class each belongs to (manual: system events; the rest of the list comes with its objects). */
export const eventCodes = {
  SYSTEM_STARTUP: { code: 1001, class: 'SYSTEM' },
  SYSTEM_SHUTDOWN: { code: 1002, class: 'SYSTEM' },
  SYSTEM_ERROR: { code: 1003, class: 'SYSTEM' },
  SYSTEM_HEALTH_CHANGED: { code: 1004, class: 'SYSTEM' },
  WORKFLOW_START: { code: 2001, class: 'WORKFLOW' },
  WORKFLOW_STOP: { code: 2002, class: 'WORKFLOW' },
  WORKFLOW_CACHE_RESET: { code: 2003, class: 'WORKFLOW' },
  WORKFLOW_DATA_SUBMITTED: { code: 2004, class: 'WORKFLOW' },
  WORKFLOW_DATA_ERROR: { code: 2005, class: 'WORKFLOW' },
  WORKFLOW_DATA_RELEASED: { code: 2006, class: 'WORKFLOW' },
  WORKFLOW_DATA_CACHED: { code: 2007, class: 'WORKFLOW' },
  WORKFLOW_INFO_CHANGED: { code: 2008, class: 'WORKFLOW' },
  WORKFLOW_STATUS_CHANGED: { code: 2009, class: 'WORKFLOW' },
  WORKFLOW_STEP_PERFORMANCE: { code: 2010, class: 'WORKFLOW' },
  WORKFLOW_PERFORMANCE: { code: 2011, class: 'WORKFLOW' },
  WORKFLOW_DATA_LOCKED: { code: 2012, class: 'WORKFLOW' },
  WORKFLOW_DATA_UNLOCKED: { code: 2013, class: 'WORKFLOW' },
  WORKFLOW_DATA_UPDATED: { code: 2014, class: 'WORKFLOW' },
  WORKFLOW_RECOVERED: { code: 2016, class: 'WORKFLOW' },
  WORKFLOW_UPDATED: { code: 2017, class: 'WORKFLOW' },
  WORKFLOW_STEP_DATA_UPDATED: { code: 2018, class: 'WORKFLOW' },
  JOB_START: { code: 4001, class: 'JOB' },
  JOB_STOP: { code: 4002, class: 'JOB' },
  JOB_ERROR: { code: 4003, class: 'JOB' },
  JOB_INSTANCE_START: { code: 4004, class: 'JOB' },
  JOB_INSTANCE_STOP: { code: 4005, class: 'JOB' },
  JOB_RECOVERED: { code: 4006, class: 'JOB' },
  JOB_UPDATED: { code: 4007, class: 'JOB' },
  JOB_CREATED: { code: 4008, class: 'JOB' },
  JOB_DELETED: { code: 4009, class: 'JOB' },
  /** Ours: a step's status changed; what the live graph and the debugger follow. */
  WORKFLOW_STEP_STATUS_CHANGED: { code: 2901, class: 'WORKFLOW' },
  /** Ours: a value of a configuration item was set or removed by operations. */
  CONFIG_ITEM_CHANGED: { code: 1902, class: 'SYSTEM' },
  /** Ours: a release was installed. */
  RELEASE_INSTALLED: { code: 1901, class: 'SYSTEM' },
  ALERT_ONGOING_RAISED: { code: 5006, class: 'ALERT' },
  ALERT_ONGOING_CLEARED: { code: 5007, class: 'ALERT' },
  ALERT_TRANSIENT_RAISED: { code: 5008, class: 'ALERT' },
  LOGGER_CREATED: { code: 5200, class: 'LOGGER' },
  LOGGER_UPDATED: { code: 5201, class: 'LOGGER' },
  LOGGER_DELETED: { code: 5202, class: 'LOGGER' },
  USER_EVENT: { code: 9001, class: 'USER' },
} as const satisfies Record<string, { code: number; class: EventClass }>;
export type EventName = keyof typeof eventCodes;

/** One event as `/apievents` sends it, in lists (manual: event hash). */
export interface SystemEvent {
  /** Counts from 1 in each session; a gap tells a slow client that it missed some. */
  readonly id: number;
  readonly time: string;
  readonly class: number;
  readonly classstr: EventClass;
  readonly event: number;
  readonly eventstr: EventName;
  readonly severity: number;
  readonly severitystr: Severity;
  readonly compositeseverity: number;
  readonly compositeseveritystr: Severity;
  readonly info: JsonObject;
}

/** Stands in a list of `/apievents` where events were left out because the client is slow or came back too late. */
export interface EventGap {
  /** How many events are missing. */
  readonly gap: number;
}
