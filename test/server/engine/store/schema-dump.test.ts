import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { resourcePath } from '../../../../server/base/resources.ts';
import { dumpCommand, dumpSchema } from '../../../../server/engine/store/sqlite/schema-dump.ts';

test('sql/sqlite.schema.sql is what the migrations lead to', () => {
  const written = readFileSync(resourcePath('sql', 'sqlite.schema.sql'), 'utf8');
  assert.equal(written, dumpSchema(), `Run: ${dumpCommand}`);
});

test('the schema has every table of the manual and our own', () => {
  const tables = [...dumpSchema().matchAll(/^CREATE TABLE (\w+)/gm)].map((match) => match[1]);
  assert.deepEqual(tables, [...tables].sort());
  for (const table of expectedTables) assert.ok(tables.includes(table), table);
});

/** Manual: data model; the last line is ours. */
const expectedTables = `
  workflows steps workflow_steps segment_steps segment_dependencies segment_async_link queues workflow_event_types
  workflow_keys workflow_options global_workflow_errors workflow_errors custom_statuses workflow_tags step_tags queue_tags
  job_tags step_type step_arraytype system_properties workflow_instance order_instance order_instance_keys
  order_instance_notes segment_instance step_instance step_instance_data subworkflow_instance queue_data workflow_events
  step_instance_events workflow_feedback error_instance sensitive_order_data sensitive_order_data_keys jobs job_instance
  job_errors job_state_data job_persistent_state_data sessions sla sla_events audit_events
  order_history releases release_objects bundles workflow_bundles objects sequences schema_migrations
`
  .trim()
  .split(/\s+/);
