-- 000001 foundation
--
-- What:  every table of the data model: definitions, orders, jobs, sessions, SLA and audit as in the manual (topic
--        "data model", its names in lower case), plus our own: order_history, releases with their bundles and objects,
--        sequences, and the claim columns by which several engines will share one schema.
-- Why:   first version of the schema.
-- Older server: none exists.
--
-- Conventions: times are integers, microseconds since 1970-01-01 UTC. Flags are 0 or 1. Statuses are the manual's one-letter
-- codes. Ids come from the table `sequences` and are never given again. Tables that are keyed by an order are WITHOUT ROWID,
-- so that the rows of one order lie side by side. Secondary indexes are few, and mostly partial, because each of them is paid
-- for by every step (a prototype lost half of its steps per second to two indexes on status and an audit table).

-- ---------------------------------------------------------------------------------------------------------------------
-- Ids and properties

CREATE TABLE sequences (
  name TEXT NOT NULL PRIMARY KEY,
  next INTEGER NOT NULL CHECK (next > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE system_properties (
  domain TEXT NOT NULL,
  keyname TEXT NOT NULL,
  value TEXT,
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  PRIMARY KEY (domain, keyname)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------------------------------------------------------------
-- Sessions: one running engine on this schema. Row 0 stands for "unowned".

CREATE TABLE sessions (
  sessionid INTEGER NOT NULL PRIMARY KEY,
  instancekey TEXT NOT NULL,
  sessionstatus TEXT NOT NULL CHECK (sessionstatus IN ('ACTIVE', 'COMPLETE', 'ABNORMAL TERMINATION', 'RECOVERED')),
  hostname TEXT NOT NULL,
  xmlrpc_server TEXT NOT NULL, -- the address at which a living instance answers (the manual's name)
  version TEXT,
  pid INTEGER NOT NULL, -- ours
  started INTEGER NOT NULL,
  ended INTEGER,
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_active ON sessions (instancekey) WHERE sessionstatus = 'ACTIVE';

INSERT INTO sessions (sessionid, instancekey, sessionstatus, hostname, xmlrpc_server, version, pid, started, ended, created, modified)
VALUES (0, '', 'COMPLETE', '', '', NULL, 0, 0, 0, 0, 0);

-- ---------------------------------------------------------------------------------------------------------------------
-- Releases: what was deployed, when and by whom. A release is one transaction.

CREATE TABLE releases (
  releaseid INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL, -- the project's name, for people
  who TEXT NOT NULL,
  pruned INTEGER NOT NULL CHECK (pruned IN (0, 1)),
  created INTEGER NOT NULL
) STRICT;

-- What a release changed; unchanged objects have no row.
CREATE TABLE release_objects (
  releaseid INTEGER NOT NULL REFERENCES releases,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  version TEXT NOT NULL, -- '' for kinds without versions
  objectid INTEGER,
  action TEXT NOT NULL CHECK (action IN ('created', 'updated', 'removed')),
  source_file TEXT NOT NULL,
  source_hash TEXT NOT NULL,
  PRIMARY KEY (releaseid, kind, name, version)
) STRICT, WITHOUT ROWID;

-- Code and source map, identified by their content.
CREATE TABLE bundles (
  hash TEXT NOT NULL PRIMARY KEY,
  program TEXT NOT NULL, -- name:version
  code TEXT NOT NULL,
  source_map TEXT NOT NULL,
  created INTEGER NOT NULL
) STRICT;

-- From which release on a workflow ran which bundle. A bundle is kept while it is among the last ten of its workflow or an
-- unfinished order was created while it was in use.
CREATE TABLE workflow_bundles (
  workflowid INTEGER NOT NULL REFERENCES workflows,
  releaseid INTEGER NOT NULL REFERENCES releases,
  hash TEXT NOT NULL REFERENCES bundles,
  created INTEGER NOT NULL,
  PRIMARY KEY (workflowid, releaseid)
) STRICT, WITHOUT ROWID;

CREATE INDEX workflow_bundles_hash ON workflow_bundles (hash);

-- Objects that run no code of their own (groups, value maps, mappers, connections, errors objects …): stored and shown as written.
CREATE TABLE objects (
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  version TEXT NOT NULL, -- '' for kinds without versions
  manifest TEXT NOT NULL,
  source_file TEXT NOT NULL,
  source_hash TEXT NOT NULL,
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  PRIMARY KEY (kind, name, version)
) STRICT;

-- ---------------------------------------------------------------------------------------------------------------------
-- Definitions. `manifest` is what the deploy handed over and what the engine works from; the other columns and tables say the same
-- to people and reports, and hold what operations manage. `removed` marks a pruned object: its id stays with its name and
-- version, and old orders keep their names.

CREATE TABLE queues (
  queueid INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  description TEXT,
  serviceid INTEGER,
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL
) STRICT;

CREATE TABLE workflow_event_types (
  workflow_event_typeid INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  description TEXT,
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL
) STRICT;

-- The system's own event type; skipped event steps are bound to its one key, which is always posted.
INSERT INTO workflow_event_types (workflow_event_typeid, name, description, created, modified)
VALUES (0, 'OMQ-SYSTEM-DEFAULT-EVENT-TYPE', 'Bound by skipped event steps', 0, 0);

CREATE TABLE step_type (steptype TEXT NOT NULL PRIMARY KEY, description TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO step_type VALUES
  ('NORMAL', 'Runs to its end in one segment'),
  ('ASYNC', 'Waits for data in a queue'),
  ('EVENT', 'Waits for a synchronization event'),
  ('SUBWORKFLOW', 'Waits for another order');

CREATE TABLE step_arraytype (arraytype TEXT NOT NULL PRIMARY KEY, description TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO step_arraytype VALUES
  ('NONE', 'Not an array step'),
  ('SERIES', 'One call per element, one after another');

CREATE TABLE workflows (
  workflowid INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  patch TEXT,
  description TEXT,
  author TEXT,
  remote INTEGER NOT NULL DEFAULT 1 CHECK (remote IN (0, 1)),
  manual_remote INTEGER NOT NULL DEFAULT 0 CHECK (manual_remote IN (0, 1)),
  workflow_modules TEXT,
  open INTEGER NOT NULL DEFAULT 0,
  autostart INTEGER NOT NULL DEFAULT 0,
  manual_autostart INTEGER NOT NULL DEFAULT 0 CHECK (manual_autostart IN (0, 1)),
  max_instances INTEGER,
  enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
  sla_threshold INTEGER NOT NULL DEFAULT 1800,
  manual_sla_threshold INTEGER NOT NULL DEFAULT 0 CHECK (manual_sla_threshold IN (0, 1)),
  has_detach INTEGER NOT NULL DEFAULT 0,
  code TEXT, -- hash of the bundle in use
  language TEXT NOT NULL DEFAULT 'typescript',
  language_info TEXT,
  class_name TEXT,
  staticdata_type_path TEXT,
  errorfunction INTEGER,
  attach INTEGER,
  detach INTEGER,
  onetimeinit INTEGER,
  errhandler INTEGER,
  loggerid INTEGER,
  deprecated INTEGER NOT NULL DEFAULT 0 CHECK (deprecated IN (0, 1)),
  manifest TEXT NOT NULL,
  source_file TEXT NOT NULL,
  source_hash TEXT NOT NULL,
  removed INTEGER,
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  UNIQUE (name, version)
) STRICT;

CREATE TABLE steps (
  stepid INTEGER NOT NULL PRIMARY KEY,
  steptype TEXT NOT NULL REFERENCES step_type,
  arraytype TEXT NOT NULL REFERENCES step_arraytype,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  patch TEXT,
  description TEXT,
  author TEXT,
  step_classid INTEGER,
  classname TEXT,
  code TEXT,
  yaml_fsm_triggers TEXT,
  language TEXT NOT NULL DEFAULT 'typescript',
  language_info TEXT,
  queueid INTEGER REFERENCES queues,
  user_interaction INTEGER NOT NULL DEFAULT 0 CHECK (user_interaction IN (0, 1)),
  userdata TEXT,
  workflow_event_typeid INTEGER REFERENCES workflow_event_types,
  yaml_config_items TEXT,
  manifest TEXT NOT NULL,
  source_file TEXT NOT NULL,
  source_hash TEXT NOT NULL,
  removed INTEGER,
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  UNIQUE (name, version)
) STRICT;

-- One row per dependency; a step without predecessors has one row on itself.
CREATE TABLE workflow_steps (
  workflowid INTEGER NOT NULL REFERENCES workflows,
  stepid INTEGER NOT NULL REFERENCES steps,
  dependson_stepid INTEGER NOT NULL REFERENCES steps,
  PRIMARY KEY (workflowid, stepid, dependson_stepid)
) STRICT, WITHOUT ROWID;

CREATE INDEX workflow_steps_stepid ON workflow_steps (stepid);

CREATE TABLE segment_steps (
  workflowid INTEGER NOT NULL REFERENCES workflows,
  segmentid INTEGER NOT NULL,
  stepid INTEGER NOT NULL REFERENCES steps,
  dependson_stepid INTEGER NOT NULL REFERENCES steps,
  PRIMARY KEY (workflowid, segmentid, stepid, dependson_stepid)
) STRICT, WITHOUT ROWID;

CREATE TABLE segment_dependencies (
  workflowid INTEGER NOT NULL REFERENCES workflows,
  segmentid INTEGER NOT NULL,
  dependson_segmentid INTEGER NOT NULL,
  PRIMARY KEY (workflowid, segmentid, dependson_segmentid)
) STRICT, WITHOUT ROWID;

CREATE TABLE segment_async_link (
  workflowid INTEGER NOT NULL REFERENCES workflows,
  segmentid INTEGER NOT NULL,
  stepid INTEGER NOT NULL REFERENCES steps,
  frontend_segmentid INTEGER NOT NULL,
  PRIMARY KEY (workflowid, segmentid)
) STRICT, WITHOUT ROWID;

CREATE TABLE workflow_keys (
  workflowid INTEGER NOT NULL REFERENCES workflows,
  keyname TEXT NOT NULL,
  description TEXT,
  PRIMARY KEY (workflowid, keyname)
) STRICT, WITHOUT ROWID;

CREATE TABLE workflow_options (
  workflowid INTEGER NOT NULL REFERENCES workflows,
  name TEXT NOT NULL,
  config INTEGER,
  description TEXT NOT NULL,
  value TEXT,
  PRIMARY KEY (workflowid, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE custom_statuses (
  workflowid INTEGER NOT NULL REFERENCES workflows,
  statusid TEXT NOT NULL,
  description TEXT NOT NULL,
  PRIMARY KEY (workflowid, statusid)
) STRICT, WITHOUT ROWID;

CREATE TABLE workflow_tags (
  workflowid INTEGER NOT NULL REFERENCES workflows,
  tag TEXT NOT NULL,
  value TEXT,
  PRIMARY KEY (workflowid, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE step_tags (
  stepid INTEGER NOT NULL REFERENCES steps,
  tag TEXT NOT NULL,
  value TEXT,
  PRIMARY KEY (stepid, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE queue_tags (
  queueid INTEGER NOT NULL REFERENCES queues,
  tag TEXT NOT NULL,
  value TEXT,
  PRIMARY KEY (queueid, tag)
) STRICT, WITHOUT ROWID;

-- Error definitions are managed by operations: a row with manually_updated = 1 is left alone by deploys.
CREATE TABLE global_workflow_errors (
  error TEXT NOT NULL PRIMARY KEY,
  description TEXT,
  severity TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'E' CHECK (status IN ('E', 'R', 'X')),
  business_flag INTEGER NOT NULL DEFAULT 0 CHECK (business_flag IN (0, 1)),
  retry_delay_secs INTEGER,
  manually_updated INTEGER NOT NULL DEFAULT 0 CHECK (manually_updated IN (0, 1)),
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE workflow_errors (
  workflowid INTEGER NOT NULL REFERENCES workflows,
  error TEXT NOT NULL,
  description TEXT,
  severity TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'E' CHECK (status IN ('E', 'R', 'X')),
  business_flag INTEGER NOT NULL DEFAULT 0 CHECK (business_flag IN (0, 1)),
  retry_delay_secs INTEGER,
  manually_updated INTEGER NOT NULL DEFAULT 0 CHECK (manually_updated IN (0, 1)),
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  PRIMARY KEY (workflowid, error)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------------------------------------------------------------
-- Orders

CREATE TABLE workflow_instance (
  workflow_instanceid INTEGER NOT NULL PRIMARY KEY,
  workflowid INTEGER NOT NULL REFERENCES workflows,
  workflowstatus TEXT NOT NULL CHECK (workflowstatus IN ('Y', 'S', 'I', 'C', 'E', 'R', 'W', 'A', 'V', 'N', 'X', 'B')),
  status_sessionid INTEGER NOT NULL DEFAULT 0 REFERENCES sessions,
  parent_workflow_instanceid INTEGER REFERENCES workflow_instance,
  subworkflow INTEGER NOT NULL DEFAULT 0 CHECK (subworkflow IN (0, 1)),
  synchronous INTEGER NOT NULL DEFAULT 0 CHECK (synchronous IN (0, 1)),
  warnings INTEGER NOT NULL DEFAULT 0,
  errors INTEGER NOT NULL DEFAULT 0,
  retries INTEGER NOT NULL DEFAULT 0,
  note_count INTEGER NOT NULL DEFAULT 0,
  business_error INTEGER NOT NULL DEFAULT 0 CHECK (business_error IN (0, 1)),
  workflowstatus_orig TEXT,
  custom_status TEXT,
  scheduled INTEGER,
  priority INTEGER NOT NULL DEFAULT 500 CHECK (priority BETWEEN 0 AND 999),
  started INTEGER NOT NULL,
  completed INTEGER,
  modified INTEGER NOT NULL,
  operator_lock TEXT,
  -- By these, several engines on one schema will take orders; the embedded store has one engine and leaves them empty.
  claim_instance TEXT,
  claimed_at INTEGER
) STRICT;

-- Finds READY orders of a workflow in the order of their priority and age, and counts orders by status.
CREATE INDEX workflow_instance_status ON workflow_instance (workflowstatus, workflowid, priority);
CREATE INDEX workflow_instance_scheduled ON workflow_instance (workflowid, scheduled) WHERE workflowstatus = 'S';
CREATE INDEX workflow_instance_session ON workflow_instance (status_sessionid) WHERE status_sessionid <> 0;
CREATE INDEX workflow_instance_parent ON workflow_instance (parent_workflow_instanceid)
  WHERE parent_workflow_instanceid IS NOT NULL;

CREATE TABLE order_instance (
  workflow_instanceid INTEGER NOT NULL PRIMARY KEY REFERENCES workflow_instance,
  external_order_instanceid TEXT,
  staticdata TEXT,
  dynamicdata TEXT
) STRICT;

CREATE INDEX order_instance_external ON order_instance (external_order_instanceid)
  WHERE external_order_instanceid IS NOT NULL;

CREATE TABLE order_instance_keys (
  workflow_instanceid INTEGER NOT NULL REFERENCES workflow_instance,
  keyname TEXT NOT NULL,
  value TEXT NOT NULL,
  workflowid INTEGER NOT NULL,
  PRIMARY KEY (workflow_instanceid, keyname, value)
) STRICT, WITHOUT ROWID;

CREATE INDEX order_instance_keys_value ON order_instance_keys (keyname, value);

CREATE TABLE order_instance_notes (
  id INTEGER NOT NULL PRIMARY KEY,
  workflow_instanceid INTEGER NOT NULL REFERENCES workflow_instance,
  username TEXT,
  note TEXT NOT NULL,
  created INTEGER NOT NULL
) STRICT;

CREATE INDEX order_instance_notes_order ON order_instance_notes (workflow_instanceid);

CREATE TABLE segment_instance (
  workflow_instanceid INTEGER NOT NULL REFERENCES workflow_instance,
  segmentid INTEGER NOT NULL,
  workflowid INTEGER NOT NULL,
  segmentstatus TEXT NOT NULL DEFAULT 'I' CHECK (segmentstatus IN ('Y', 'S', 'I', 'C', 'E', 'R', 'W', 'A', 'V')),
  custom_status TEXT,
  retry_trigger INTEGER,
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  PRIMARY KEY (workflow_instanceid, segmentid)
) STRICT, WITHOUT ROWID;

-- Segments that wait for their retry or for async data: what recovery looks for by time.
CREATE INDEX segment_instance_retry ON segment_instance (workflowid, retry_trigger, modified) WHERE segmentstatus = 'R';
CREATE INDEX segment_instance_async ON segment_instance (workflowid, retry_trigger, modified) WHERE segmentstatus = 'A';

CREATE TABLE step_instance (
  workflow_instanceid INTEGER NOT NULL REFERENCES workflow_instance,
  stepid INTEGER NOT NULL REFERENCES steps,
  ind INTEGER NOT NULL,
  stepstatus TEXT NOT NULL DEFAULT 'I' CHECK (stepstatus IN ('I', 'C', 'E', 'R', 'W', 'A', 'V')),
  retries INTEGER,
  attempt INTEGER NOT NULL DEFAULT 0, -- ours: calls of primary and validation so far
  skip INTEGER NOT NULL DEFAULT 0 CHECK (skip IN (0, 1)),
  custom_status TEXT,
  started INTEGER NOT NULL,
  completed INTEGER,
  modified INTEGER NOT NULL,
  PRIMARY KEY (workflow_instanceid, stepid, ind)
) STRICT, WITHOUT ROWID;

CREATE TABLE step_instance_data (
  workflow_instanceid INTEGER NOT NULL REFERENCES workflow_instance,
  stepid INTEGER NOT NULL,
  ind INTEGER NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (workflow_instanceid, stepid, ind)
) STRICT, WITHOUT ROWID;

CREATE TABLE subworkflow_instance (
  workflow_instanceid INTEGER NOT NULL REFERENCES workflow_instance,
  stepid INTEGER NOT NULL,
  ind INTEGER NOT NULL,
  subworkflow_instanceid INTEGER NOT NULL REFERENCES workflow_instance,
  corrected INTEGER NOT NULL DEFAULT 0 CHECK (corrected IN (0, 1)),
  PRIMARY KEY (workflow_instanceid, stepid, ind)
) STRICT, WITHOUT ROWID;

CREATE INDEX subworkflow_instance_child ON subworkflow_instance (subworkflow_instanceid);

CREATE TABLE queue_data (
  queueid INTEGER NOT NULL REFERENCES queues,
  queuekey TEXT NOT NULL,
  workflow_instanceid INTEGER NOT NULL REFERENCES workflow_instance,
  stepid INTEGER NOT NULL,
  ind INTEGER NOT NULL,
  queue_data_status TEXT NOT NULL DEFAULT 'W' CHECK (queue_data_status IN ('W', 'R', 'E', 'X')),
  data TEXT,
  corrected INTEGER NOT NULL DEFAULT 0 CHECK (corrected IN (0, 1)),
  user_interaction_locked INTEGER NOT NULL DEFAULT 0 CHECK (user_interaction_locked IN (0, 1)),
  user_interaction_user TEXT,
  user_interaction_modified INTEGER,
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  PRIMARY KEY (queueid, queuekey),
  UNIQUE (workflow_instanceid, stepid, ind)
) STRICT, WITHOUT ROWID;

CREATE TABLE workflow_events (
  workflow_event_typeid INTEGER NOT NULL REFERENCES workflow_event_types,
  eventkey TEXT NOT NULL,
  event_posted INTEGER NOT NULL DEFAULT 0 CHECK (event_posted IN (0, 1)),
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  PRIMARY KEY (workflow_event_typeid, eventkey)
) STRICT, WITHOUT ROWID;

INSERT INTO workflow_events (workflow_event_typeid, eventkey, event_posted, created, modified)
VALUES (0, 'OMQ-SYSTEM-DEFAULT-EVENT', 1, 0, 0);

CREATE TABLE step_instance_events (
  workflow_instanceid INTEGER NOT NULL REFERENCES workflow_instance,
  stepid INTEGER NOT NULL,
  ind INTEGER NOT NULL,
  workflow_event_typeid INTEGER NOT NULL,
  eventkey TEXT NOT NULL,
  PRIMARY KEY (workflow_instanceid, stepid, ind),
  FOREIGN KEY (workflow_event_typeid, eventkey) REFERENCES workflow_events
) STRICT, WITHOUT ROWID;

CREATE INDEX step_instance_events_key ON step_instance_events (workflow_event_typeid, eventkey);

-- What children left for their parent order.
CREATE TABLE workflow_feedback (
  workflow_instanceid INTEGER NOT NULL REFERENCES workflow_instance,
  keyname TEXT NOT NULL,
  info TEXT,
  PRIMARY KEY (workflow_instanceid, keyname)
) STRICT, WITHOUT ROWID;

CREATE TABLE error_instance (
  error_instanceid INTEGER NOT NULL PRIMARY KEY,
  workflow_instanceid INTEGER REFERENCES workflow_instance,
  stepid INTEGER,
  ind INTEGER,
  severity TEXT NOT NULL,
  retry INTEGER NOT NULL CHECK (retry IN (0, 1)),
  error TEXT NOT NULL,
  description TEXT,
  info TEXT,
  business_error INTEGER NOT NULL DEFAULT 0 CHECK (business_error IN (0, 1)),
  created INTEGER NOT NULL
) STRICT;

CREATE INDEX error_instance_order ON error_instance (workflow_instanceid) WHERE workflow_instanceid IS NOT NULL;

-- One row per transition, kept with the order. `patch` is a JSON merge patch of the data it changed, never sensitive data.
CREATE TABLE order_history (
  workflow_instanceid INTEGER NOT NULL REFERENCES workflow_instance,
  sequence INTEGER NOT NULL,
  created INTEGER NOT NULL,
  who TEXT NOT NULL,
  transition TEXT NOT NULL,
  status TEXT NOT NULL,
  previous_status TEXT,
  segmentid INTEGER,
  stepid INTEGER,
  ind INTEGER,
  attempt INTEGER,
  patch TEXT,
  PRIMARY KEY (workflow_instanceid, sequence)
) STRICT, WITHOUT ROWID;

-- Values are encrypted; `svalue` is a blind index (HMAC) for look-up. `keyid` names the key that row was encrypted with.
CREATE TABLE sensitive_order_data (
  workflow_instanceid INTEGER NOT NULL REFERENCES workflow_instance,
  skey TEXT NOT NULL,
  svalue TEXT NOT NULL,
  keyid TEXT NOT NULL,
  svalue_enc BLOB NOT NULL,
  data BLOB NOT NULL,
  iv BLOB NOT NULL,
  mac BLOB NOT NULL,
  meta BLOB,
  miv BLOB,
  mmac BLOB,
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  PRIMARY KEY (workflow_instanceid, skey, svalue)
) STRICT, WITHOUT ROWID;

CREATE INDEX sensitive_order_data_value ON sensitive_order_data (skey, svalue);

CREATE TABLE sensitive_order_data_keys (
  workflow_instanceid INTEGER NOT NULL REFERENCES workflow_instance,
  alias TEXT NOT NULL,
  skey TEXT NOT NULL,
  svalue TEXT NOT NULL,
  PRIMARY KEY (workflow_instanceid, alias)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------------------------------------------------------------
-- Jobs and SLA

CREATE TABLE sla (
  slaid INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  units TEXT NOT NULL DEFAULT 'seconds',
  description TEXT,
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL
) STRICT;

CREATE TABLE sla_events (
  sla_eventid INTEGER NOT NULL PRIMARY KEY,
  slaid INTEGER NOT NULL REFERENCES sla,
  value REAL NOT NULL,
  producer TEXT,
  success INTEGER NOT NULL CHECK (success IN (0, 1)),
  err TEXT,
  errdesc TEXT,
  created INTEGER NOT NULL
) STRICT;

CREATE INDEX sla_events_sla ON sla_events (slaid, created);

CREATE TABLE jobs (
  jobid INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  version TEXT NOT NULL,
  patch TEXT,
  description TEXT,
  author TEXT,
  job_modules TEXT,
  sessionid INTEGER NOT NULL DEFAULT 0 REFERENCES sessions,
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  manual_active INTEGER NOT NULL DEFAULT 0 CHECK (manual_active IN (0, 1)),
  remote INTEGER NOT NULL DEFAULT 1 CHECK (remote IN (0, 1)),
  manual_remote INTEGER NOT NULL DEFAULT 0 CHECK (manual_remote IN (0, 1)),
  open INTEGER NOT NULL DEFAULT 0,
  run_skipped INTEGER NOT NULL DEFAULT 1 CHECK (run_skipped IN (0, 1)),
  single_instance INTEGER NOT NULL DEFAULT 0 CHECK (single_instance IN (0, 1)),
  enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
  code TEXT,
  class_based INTEGER NOT NULL DEFAULT 1,
  class_name TEXT,
  language TEXT NOT NULL DEFAULT 'typescript',
  month TEXT,
  day TEXT,
  wday TEXT,
  hour TEXT,
  minute TEXT,
  recurring INTEGER,
  timezone TEXT, -- ours; absent = the engine's
  last_executed INTEGER,
  last_executed_job_instanceid INTEGER,
  expiry_date INTEGER,
  manually_updated INTEGER NOT NULL DEFAULT 0 CHECK (manually_updated IN (0, 1)),
  custom_trigger INTEGER,
  slaid INTEGER REFERENCES sla,
  loggerid INTEGER,
  manifest TEXT NOT NULL,
  source_file TEXT NOT NULL,
  source_hash TEXT NOT NULL,
  removed INTEGER,
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL
) STRICT;

CREATE TABLE job_tags (
  jobid INTEGER NOT NULL REFERENCES jobs,
  tag TEXT NOT NULL,
  value TEXT,
  PRIMARY KEY (jobid, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE job_instance (
  job_instanceid INTEGER NOT NULL PRIMARY KEY,
  jobid INTEGER NOT NULL REFERENCES jobs,
  sessionid INTEGER NOT NULL REFERENCES sessions,
  jobstatus TEXT NOT NULL CHECK (jobstatus IN ('I', 'C', 'E', 'Z')),
  info TEXT,
  started INTEGER NOT NULL,
  completed INTEGER,
  modified INTEGER NOT NULL
) STRICT;

CREATE INDEX job_instance_job ON job_instance (jobid);
CREATE INDEX job_instance_running ON job_instance (sessionid) WHERE jobstatus = 'I';

CREATE TABLE job_errors (
  job_errorid INTEGER NOT NULL PRIMARY KEY,
  job_instanceid INTEGER REFERENCES job_instance,
  severity TEXT NOT NULL,
  error TEXT NOT NULL,
  description TEXT,
  info TEXT,
  business_error INTEGER NOT NULL DEFAULT 0 CHECK (business_error IN (0, 1)),
  created INTEGER NOT NULL
) STRICT;

CREATE INDEX job_errors_instance ON job_errors (job_instanceid);

-- Cleared when a run ends COMPLETE.
CREATE TABLE job_state_data (
  jobid INTEGER NOT NULL PRIMARY KEY REFERENCES jobs,
  data TEXT NOT NULL
) STRICT;

-- Never cleared by the engine.
CREATE TABLE job_persistent_state_data (
  jobid INTEGER NOT NULL PRIMARY KEY REFERENCES jobs,
  data TEXT NOT NULL
) STRICT;

-- ---------------------------------------------------------------------------------------------------------------------
-- Audit

CREATE TABLE audit_events (
  audit_eventid INTEGER NOT NULL PRIMARY KEY,
  related_audit_eventid INTEGER,
  workflowid INTEGER,
  workflow_instanceid INTEGER,
  stepid INTEGER,
  ind INTEGER,
  jobid INTEGER,
  job_instanceid INTEGER,
  serviceid INTEGER,
  audit_event_code INTEGER NOT NULL,
  audit_user_event TEXT,
  reason TEXT,
  who TEXT NOT NULL,
  source TEXT NOT NULL,
  info1 TEXT,
  info2 TEXT,
  created INTEGER NOT NULL
) STRICT;

CREATE INDEX audit_events_order ON audit_events (workflow_instanceid) WHERE workflow_instanceid IS NOT NULL;
