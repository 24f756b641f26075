import type { JsonText, Micros } from '../../../../schemas/model/data.ts';
import {
  asId,
  type ErrorInstanceId,
  type OrderId,
  type SessionId,
  type WorkflowId,
} from '../../../../schemas/model/ids.ts';
import type { AuditRecord } from '../../../../schemas/model/audit.ts';
import type { SessionStatus } from '../../../../schemas/model/status.ts';
import type { Clock } from '../../../base/clock.ts';
import type { Logger } from '../../../base/logger.ts';

import type {
  AuditFilter,
  ErrorFilter,
  FormFilter,
  OrderFilter,
  ProcessingFilter,
  QueueFilter,
  SyncEventFilter,
} from '../queries.ts';
import type { OrderDecision, Release, Store } from '../store.ts';
import { prepareAuditStatements, writeAudit } from './audit-rows.ts';
import { changeProperties, readProperties } from './properties.ts';
import { Checkpointer } from './checkpointer.ts';
import { refuseLargeData } from './data-limits.ts';
import { readBundle } from './definitions/bundle-rows.ts';
import { putByHand } from './definitions/config-rows.ts';
import { deleteError, putErrorByHand } from './definitions/error-rows.ts';
import { readDefinitions } from './definitions/read-definitions.ts';
import { installRelease, type InstallOptions } from './definitions/record-release.ts';
import { setWorkflowOptions, updateWorkflowSettings } from './definitions/workflow-settings.ts';
import { sqliteJobStore } from './jobs/sqlite-job-store.ts';
import type { JobStore } from '../jobs.ts';
import { loadOrder, prepareLoadStatements } from './load-order.ts';
import { deleteHistoryOf } from './old-history.ts';
import type { Sqlite } from './open-database.ts';
import { prepareOrderStatements } from './order-statements.ts';
import { Reader } from './reader/reader.ts';
import { decisionName, recordDecision } from './record-decision.ts';
import type { Sequences } from './sequences.ts';
import { recoverSession } from './sessions/recover-session.ts';
import { findOrdersOfSubject, ordersWithSensitiveData, readSensitive } from './sensitive-rows.ts';
import { endSession, findActiveSession, insertSession } from './sessions/session-rows.ts';
import * as waiting from './waiting-orders.ts';
import * as waits from './wait-tables.ts';
import { Writer, type Availability } from './writer.ts';

export interface SqliteStoreOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Held while the store is open. */
  readonly lock: { release(): void };
  readonly schemaVersion: number;
  /** False = the file was too large to be checked before the start, so the reader does it now. */
  readonly isChecked: boolean;
}

/** Between attempts to truncate the log while someone reads or writes. */
const scrubAgainMs = 20;

type Prepared = ReturnType<typeof prepareStatements>;

/** The embedded store: one SQLite file, one writer, questions answered in a thread of their own. */
export class SqliteStore implements Store {
  readonly schemaVersion: number;
  /** What the check of a large file found, in SQLite's words; resolves with nothing when all is well. */
  readonly integrity: Promise<readonly string[]>;
  readonly jobs: JobStore;
  readonly #options: SqliteStoreOptions;
  readonly #writer: Writer<Prepared>;
  readonly #reader: Reader;
  readonly #checkpointer: Checkpointer;

