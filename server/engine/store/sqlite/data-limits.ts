import { StoreRefusal, type OrderDecision } from '../store.ts';

/** A ceiling for one stored datum, far above what the options allow; the engine holds those limits (design: order data). */
export const datumLimitBytes = 64 * 1024 * 1024;

/** Throws DATA-TOO-LARGE before anything is queued. */
export function refuseLargeData({ changes }: OrderDecision): void {
  for (const change of changes) {
    switch (change.type) {
      case 'order-created':
        refuse('Static data', change.staticData);
        refuse('Dynamic data', change.dynamicData);
        break;
      case 'static-data':
        refuse('Static data', change.data);
        break;
      case 'dynamic-data':
        refuse('Dynamic data', change.data);
        break;
      case 'step-data':
        refuse(`Step data of step ${change.stepId}`, change.data);
        break;
      default:
    }
  }
}

function refuse(what: string, text: string | null | undefined): void {
  // A character takes at most three bytes, so that most texts need not be measured.
  if (text === null || text === undefined || text.length * 3 <= datumLimitBytes) return;
  const bytes = Buffer.byteLength(text);
  if (bytes <= datumLimitBytes) return;
  throw new StoreRefusal('DATA-TOO-LARGE', `${what} has ${bytes} bytes; the limit is ${datumLimitBytes}`);
}
