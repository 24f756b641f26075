import { Job, type JobRun } from 'ordo';
import { readLedger } from '../src/ledger.ts';
import { findPayment } from '../src/payment.ts';

/**
 * Goes through the payments that the ledger gained since the last run, in pages. How far it came is state data: after a crash or an error
 * the next run goes on there, and a complete run leaves the end as persistent state for the next night.
 */
export class ReconcilePayments extends Job {
  async run(job: JobRun): Promise<void> {
    const lines = await readLedger();
    const start = job.persistentStateData.get('line') ?? 0;
    let line: number = job.stateData.get('line') ?? start;
    let differences: number = job.stateData.get('differences') ?? 0;
    for (; line < lines.length; line += pageSize) {
      for (const entry of lines.slice(line, line + pageSize)) {
        if (entry.effect?.type !== 'payment') continue;
        if ((await findPayment(entry.effect.reference, job.signal))?.id !== undefined) continue;
        differences += 1;
        job.err('PAYMENT-NOT-FOUND', `${entry.effect.reference}: in the ledger, but not in the payment system`, {
          business: true,
          severity: 'MINOR',
        });
      }
      await job.stateData.save({ line: Math.min(line + pageSize, lines.length), differences });
    }
    await job.info.save({ lines: lines.length - start, differences });
    await job.persistentStateData.save({ line: lines.length });
    if (differences > 0) job.err('LEDGER-DIFFERS', `${differences} payments differ`, { business: true });
  }
}

const pageSize = 50;
