import { optionRow as row, startup, type OptionRow } from './option-row.ts';

const mebibyte = 1024 * 1024;
const bytes = { minimum: 1024, maximum: 1024 * mebibyte };

/** Options that the manual does not have (design section 10 names the reasons). */
export const ownRows: readonly OptionRow[] = [
  row(
    'max-concurrent-orders',
    'int',
    1000,
    'Orders worked on at once by workflows without `max_instances`; one workflow takes at most half while others wait.',
    { minimum: 1, maximum: 1_000_000 },
  ),
  row('max-datum-bytes', 'int', mebibyte, 'Largest single value of order data.', bytes),
  row('max-order-bytes', 'int', 16 * mebibyte, 'Most data of one order.', bytes),
  row('max-request-bytes', 'int', 10 * mebibyte, 'Largest body of a request, also after decompression.', {
    ...bytes,
    ...startup,
  }),
  row('max-release-bytes', 'int', 256 * mebibyte, 'Largest body of a release.', { ...bytes, ...startup }),
  row('runner-limit', 'int', 16, 'Runner processes at once; the oldest idle one gives way.', {
    ...startup,
    minimum: 1,
    maximum: 10_000,
  }),
  row('runner-idle-seconds', 'int', 60, 'Seconds after which an idle program is unloaded.', {
    ...startup,
    minimum: 0,
    maximum: 86_400,
  }),
  row(
    'runner-memory-mb',
    'int',
    512,
    'Heap of one program in MiB; a program that needs more is ended and its steps are retried.',
    { ...startup, minimum: 32, maximum: 65_536 },
  ),
  row(
    'step-timeout',
    'int',
    0,
    'Seconds after which a hanging call of a step ends with STEP-TIMEOUT; 0 = never. A step’s own `step-timeout` wins.',
    { minimum: 0, maximum: 31_536_000 },
  ),
  row(
    'shutdown-grace',
    'int',
    10,
    'Seconds for which a shutdown waits for running steps before their runners are ended; those steps are retried at the next start.',
    { minimum: 0, maximum: 3600 },
  ),
  row('lease-seconds', 'int', 30, 'Seconds after which an engine started by an editor ends once nobody is attached.', {
    ...startup,
    minimum: 1,
    maximum: 86_400,
  }),
  row(
    'allowed-hosts',
    'list',
    null,
    'Further names under which browsers and programs may address this engine (`Host` header).',
    { ...startup, repeatable: true },
  ),
  row('allow-open-network', 'bool', false, 'Allow listeners on addresses other than loopback.', startup),
  row('history-retention', 'int', 0, 'Days for which the history of final orders is kept; 0 = for ever.', {
    minimum: 0,
    maximum: 36_500,
  }),
  row('max-log-bytes', 'int', 10 * mebibyte, 'Size at which a log file is rotated by itself.', {
    ...startup,
    minimum: 4096,
    maximum: 1024 * mebibyte,
  }),
  row('log-level', 'string', 'info', 'Least severe lines that are logged.', {
    choices: ['fatal', 'error', 'warn', 'info', 'debug', 'trace'],
  }),
];