  constructor(options: SqliteStoreOptions) {
    this.#options = options;
    this.schemaVersion = options.schemaVersion;
    const { file, clock, log } = options;
    this.#reader = new Reader(file);
    this.#checkpointer = new Checkpointer(() => this.#checkpoint(), log);
    const onCommit = (): void => this.#checkpointer.noteCommit();
    this.#writer = new Writer({ file, clock, log, prepare: prepareStatements, onCommit });
    const write = <T>(name: string, apply: (db: Sqlite, audit: Prepared['audit']) => T): Promise<T> =>
      this.#writer.add(name, (prepared, db) => apply(db, prepared.audit));
    const read = async <T>(apply: (db: Sqlite) => T): Promise<T> => {
      await this.#writer.settled();
      return apply(this.#writer.db);
    };
    this.jobs = sqliteJobStore({ write, read }, this.#reader);
    this.integrity = options.isChecked ? Promise.resolve([]) : this.#reader.ask('quickCheck');
  }

  get commitCount(): number {
    return this.#writer.commitCount;
  }

  get availability(): Availability {
    return this.#writer.availability;
  }

  onAvailability(listener: (availability: Availability) => void): () => void {
    return this.#writer.onAvailability(listener);
  }

  nextOrderId(): OrderId {
    return asId(this.#writer.nextId('order'));
  }

  nextErrorInstanceId(): ErrorInstanceId {
    return asId(this.#writer.nextId('error'));
  }

  async commit(decision: OrderDecision): Promise<void> {
    refuseLargeData(decision);
    await this.#writer.add(decisionName(decision), ({ orders }) => recordDecision(orders, decision));
  }

  async loadOrder(orderId: OrderId) {
    await this.#writer.settled();
    return loadOrder(this.#writer.prepared.load, orderId);
  }

  async findReadyOrders(query: Parameters<Store['findReadyOrders']>[0]) {
    await this.#writer.settled();
    return waiting.findReadyOrders(this.#writer.prepared.waiting, query);
  }

  async findDueRetries(query: Parameters<Store['findDueRetries']>[0]) {
    await this.#writer.settled();
    return waiting.findDueRetries(this.#writer.prepared.waiting, query);
  }

  async nextDue(query: Parameters<Store['nextDue']>[0]) {
    await this.#writer.settled();
    return waiting.nextDue(this.#writer.prepared.waiting, query);
  }

  async findQueueEntry(queue: string, key: string) {
    await this.#writer.settled();
    return waits.findQueueEntry(this.#writer.prepared.waits, queue, key);
  }

  async findEarlyData(queue: string, key: string) {
    await this.#writer.settled();
    return waits.findEarlyData(this.#writer.prepared.waits, queue, key);
  }

  putEarlyData(queue: string, key: string, data: JsonText, now: Micros) {
    return this.#writer.add('queue', ({ waits: tables }) => waits.putEarlyData(tables, { queue, key, data, now }));
  }

  deleteEarlyData(queue: string, key: string) {
    return this.#writer.add('queue', ({ waits: tables }) => waits.deleteEarlyData(tables, queue, key));
  }

  async isEventPosted(eventType: string, key: string) {
    await this.#writer.settled();
    return waits.isEventPosted(this.#writer.prepared.waits, eventType, key);
  }

  postEvent(eventType: string, key: string, now: Micros) {
    return this.#writer.add('event', ({ waits: tables }) => waits.postEvent(tables, { eventType, key, now }));
  }

  async deleteHistory(options: { finishedBefore: Micros; limit: number }) {
    const orders = await this.#reader.ask('ordersWithOldHistory', options);
    await this.#writer.add('history', (_, db) => deleteHistoryOf(db, orders));
    return orders.length;
  }

  async findActiveSession(instanceKey: string) {
    return findActiveSession(this.#writer.db, instanceKey);
  }

  recordAudit(records: readonly AuditRecord[], now: Micros) {
    return this.#writer.add('audit', (prepared) => writeAudit(prepared.audit, records, now));
  }

  openSession(session: Parameters<Store['openSession']>[0]) {
    return this.#audited('session', session.audit, session.now, (db) => insertSession(db, session));
  }

  recoverSession(...[sessionId, options]: Parameters<Store['recoverSession']>) {
    return recoverSession(
      (name, apply) =>
        this.#writer.add(name, (prepared, db) =>
          apply(db, (records) => writeAudit(prepared.audit, records, options.now)),
        ),
      sessionId,
      options,
    );
  }

  closeSession(sessionId: SessionId, status: SessionStatus, now: Micros, audit?: readonly AuditRecord[]) {
    return this.#audited('session', audit, now, (db) => endSession(db, sessionId, status, now));
  }

  installRelease(release: Release, options: InstallOptions) {
    return this.#writer.add('release', (prepared, db) => {
      const answer = installRelease(db, release, options);
      writeAudit(prepared.audit, options.audit?.(answer) ?? [], options.now);
      return answer;
    });
  }

  async loadDefinitions() {
    await this.#writer.settled();
    return readDefinitions(this.#writer.db);
  }

  async loadBundle(hash: string) {
    await this.#writer.settled();
    return readBundle(this.#writer.db, hash);
  }

  updateWorkflowSettings(...[workflowId, settings, now, audit]: Parameters<Store['updateWorkflowSettings']>) {
    return this.#audited('settings', audit, now, (db) => updateWorkflowSettings(db, workflowId, settings, now));
  }

  setWorkflowOptions(...[workflowId, options, now, audit]: Parameters<Store['setWorkflowOptions']>) {
    return this.#audited('settings', audit, now, (db) => setWorkflowOptions(db, workflowId, options, now));
  }

  putErrorDefinition(...[definition, options]: Parameters<Store['putErrorDefinition']>) {
    const { workflowId, now, audit } = options;
    return this.#audited('settings', audit, now, (db) => putErrorByHand(db, workflowId, definition, now));
  }

  deleteErrorDefinition(...[error, workflowId, audit]: Parameters<Store['deleteErrorDefinition']>) {
    return this.#writer.add('settings', (prepared, db) => {
      const isDeleted = deleteError(db, workflowId, error);
      if (isDeleted && audit) writeAudit(prepared.audit, audit.records, audit.now);
      return isDeleted;
    });
  }

  async loadFeedback(orderId: OrderId) {
    await this.#writer.settled();
    const sql = 'SELECT keyname, info FROM workflow_feedback WHERE workflow_instanceid = ?';
    const rows = this.#writer.db.prepare(sql).all(orderId) as { keyname: string; info: string }[];
    return Object.fromEntries(rows.map(({ keyname, info }) => [keyname, info as JsonText]));
  }

  async loadSensitiveData(orderId: OrderId) {
    await this.#writer.settled();
    return readSensitive(this.#writer.db, orderId);
  }

  async findOrdersOfSubject(skey: string, index: string) {
    await this.#writer.settled();
    return findOrdersOfSubject(this.#writer.db, skey, index);
  }

  async ordersWithSensitiveData() {
    await this.#writer.settled();
    return ordersWithSensitiveData(this.#writer.db);
  }

  async scrub(): Promise<void> {
    await this.#writer.settled();
    // The reader's thread moves most of it; what is left to cut takes the writer's own connection no time, and no commit
    // ever finds the lock taken. Each question of the reader ends with its answer, so that the log is free again soon.
    for (;;) {
      await this.#reader.checkpoint();
      const [row] = this.#writer.db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
      if (row?.busy === 0) return;
      await new Promise((resolve) => setTimeout(resolve, scrubAgainMs));
    }
  }

  putConfigValue(...[{ name, ...owner }, value, now]: Parameters<Store['putConfigValue']>) {
    return this.#writer.add('settings', (_, db) => putByHand(db, owner, { name, ...value }, now));
  }

  searchOrders(filter: OrderFilter) {
    return this.#reader.ask('searchOrders', filter);
  }

  findOrder(orderId: OrderId) {
    return this.#reader.ask('findOrder', orderId);
  }

  stepInstances(orderId: OrderId) {
    return this.#reader.ask('stepInstances', orderId);
  }

  errorInstances(filter: ErrorFilter) {
    return this.#reader.ask('errorInstances', filter);
  }

  notes(orderId: OrderId, limit: number) {
    return this.#reader.ask('notes', orderId, limit);
  }

  history(orderId: OrderId, page: { readonly after: number; readonly limit: number }) {
    return this.#reader.ask('history', orderId, page);
  }

  countOrders(filter: { readonly modifiedSince?: number }) {
    return this.#reader.ask('countOrders', filter);
  }

  sessions(limit: number) {
    return this.#reader.ask('sessions', limit);
  }

  auditEvents(filter: AuditFilter) {
    return this.#reader.ask('auditEvents', filter);
  }

  hierarchy(orderId: OrderId) {
    return this.#reader.ask('hierarchy', orderId);
  }

  processingSummary(filter: ProcessingFilter) {
    return this.#reader.ask('processingSummary', filter);
  }

  orderStatistics(now: Micros) {
    return this.#reader.ask('orderStatistics', now);
  }

  stepCounts(workflowId: WorkflowId) {
    return this.#reader.ask('stepCounts', workflowId);
  }

  openForms(filter: FormFilter) {
    return this.#reader.ask('openForms', filter);
  }

  async readProperties() {
    await this.#writer.settled();
    return readProperties(this.#writer.db);
  }

  changeProperties(...[changes, options]: Parameters<Store['changeProperties']>) {
    return this.#writer.add('settings', ({ audit }, db) => changeProperties(db, audit, { ...options, changes }));
  }

  overdueOrders(now: Micros) {
    return this.#reader.ask('overdueOrders', now);
  }

  /** A change and the rows of the audit that tell of it, in one transaction. */
  #audited<T>(
    name: string,
    audit: readonly AuditRecord[] | undefined,
    now: Micros,
    apply: (db: Sqlite) => T,
  ): Promise<T> {
    return this.#writer.add(name, (prepared, db) => {
      const answer = apply(db);
      writeAudit(prepared.audit, audit ?? [], now);
      return answer;
    });
  }

  queues() {
    return this.#reader.ask('queues');
  }

  queueEntries(filter: QueueFilter) {
    return this.#reader.ask('queueEntries', filter);
  }

  queueEntry(queue: string, key: string) {
    return this.#reader.ask('queueEntry', queue, key);
  }

  eventTypes() {
    return this.#reader.ask('eventTypes');
  }

  syncEvents(filter: SyncEventFilter) {
    return this.#reader.ask('syncEvents', filter);
  }

  /** Commits what is waiting, moves the log into the file and frees the owner lock. */
  async close(): Promise<void> {
    this.#checkpointer.stop();
    await this.#reader.close();
    await this.#writer.close();
    this.#options.lock.release();
  }

  async #checkpoint(): Promise<void> {
    this.#writer.checkFile();
    await this.#reader.checkpoint();
  }
}

function prepareStatements(db: Sqlite, sequences: Sequences) {
  return {
    orders: prepareOrderStatements(db, sequences),
    audit: prepareAuditStatements(db, sequences),
    load: prepareLoadStatements(db),
    waiting: waiting.prepareWaitingStatements(db),
    waits: waits.prepareWaitTables(db),
  };
}
