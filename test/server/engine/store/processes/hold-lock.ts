/** Takes the owner lock of the file it is given, says so, and keeps it until it is told to end. */
import { takeOwnerLock } from '../../../../../server/engine/store/sqlite/owner-lock.ts';

const lock = takeOwnerLock(process.argv[2] ?? '');
process.stdout.write(lock === undefined ? 'refused\n' : 'locked\n');
if (lock !== undefined) {
  process.stdin.once('data', () => {
    lock.release();
    process.stdout.write('released\n');
    process.stdin.destroy();
  });
}
