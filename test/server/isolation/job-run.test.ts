import assert from 'node:assert/strict';
import path from 'node:path';
import { after, test } from 'node:test';
import type { JsonText } from '../../../schemas/model/data.ts';
import type { JobApiCall, JobSnapshot, RaisedError } from '../../../schemas/protocol/runner.ts';
import { encodeData } from '../../../server/base/tagged-json.ts';
import { ProcessRunnerHost } from '../../../server/isolation/process-runner-host.ts';
import type { ProgramPool } from '../../../server/isolation/program-pool.ts';
import type { CallOutcome, CallPeer } from '../../../server/isolation/runner-host.ts';
import { createHost, disposeHosts } from './fixture.ts';

const form = { name: 'process', create: (options) => new ProcessRunnerHost(options) } as const satisfies Parameters<
  typeof createHost
>[0];
const spec = {
  program: 'job poller:1.0',
  bundleHash: 'one',
  bundleFile: path.join(import.meta.dirname, 'programs', 'job.cjs'),
} as const;

after(disposeHosts);

class JobPeer implements CallPeer<JobApiCall> {
  readonly calls: JobApiCall[] = [];
  readonly errors: RaisedError[] = [];

  async api(call: JobApiCall): Promise<JsonText | undefined> {
    this.calls.push(call);
    return call.name === 'setJobTrigger' ? ('false' as JsonText) : undefined;
  }

  raised(error: RaisedError): void {
    this.errors.push(error);
  }

  log(): void {}
}

async function run(
  host: ProgramPool,
  does: string,
  more: Partial<JobSnapshot> & { readonly timeoutMs?: number } = {},
): Promise<{ readonly outcome: CallOutcome; readonly peer: JobPeer }> {
  const { timeoutMs, ...changes } = more;
  const job: JobSnapshot = {
    jobId: 1,
    jobInstanceId: 2,
    name: 'poller',
    version: '1.0',
    description: '',
    remote: true,
    trigger: 'schedule',
    started: '2026-01-01T00:00:00.000Z',
    options: { does },
    ...changes,
  };
  const peer = new JobPeer();
  const outcome = await host.invokeJob(spec, { job, ...(timeoutMs === undefined ? {} : { timeoutMs }) }, peer);
  return { outcome, peer };
}

test('a dry run tells the class of a job', async () => {
  const { host } = createHost(form);
  const inspection = await host.inspect(spec);
  assert.equal(inspection.ok && inspection.loaded.jobClass, 'Poller');
});

test('a job keeps its data through the engine, and its errors reach it in order', async () => {
  const { host } = createHost(form);
  const data = await run(host, 'data', { persistentStateData: encodeData({ seen: 4 }) });
  assert.deepEqual(data.outcome, { kind: 'returned' });
  assert.deepEqual(
    data.peer.calls.map((call) => call.name === 'saveJobData' && [call.kind, call.data]),
    [
      ['state', '{"page":1}'],
      ['state', '{"page":1,"last":{"page":2}}'],
      ['persistent', '{"seen":5}'],
      ['info', '{"done":{"page":1,"last":{"page":2}}}'],
      ['state', null],
    ],
  );
  const errors = await run(host, 'errors');
  assert.deepEqual(
    errors.peer.errors.map(({ error, info, severity, business }) => [error, info, severity, business]),
    [
      ['LEDGER-DIFFERS', '{ by: 3 }', 'MAJOR', true],
      ['SMALL', 'a detail', 'MINOR', undefined],
      ['SLOW', 'it took long', 'WARNING', undefined],
    ],
  );
  const trigger = await run(host, 'trigger');
  assert.deepEqual(trigger.peer.calls, [
    { name: 'setJobTrigger', at: '2026-01-02T00:00:00.000Z' },
    { name: 'setJobOptions', options: { seen: true } },
  ]);
  assert.deepEqual(
    trigger.peer.errors.map(({ error }) => error),
    ['REFUSED'],
  );
});

test('a misbehaving run ends with an outcome, and the next one runs', async () => {
  const { host } = createHost(form, { memoryMb: 128 });
  const thrown = await run(host, 'throws');
  assert.ok(thrown.outcome.kind === 'threw' && thrown.outcome.error.error === 'NO-LEDGER');
  const hung = await run(host, 'hangs', { timeoutMs: 200 });
  assert.equal(hung.outcome.kind, 'timed-out');
  for (const does of ['exits', 'killed', 'leaks']) {
    const { outcome } = await run(host, does);
    assert.equal(outcome.kind, 'lost', does);
    const next = await run(host, 'nothing');
    assert.deepEqual(next.outcome, { kind: 'returned' }, `after ${does}`);
  }
});

test('a run that waits is told to end', async () => {
  const { host } = createHost(form);
  const { outcome } = await run(host, 'waits', { timeoutMs: 200 });
  assert.equal(outcome.kind, 'timed-out');
});
