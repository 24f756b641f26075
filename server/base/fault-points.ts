/**
 * Named places at which a test may end the process as a crash would (design section 3, rule 6).
 * `ORDO_FAULT=name[:n]` kills with SIGKILL at the n-th passage (default 1) of the point `name`;
 * `ORDO_FAULT_LIST=file` appends each passage's name to a file, so that a test can walk them all.
 * Without these variables a passage costs one comparison.
 */
import { appendFileSync } from 'node:fs';

const [target, passage] = parseTarget(process.env['ORDO_FAULT']);
const listFile = process.env['ORDO_FAULT_LIST'];
const isArmed = target !== undefined || listFile !== undefined;
let passages = 0;

/** Marks a point at which a crash is tested. Names read `where.when`, for example `store.before-commit`. */
export function faultPoint(name: string): void {
  if (isArmed) reach(name);
}

function reach(name: string): void {
  if (listFile !== undefined) appendFileSync(listFile, `${name}\n`);
  if (name !== target) return;
  passages += 1;
  if (passages === passage) process.kill(process.pid, 'SIGKILL');
}

function parseTarget(text: string | undefined): [string | undefined, number] {
  if (text === undefined || text === '') return [undefined, 0];
  const match = /^(.*):(\d+)$/.exec(text);
  return match ? [match[1], Number(match[2])] : [text, 1];
}
