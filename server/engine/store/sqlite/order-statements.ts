import type { Sqlite } from './open-database.ts';
import type { Sequences } from './sequences.ts';
import { prepareWaitChanges } from './wait-changes.ts';

/** The statements by which decisions are recorded, prepared once per connection. All are upserts: twice equals once. */
export type OrderStatements = ReturnType<typeof prepareOrderStatements>;

export function prepareOrderStatements(db: Sqlite, sequences: Sequences) {
  return {
    db,
    sequences,
    orderUpdates: new Map<number, ReturnType<Sqlite['prepare']>>(),
    createOrder: db.prepare(`
      INSERT INTO workflow_instance (workflow_instanceid, workflowid, parent_workflow_instanceid, subworkflow, workflowstatus,
        workflowstatus_orig, status_sessionid, synchronous, priority, scheduled, started, completed, warnings, errors, retries,
        business_error, custom_status, operator_lock, modified)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (workflow_instanceid) DO UPDATE SET workflowstatus = excluded.workflowstatus,
        workflowstatus_orig = excluded.workflowstatus_orig, status_sessionid = excluded.status_sessionid,
        synchronous = excluded.synchronous, priority = excluded.priority, scheduled = excluded.scheduled,
        started = excluded.started, completed = excluded.completed, warnings = excluded.warnings, errors = excluded.errors,
        retries = excluded.retries, business_error = excluded.business_error, custom_status = excluded.custom_status,
        operator_lock = excluded.operator_lock, modified = excluded.modified`),
    createOrderData: db.prepare(`
      INSERT INTO order_instance (workflow_instanceid, external_order_instanceid, staticdata, dynamicdata) VALUES (?, ?, ?, ?)
      ON CONFLICT (workflow_instanceid) DO UPDATE SET external_order_instanceid = excluded.external_order_instanceid,
        staticdata = excluded.staticdata, dynamicdata = excluded.dynamicdata`),
    touchOrder: db.prepare('UPDATE workflow_instance SET modified = ? WHERE workflow_instanceid = ?'),
    setStaticData: db.prepare('UPDATE order_instance SET staticdata = ? WHERE workflow_instanceid = ?'),
    setDynamicData: db.prepare('UPDATE order_instance SET dynamicdata = ? WHERE workflow_instanceid = ?'),
    putSegment: db.prepare(`
      INSERT INTO segment_instance (workflow_instanceid, segmentid, workflowid, segmentstatus, retry_trigger, created, modified)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (workflow_instanceid, segmentid) DO UPDATE SET segmentstatus = excluded.segmentstatus,
        retry_trigger = excluded.retry_trigger, modified = excluded.modified`),
    // A custom status is for the state it was given in and ends with the next update (manual: custom status).
    putStep: db.prepare(`
      INSERT INTO step_instance (workflow_instanceid, stepid, ind, stepstatus, retries, attempt, skip, started, completed, modified)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (workflow_instanceid, stepid, ind) DO UPDATE SET stepstatus = excluded.stepstatus,
        retries = excluded.retries, attempt = excluded.attempt, skip = excluded.skip, custom_status = NULL,
        started = excluded.started, completed = excluded.completed, modified = excluded.modified`),
    putStepData: db.prepare(`
      INSERT INTO step_instance_data (workflow_instanceid, stepid, ind, data) VALUES (?, ?, ?, ?)
      ON CONFLICT (workflow_instanceid, stepid, ind) DO UPDATE SET data = excluded.data`),
    deleteStepData: db.prepare(
      'DELETE FROM step_instance_data WHERE workflow_instanceid = ? AND stepid = ? AND ind = ?',
    ),
    ...prepareWaitChanges(db),
    deleteKeys: db.prepare('DELETE FROM order_instance_keys WHERE workflow_instanceid = ?'),
    putKey: db.prepare(`
      INSERT INTO order_instance_keys (workflow_instanceid, keyname, value, workflowid) VALUES (?, ?, ?, ?)
      ON CONFLICT DO NOTHING`),
    findKeyInSystem: db.prepare(`
      SELECT workflow_instanceid AS id FROM order_instance_keys
      WHERE keyname = ? AND value = ? AND workflow_instanceid <> ? ORDER BY id LIMIT 10`),
    findKeyInWorkflowName: db.prepare(`
      SELECT workflow_instanceid AS id FROM order_instance_keys
      WHERE keyname = ? AND value = ? AND workflow_instanceid <> ? AND workflowid IN (
        SELECT same.workflowid FROM workflows same JOIN workflows this ON same.name = this.name WHERE this.workflowid = ?)
      ORDER BY id LIMIT 10`),
    findKeyInWorkflow: db.prepare(`
      SELECT workflow_instanceid AS id FROM order_instance_keys
      WHERE keyname = ? AND value = ? AND workflow_instanceid <> ? AND workflowid = ? ORDER BY id LIMIT 10`),
    addNote: db.prepare(`
      INSERT INTO order_instance_notes (id, workflow_instanceid, username, note, created)
      SELECT @id, @orderId, @username, @note, @at WHERE NOT EXISTS (
        SELECT 1 FROM order_instance_notes
        WHERE workflow_instanceid = @orderId AND username IS @username AND note = @note AND created = @at)`),
    countNotes: db.prepare(`
      UPDATE workflow_instance AS o SET note_count =
        (SELECT count(*) FROM order_instance_notes n WHERE n.workflow_instanceid = o.workflow_instanceid)
      WHERE workflow_instanceid = ?`),
    putError: db.prepare(`
      INSERT INTO error_instance (error_instanceid, workflow_instanceid, stepid, ind, severity, retry, error, description, info,
        business_error, created)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (error_instanceid) DO NOTHING`),
    putHistory: db.prepare(`
      INSERT INTO order_history (workflow_instanceid, sequence, created, who, transition, status, previous_status, segmentid,
        stepid, ind, attempt, patch)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (workflow_instanceid, sequence) DO UPDATE SET created = excluded.created, who = excluded.who,
        transition = excluded.transition, status = excluded.status, previous_status = excluded.previous_status,
        segmentid = excluded.segmentid, stepid = excluded.stepid, ind = excluded.ind, attempt = excluded.attempt,
        patch = excluded.patch`),
    addAudit: db.prepare(`
      INSERT INTO audit_events (audit_eventid, workflowid, workflow_instanceid, stepid, ind, audit_event_code, reason, who,
        source, info1, info2, created)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
  };
}
