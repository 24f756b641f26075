import type { TestContext } from 'node:test';
import type { Store } from '../../../../server/engine/store/store.ts';
import { describeCommits } from './contract/commits.ts';
import { describeDefinitions } from './contract/definitions.ts';
import { describeOrders } from './contract/orders.ts';
import { describeQueries } from './contract/queries.ts';
import { describeSessions } from './contract/sessions.ts';
import { describeWaiting } from './contract/waiting.ts';

/** Opens an empty store; it and what it needs go away with the test. */
export type OpenStore = (t: TestContext) => Promise<Store>;

/** What every store must do, whatever database is behind it. */
export function describeStore(name: string, open: OpenStore): void {
  describeOrders(name, open);
  describeCommits(name, open);
  describeWaiting(name, open);
  describeSessions(name, open);
  describeDefinitions(name, open);
  describeQueries(name, open);
}
