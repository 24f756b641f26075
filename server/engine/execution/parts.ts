import type { ObjectIdentity } from '../../../schemas/model/steps.ts';
import type { SessionId } from '../../../schemas/model/ids.ts';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { RunnerHost } from '../../isolation/runner-host.ts';
import type { AlertBoard } from '../alerts/alert-board.ts';
import type { AuditTrail } from '../events/audit-trail.ts';
import type { DebugGate } from '../debug/debug-gate.ts';
import type { EventLog } from '../events/event-log.ts';
import type { EngineOptions } from '../options/options.ts';
import type { SensitiveData } from '../sensitive/sensitive-data.ts';
import type { Store } from '../store/store.ts';
import type { BundleFiles } from './bundle-files.ts';
import type { StoreOutage } from './store-outage.ts';

/** What the parts of one engine share. */
export interface EngineParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly options: EngineOptions;
  readonly runners: { readonly process: RunnerHost; readonly shared: RunnerHost };
  readonly sessionId: SessionId;
  readonly log: Logger;
  /** The log of one program: what its code writes, and what the engine has to say about it. */
  readonly programLog: (program: ObjectIdentity) => Logger;
  readonly events: EventLog;
  readonly alerts: AlertBoard;
  readonly audit: AuditTrail;
  readonly outage: StoreOutage;
  readonly bundles: BundleFiles;
  readonly sensitive: SensitiveData;
  readonly debug: DebugGate;
}

/** Who acts when nobody asked: the engine itself, in history and audit. */
export const engineItself = 'ordo';
