import type { EngineParts } from '../execution/parts.ts';
import { StoreUnavailable } from '../store/store.ts';

/** Records what has happened already: while the store cannot write it waits for it, as orders do. */
export async function recordFirmly<T>({ outage }: EngineParts, record: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      const recorded = await record();
      outage.succeeded();
      return recorded;
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      outage.failed(error);
      await outage.reopened();
    }
  }
}
