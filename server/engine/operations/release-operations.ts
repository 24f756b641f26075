import type { AuditRecord } from '../../../schemas/model/audit.ts';
import type { JsonObject } from '../../../schemas/model/data.ts';
import type { Release } from '../../../schemas/model/release.ts';
import type { InstallAnswer } from '../../../schemas/protocol/rest.ts';
import type { EventName } from '../../../schemas/protocol/event.ts';
import type { Problem } from '../../../schemas/protocol/problem.ts';
import { isoFromMicros } from '../../base/clock.ts';
import type { Caller, ReleaseOperations } from '../engine.ts';
import type { Deployed } from '../execution/deployed.ts';
import type { Dispatcher } from '../execution/dispatcher.ts';
import type { Executions } from '../execution/executions.ts';
import type { EngineParts } from '../execution/parts.ts';
import type { JobScheduler } from '../jobs/job-scheduler.ts';
import { problemsOfRelease } from './runnable.ts';

interface Context {
  readonly parts: EngineParts;
  readonly dispatcher: Dispatcher;
  readonly executions: Executions;
  readonly deployed: Deployed;
  readonly jobs: JobScheduler;
  readonly checkRunning: () => void;
}

/** Installs releases: one transaction, then what runs is refreshed (manual: versioning). */
export function releaseOperations(context: Context): ReleaseOperations {
  const { parts, deployed } = context;
  return {
    install: (release, caller) => install(context, release, caller),
    knownBundles: async (hashes) => {
      const known = await Promise.all(hashes.map(async (hash) => (await parts.store.loadBundle(hash)) !== undefined));
      return hashes.filter((_, index) => known[index]);
    },
    list: async () =>
      deployed.definitions.releases.map(({ releaseId, name, created }): JsonObject => ({
        releaseid: releaseId,
        name,
        created: isoFromMicros(created),
      })),
  };
}

async function install(context: Context, release: Release, caller: Caller): Promise<InstallAnswer> {
  const { parts, executions, dispatcher } = context;
  context.checkRunning();
  const problems = problemsOfRelease(release);
  if (problems.length > 0) return refused(problems);
  const answer = await parts.store.installRelease(release, {
    now: parts.clock.nowMicros(),
    who: caller.who,
    autoErrorUpdate: parts.options.flag('auto-error-update'),
    audit: (installed) => auditOf(parts, caller, installed),
  });
  if (!answer.installed) return answer;
  await refresh(context);
  const objects = answer.objects.filter(({ action }) => action !== 'unchanged').length;
  parts.events.publish('RELEASE_INSTALLED', { releaseid: answer.releaseid, project: release.project, objects });
  for (const { kind, id, name, version, action } of answer.objects) {
    const event = kind === 'job' ? jobEvents[action] : undefined;
    if (event) parts.events.publish(event, { jobid: id, name, version });
  }
  for (const workflow of dispatcher.workflows.values()) {
    // What was stopped by hand or by a FATAL error stays so until it is deployed anew or started.
    const isChanged = answer.objects.some(({ kind, id, action }) => {
      return kind === 'workflow' && id === workflow.plan.workflowId && action !== 'unchanged';
    });
    if (!isChanged) continue;
    if (workflow.hasHook('oneTimeInit')) executions.initializeAgain(workflow);
    executions.autostart(workflow);
  }
  return answer;
}

/** New definitions are in force from here on; workflows that were removed stop. */
async function refresh({ deployed, dispatcher, executions, jobs }: Context): Promise<void> {
  const removed = await deployed.reload();
  await jobs.reload();
  for (const workflow of removed) {
    await executions.stopAll([workflow]);
    dispatcher.forget(workflow.plan.workflowId);
    await workflow.host.unload(workflow.program);
  }
}

const jobEvents: Readonly<Partial<Record<InstallAnswer['objects'][number]['action'], EventName>>> = {
  created: 'JOB_CREATED',
  updated: 'JOB_UPDATED',
  removed: 'JOB_DELETED',
};

function refused(problems: readonly Problem[]): InstallAnswer {
  return { installed: false, releaseid: null, objects: [], problems };
}

/** One row for each object that was loaded (manual: SOURCE-FILE-LOADED), and one for the call. */
function auditOf(
  { audit }: EngineParts,
  caller: Caller,
  { installed, objects }: InstallAnswer,
): readonly AuditRecord[] {
  const changed = installed ? objects.filter(({ action }) => action !== 'unchanged') : [];
  if (changed.length === 0) return [];
  return [
    ...changed.flatMap(({ kind, name, version, action, file }) =>
      audit.rows('oload', 'SOURCE-FILE-LOADED', caller, {
        info1: `${kind} ${name}${version === null ? '' : `:${version}`} ${action}`,
        info2: file,
      }),
    ),
    ...audit.rows('api', 'API-CALL', caller, { info1: `release of ${changed.length} objects` }),
  ];
}
