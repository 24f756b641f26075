import type { ObjectIdentity } from '../../../../../schemas/model/steps.ts';
import { identityOf, objectKey, type Deployed, type OrdersInFlight } from '../../../releases/deployed.ts';
import type { StoredErrorDefinition } from '../../definitions.ts';
import { readJobs } from '../jobs/job-rows.ts';
import type { Sqlite } from '../open-database.ts';
import { readErrors } from './error-rows.ts';
import { readObjects, readSteps, readWorkflows } from './read-definitions.ts';

/** What a release is compared with, as of the running transaction. */
export function readDeployed(db: Sqlite): Deployed {
  const workflows = readWorkflows(db);
  const hasBundle = db.prepare('SELECT 1 FROM bundles WHERE hash = ?');
  return {
    workflows: new Map(workflows.map(({ manifest }) => [identityOf(manifest), manifest])),
    steps: new Map(readSteps(db).map(({ manifest }) => [identityOf(manifest), manifest])),
    objects: new Map(readObjects(db).map((object) => [objectKey(object), object])),
    jobs: new Map(readJobs(db).map(({ manifest }) => [manifest.name, manifest])),
    globalErrors: byName(readErrors(db, undefined)),
    workflowErrors: new Map(workflows.map(({ manifest, errors }) => [identityOf(manifest), byName(errors)])),
    hasBundle: (hash) => hasBundle.get(hash) !== undefined,
    ordersThatNeed: (kind, identity) => ordersThatNeed(db, kind, identity),
  };
}

function byName(errors: readonly StoredErrorDefinition[]): ReadonlyMap<string, StoredErrorDefinition> {
  return new Map(errors.map((definition) => [definition.error, definition]));
}

/** Statuses from which an order may go on; the others are final. */
export const unfinishedStatuses = `('Y', 'S', 'I', 'E', 'R', 'W', 'A', 'V', 'N', 'B')`;

function ordersThatNeed(db: Sqlite, kind: 'workflow' | 'step', identity: ObjectIdentity): OrdersInFlight {
  const ids = db
    .prepare(kind === 'workflow' ? ordersOfWorkflow : ordersWithStep)
    .pluck()
    .all(identity) as number[];
  return { count: ids.length, examples: ids.slice(0, 5) };
}

const ordersOfWorkflow = `
  SELECT o.workflow_instanceid FROM workflow_instance o JOIN workflows w USING (workflowid)
  WHERE o.workflowstatus IN ${unfinishedStatuses} AND w.name || ':' || w.version = ? ORDER BY o.workflow_instanceid`;
const ordersWithStep = `
  SELECT DISTINCT o.workflow_instanceid FROM workflow_instance o
  JOIN step_instance i USING (workflow_instanceid) JOIN steps s USING (stepid)
  WHERE o.workflowstatus IN ${unfinishedStatuses} AND i.stepstatus <> 'C' AND s.name || ':' || s.version = ?
  ORDER BY o.workflow_instanceid`;
