import type { JsonObject, JsonValue } from '../../../schemas/model/data.ts';
import type * as rest from '../../../schemas/protocol/rest.ts';
import type { ResultShape } from './route.ts';

/** The named shapes of `schemas/protocol/rest.ts`; their JSON Schemas are generated from there. */
interface RestShapes {
  AlertHash: rest.AlertHash;
  BulkWorkflowRow: rest.BulkWorkflowRow;
  ConfigChange: rest.ConfigChange;
  ConfigItemHash: rest.ConfigItemHash;
  CreateOrderResult: rest.CreateOrderResult;
  ErrorDefinitionHash: rest.ErrorDefinitionHash;
  ErrorInstanceRow: rest.ErrorInstanceRow;
  ExecutionInstanceHash: rest.ExecutionInstanceHash;
  HealthHash: rest.HealthHash;
  HistoryRow: rest.HistoryRow;
  InstallAnswer: rest.InstallAnswer;
  JobHash: rest.JobHash;
  JobResultRow: rest.JobResultRow;
  ListenerHash: rest.ListenerHash;
  LoggerHash: rest.LoggerHash;
  LogHash: rest.LogHash;
  NoteRow: rest.NoteRow;
  OptionHash: rest.OptionHash;
  OrderHash: rest.OrderHash;
  OrderRow: rest.OrderRow;
  ProcessHash: rest.ProcessHash;
  ProcessingRow: rest.ProcessingRow;
  AuditRow: rest.AuditRow;
  EventHash: rest.EventHash;
  EventTypeHash: rest.EventTypeHash;
  FormHash: rest.FormHash;
  QueueHash: rest.QueueHash;
  QueueEntryRow: rest.QueueEntryRow;
  QueueEntryHash: rest.QueueEntryHash;
  SegmentHash: rest.SegmentHash;
  SyncEventRow: rest.SyncEventRow;
  PublicInfoHash: rest.PublicInfoHash;
  RetryResult: rest.RetryResult;
  SessionRow: rest.SessionRow;
  StepHash: rest.StepHash;
  StepCountRow: rest.StepCountRow;
  SystemHash: rest.SystemHash;
  WorkflowHash: rest.WorkflowHash;
}

export function one<Name extends keyof RestShapes>(name: Name): ResultShape<RestShapes[Name]> {
  return { schema: { $ref: `#/components/schemas/${name}` } };
}

export function listOfShape<Name extends keyof RestShapes>(name: Name): ResultShape<readonly RestShapes[Name][]> {
  return { schema: { type: 'array', items: one(name).schema } };
}

/** The list, or names, or `name: description` texts when `list` or `short` asks for them (manual: REST API, rules). */
export function listOrNames<Name extends keyof RestShapes>(
  name: Name,
): ResultShape<readonly RestShapes[Name][] | readonly string[]> {
  const { schema } = listOfShape(name);
  return { schema: { anyOf: [schema, { type: 'array', items: { type: 'string' } }] } };
}

export const ok: ResultShape<'OK'> = { schema: { const: 'OK' } };
export const number: ResultShape<number> = { schema: { type: 'integer' } };
export const textShape: ResultShape<string> = { schema: { type: 'string' } };
export const anyShape: ResultShape<JsonValue> = { schema: {} };

/** A hash with a few members that needs no name of its own. */
export function hashOf<T extends object>(properties: { readonly [Key in keyof T]: JsonObject }): ResultShape<T> {
  return { schema: { type: 'object', required: Object.keys(properties), properties: properties } };
}

/** A hash from ids or names to one kind of value. */
export function hashById<T extends object>(value: JsonObject): ResultShape<Readonly<Record<string, T>>> {
  return { schema: { type: 'object', additionalProperties: value } };
}
