import { test } from 'node:test';
import { checkDiagnostics } from '../../../support/check-diagnostics.ts';

function step(keys: string): Promise<void> {
  const head = 'type: step\nname: pay\nversion: "1.0"\n';
  return checkDiagnostics(
    {
      'pay.step.yaml': head + keys,
      'pay.step.ts': '',
      'q.queue.yaml': 'type: queue\nname: q\ndesc: Q.\n',
      'e.event.yaml': 'type: event\nname: e\ndesc: E.\n',
    },
    { skipTypeScript: true },
  );
}

test('the keys of a step agree with its type', async () => {
  await step('base-class-name: NormalStep\nsteptype: NORMAL\narraytype: NONE\n');
  await step(
    'base-class-name: QorusAsyncArrayStep\nsteptype: ASYNC\narraytype: SERIES\nqueue: q\nuser-interaction: true\n',
  );
  await step('base-class-name: NormalStep\nsteptype: <|ASYNC|> # ORDO-STEP-001\n');
  await step('base-class-name: NormalStep\narraytype: <|SERIES|> # ORDO-STEP-002\n');
  await step('steptype: NORMAL\n<|queue|>: q # ORDO-STEP-004\n');
  await step('steptype: NORMAL\n<|event|>: e # ORDO-STEP-006\n');
  await step('steptype: EVENT\nevent: e\n<|user-interaction|>: true # ORDO-STEP-007\n');
});

test('asynchronous steps need a queue, event steps an event', async () => {
  const named = (base: string, code: string): Promise<void> =>
    checkDiagnostics(
      {
        'pay.step.yaml': `type: step\nname: <|pay|> # ${code}\nversion: "1.0"\nbase-class-name: ${base}\n`,
        'pay.step.ts': '',
      },
      { skipTypeScript: true },
    );
  await named('AsyncStep', 'ORDO-STEP-003');
  await named('EventArrayStep', 'ORDO-STEP-005');
});

test('an arraytype of PARALLEL is not offered', () => step('arraytype: <|PARALLEL|> # ORDO-KEY-007\n'));

test('error definitions are what they seem', () =>
  checkDiagnostics(`
    type: errors
    name: shop
    desc: Errors.
    errors:
      - { name: A, desc: a, status: RETRY, retry-delay: 5 }
      - { name: B, desc: b, retry_flag: true, retry-delay: 5 }
      - { name: C, desc: c, <|retry-delay|>: 5 } # ORDO-ERR-001
      - { name: D, desc: d, status: RETRY, <|retry_flag|>: true } # ORDO-ERR-002
      - { name: <|A|>, desc: e } # ORDO-ERR-003
      - { name: F, desc: f, severity: WARNING, status: <|ERROR|> } # ORDO-ERR-004
      - { name: G, desc: g, severity: WARNING }
  `));

function job(keys: string, name = 'job'): Promise<void> {
  const head = `type: job\nname: ${name}\nversion: "1.0"\ndesc: Cleans.\n`;
  return checkDiagnostics({ 'clean.job.yaml': head + keys, 'clean.job.ts': '' }, { skipTypeScript: true });
}

test('a job has a schedule or an interval', async () => {
  await job('duration: 60\n');
  await job('schedule: { minutes: "30", hours: "4", days: "1,15", months: "*", dow: fri }\n');
  await job('', '<|job|> # ORDO-JOB-002');
  await job(
    'schedule: { minutes: "1", hours: "*", days: "*", months: "*", dow: "*" }\n<|recurring|>: 5 # ORDO-JOB-001\n',
  );
});

test('fields of a schedule are checked', async () => {
  const at = (minutes: string, dow = '"*"', code = ''): Promise<void> =>
    job(`schedule: { minutes: ${minutes}, hours: "*", days: "*", months: JAN-mar, dow: ${dow} }${code}\n`);
  for (const good of ['"*"', '"*/2"', '"0-12/3"', '"1-4,8-12"', '"0,59"']) await at(good);
  for (const good of ['sun', 'mon-fri', '"7"', 'SAT']) await at('"0"', good);
  for (const bad of ['"60"', '1-', '"*/0"', '5-1', '"1,,2"']) await at(`<|${bad}|>`, '"*"', ' # ORDO-JOB-003');
  await at('"0"', '<|fry|>', ' # ORDO-JOB-003');
  await at('<|"1 2"|>', '"*"', ' # ORDO-JOB-003');
  await at('<|5/15|>', '"*"', ' # ORDO-JOB-003');
});

test('a schedule that never comes, and a zone that does not exist', async () => {
  const days = (text: string, dow = '"*"'): string =>
    `schedule: { minutes: "0", hours: "0", days: ${text}, months: feb, dow: ${dow} }`;
  await job(`${days('<|"30,31"|>')} # ORDO-JOB-004\n`);
  await job(`${days('"30"', 'fri')}\ntimezone: Europe/Berlin\n`);
  await job('duration: 60\ntimezone: <|Europe/Berlln|> # ORDO-JOB-005\n');
});
