import assert from 'node:assert/strict';
import Database from 'better-sqlite3';
import { after, before, describe, test } from 'node:test';
import type { JobHash, JobResultRow } from '../../schemas/protocol/rest.ts';
import { EndSystems } from '../support/end-systems.ts';
import { copySample, readOrderFiles, type SampleProject } from '../support/project.ts';
import { deploy, ProjectEngine } from '../support/project-engine.ts';
import { waitFor } from '../support/wait.ts';

/** The sample's jobs on the engine that people use, killed in the middle of a run. */
describe('the jobs of the sample', () => {
  let project: SampleProject;
  let systems: EndSystems;
  let engine: ProjectEngine;

  before(async () => {
    project = copySample();
    systems = await EndSystems.start(project.folder);
    engine = await ProjectEngine.start(project);
    await deploy(project);
    const [file] = readOrderFiles('01-one-mug');
    assert.ok(file);
    const { workflow_instanceid } = await engine.client.createOrder(file.workflow, file.order);
    await engine.waitForEnd(workflow_instanceid);
  });
  after(async () => {
    await engine.kill();
    await systems.stop();
    project.remove();
  });

  const job = (): Promise<JobHash> => engine.client.call('GET', 'jobs/reconcile-payments') as never;
  const results = (): Promise<readonly JobResultRow[]> =>
    engine.client.call('GET', 'jobs/reconcile-payments/results?desc=false') as never;
  const recoveries = async (): Promise<readonly number[]> => {
    const database = new Database(engine.database, { readonly: true });
    const rows = database.prepare('SELECT job_instanceid FROM audit_events WHERE audit_event_code = 16').pluck().all();
    database.close();
    return rows as number[];
  };
  const run = (): Promise<{ readonly status: string }> =>
    engine.client.call('PUT', 'jobs/reconcile-payments/run') as never;

  test('the nightly reconciliation finds the payment of the order in the payment system', async () => {
    assert.equal((await job()).sched_txt, 'at 02:30');
    assert.equal((await run()).status, 'COMPLETE');
    const [result] = await results();
    assert.equal((result?.info as { differences: number }).differences, 0);
    const kept = await engine.client.call('GET', 'jobs/reconcile-payments/persistentStateData');
    // Looking a payment up is a line of the ledger, too.
    const { line } = kept as { readonly line: number };
    assert.ok(line > 0 && line < systems.ledger().length, `${line}`);
  });

  for (const point of [
    'job.before-invoke',
    'job.after-invoke',
    'store.after-commit.job-start',
    'store.before-commit.job-end',
  ]) {
    test(`killed at ${point}: the run is CRASH, the job is free, and the next run is complete`, async () => {
      const before = (await results()).length;
      await engine.kill();
      engine = await ProjectEngine.start(project, { env: { ORDO_FAULT: point } });
      await assert.rejects(run());
      await engine.exited;
      engine = await ProjectEngine.start(project, { options: ['audit=*'] });
      const crashed = (await results())[before];
      assert.deepEqual([crashed?.jobstatus, crashed?.completed === null], ['CRASH', false]);
      const { alerts, sessionid } = await job();
      assert.deepEqual([alerts.length, sessionid], [1, 0]);
      const audit = await recoveries();
      assert.ok(audit.includes(crashed?.job_instanceid ?? 0), 'the recovery is audited');
      assert.equal((await run()).status, 'COMPLETE');
      await waitFor('the alert to be cleared', async () => (await job()).alerts.length === 0);
    });
  }

  test('killed before its start is recorded: there was no run', async () => {
    const before = (await results()).length;
    await engine.kill();
    engine = await ProjectEngine.start(project, { env: { ORDO_FAULT: 'store.before-commit.job-start' } });
    await assert.rejects(run());
    await engine.exited;
    engine = await ProjectEngine.start(project);
    assert.equal((await results()).length, before);
  });
});
