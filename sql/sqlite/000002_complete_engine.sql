-- 000002 complete engine
--
-- What:  what the complete workflow engine adds to the foundation, a section for each subject.
-- Why:   every step kind, datum, hook, report and job of the manuals.
-- Older server: does not start on it; only new tables, columns and indexes, so its rows stay readable.

-- ---------------------------------------------------------------------------------------------------------------------
-- Reports: orders that ended in the last hours (SLA and order summary bands) are found without reading every order. An entry is
-- written once in an order's life.

CREATE INDEX workflow_instance_completed ON workflow_instance (completed) WHERE completed IS NOT NULL;

-- ---------------------------------------------------------------------------------------------------------------------
-- Values of configuration items, by level: step, job, service, workflow, global (owner 0). `value` is JSON; NULL = operations removed
-- the value, which a deploy does not undo. A row with manually_updated = 1 is left alone by deploys. `origin` says which
-- object's file set it ('' = the owner's own).

CREATE TABLE config_item_values (
  level TEXT NOT NULL CHECK (level IN ('step', 'job', 'service', 'workflow', 'global')),
  ownerid INTEGER NOT NULL,
  name TEXT NOT NULL,
  value TEXT,
  is_templated_string INTEGER NOT NULL DEFAULT 0 CHECK (is_templated_string IN (0, 1)),
  origin TEXT NOT NULL DEFAULT '',
  manually_updated INTEGER NOT NULL DEFAULT 0 CHECK (manually_updated IN (0, 1)),
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  PRIMARY KEY (level, ownerid, name)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------------------------------------------------------------
-- Step kinds: what `array` answered first (later answers must be the same), and data that came to a queue before any step
-- submitted its key.

CREATE TABLE step_instance_array (
  workflow_instanceid INTEGER NOT NULL REFERENCES workflow_instance,
  stepid INTEGER NOT NULL,
  element_count INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  PRIMARY KEY (workflow_instanceid, stepid)
) STRICT, WITHOUT ROWID;

CREATE TABLE early_queue_data (
  queueid INTEGER NOT NULL REFERENCES queues,
  queuekey TEXT NOT NULL,
  data TEXT NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (queueid, queuekey)
) STRICT, WITHOUT ROWID;

-- What waits and is freed is found by these, so that they hold only what waits.
CREATE INDEX step_instance_event_waiting ON step_instance (stepid) WHERE stepstatus = 'V';
CREATE INDEX step_instance_waiting ON step_instance (stepid) WHERE stepstatus = 'W';
CREATE INDEX queue_data_received ON queue_data (stepid) WHERE queue_data_status = 'R';

-- ---------------------------------------------------------------------------------------------------------------------
-- Option values of workflows that operations set (JSON); they go before deployed values and survive deploys.

CREATE TABLE workflow_option_values (
  workflowid INTEGER NOT NULL REFERENCES workflows,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  modified INTEGER NOT NULL,
  PRIMARY KEY (workflowid, name)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------------------------------------------------------------
-- Jobs: an expiry date and options that operations set are left alone by deploys; what triggered a run; results by time.

ALTER TABLE jobs ADD COLUMN manual_expiry INTEGER NOT NULL DEFAULT 0 CHECK (manual_expiry IN (0, 1));
ALTER TABLE jobs ADD COLUMN manual_options TEXT; -- JSON, over those of the manifest

CREATE INDEX job_instance_started ON job_instance (started);
