import os from 'node:os';
import type { SessionId } from '../../schemas/model/ids.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import { productVersion } from '../base/product-version.ts';
import { auditRow } from '../engine/events/audit.ts';
import type { ServerOptions } from '../engine/options/server-options.ts';
import type { SessionStore } from '../engine/store/store.ts';
import { exitCodes, StartFailure } from './start-failure.ts';

/**
 * Start-up step 5 (manual: application session model). The caller holds the owner lock, so the process of an ACTIVE session
 * of this key is proven dead: it is recovered where `auto-recover` says so, and otherwise the engine does not start.
 */
export async function openApplicationSession(
  store: SessionStore,
  options: ServerOptions,
  parts: { readonly instanceKey: string; readonly url: string; readonly clock: Clock; readonly log: Logger },
): Promise<SessionId> {
  const { instanceKey, url, clock, log } = parts;
  const old = await store.findActiveSession(instanceKey);
  if (old !== undefined) {
    if (!options.flag('auto-recover')) throw notRecovered(instanceKey, old.pid);
    log.warn(`Session ${old.sessionId} (process ${old.pid} on ${old.host}) ended without closing; recovering it.`);
    const batchSize = options.number('sql-default-blocksize');
    const about = { info1: `session ${old.sessionId}` };
    const counts = await store.recoverSession(old.sessionId, {
      now: clock.nowMicros(),
      batchSize,
      audit: {
        start: auditRow(options, 'system', 'SYSTEM-RECOVERY-START', {}, about),
        job: ({ jobId, jobInstanceId }) =>
          auditRow(options, 'jobs', 'JOB-RECOVERY', {}, { jobId, jobInstanceId, info1: 'IN-PROGRESS', info2: 'CRASH' }),
        complete: (found) =>
          auditRow(
            options,
            'system',
            'SYSTEM-RECOVERY-COMPLETE',
            {},
            {
              ...about,
              info2: `${found.steps} steps, ${found.segments} segments, ${found.orders} orders`,
            },
          ),
      },
    });
    log.info(
      `Recovered: ${counts.steps} steps, ${counts.segments} segments and ${counts.orders} orders are RETRY now.`,
    );
  }
  const session = { instanceKey, url, host: os.hostname(), version: productVersion(), pid: process.pid };
  const audit = auditRow(options, 'system', 'SYSTEM-STARTUP', {}, { info1: instanceKey, info2: session.version });
  return store.openSession({ ...session, now: clock.nowMicros(), audit });
}

function notRecovered(instanceKey: string, pid: number): StartFailure {
  return new StartFailure(
    exitCodes.session,
    `The last engine of "${instanceKey}" (process ${pid}) ended without closing its session, and auto-recover is false. Set \`qorus.auto-recover = true\` to let this start recover its orders.`,
  );
}
