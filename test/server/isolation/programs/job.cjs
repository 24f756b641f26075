/* eslint-disable @typescript-eslint/no-require-imports -- CommonJS, as the bundles of deploy are */
'use strict';
const { Job } = require('ordo');

/** What a run does is chosen by the option `does`. */
const deeds = {
  nothing: () => undefined,
  data: async (job) => {
    await job.stateData.save({ page: 1 });
    await job.stateData.savePath('last.page', 2);
    await job.persistentStateData.update({ seen: (job.persistentStateData.get('seen') ?? 0) + 1 });
    await job.info.save({ done: job.stateData.get() });
    await job.stateData.clear();
  },
  errors: (job) => {
    job.err('LEDGER-DIFFERS', { by: 3 }, { description: 'It differs', business: true });
    job.err('SMALL', 'a detail', { severity: 'MINOR' });
    job.warn('SLOW', 'it took long');
  },
  throws: () => {
    throw Object.assign(new Error('no ledger'), { code: 'NO-LEDGER' });
  },
  trigger: async (job) => {
    if (!(await job.setTrigger(new Date('2026-01-02T00:00:00Z')))) job.warn('REFUSED');
    await job.setOptions({ seen: true });
  },
  hangs: () => {
    for (;;);
  },
  exits: () => process.exit(3),
  killed: () => process.kill(process.pid, 'SIGKILL'),
  leaks: () => {
    const kept = [];
    for (;;) kept.push(new Array(1e6).fill(kept.length));
  },
  waits: (job) => job.sleep(60_000),
};

exports.job = class Poller extends Job {
  run(job) {
    return deeds[job.options.does](job);
  }
};
