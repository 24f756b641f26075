import { auditOptions } from '../../../schemas/model/audit.ts';
import { clientRows } from './client-catalogue.ts';
import { ownRows } from './own-catalogue.ts';
import { optionRow as row, startup, unused, unusedAtStartup, type OptionRow } from './option-row.ts';

const seconds = { minimum: 0, maximum: 315_360_000 };
const count = { minimum: 0, maximum: 1_000_000_000 };
const perWorkflow = { workflow: true };

/** Server options of the manual, in its words and with its defaults (manual: system options). */
const serverRows: readonly OptionRow[] = [
  row(
    'instance-key',
    'string',
    null,
    'Unique name of this instance: owner of its session and of what it recovers.',
    startup,
  ),
  row('logdir', 'string', null, 'Folder of the log files; by default `logs` in the state folder.', startup),
  row('http-server', 'list', null, 'Listeners without encryption: `port` or `address:port`.', {
    ...startup,
    repeatable: true,
  }),
  row('http-secure-server', 'list', null, 'TLS listeners: `[address:]port[{cert=FILE;key=FILE;password=TEXT}]`.', {
    ...startup,
    repeatable: true,
    secret: true,
  }),
  row(
    'http-secure-certificate',
    'string',
    null,
    'PEM file with the certificate of TLS listeners that name none.',
    startup,
  ),
  row('http-secure-private-key', 'string', null, 'PEM file with the private key of that certificate.', startup),
  row('http-secure-private-key-password', 'string', null, 'Password of that key.', { ...startup, secret: true }),
  row('minimum-tls-13', 'bool', false, 'Refuse TLS versions below 1.3.', startup),
  row('disable-https-redirect', 'bool', false, 'Do not send browsers from HTTP to HTTPS.', unusedAtStartup),
  row(
    'auto-recover',
    'bool',
    true,
    'Recover a session whose engine ended without closing it. Refused while that engine lives.',
    startup,
  ),
  row('recover_delay', 'int', 60, 'Seconds before a step in RETRY is tried again.', { ...seconds, ...perWorkflow }),
  row(
    'async_delay',
    'int',
    600,
    'Seconds before an asynchronous step whose queue entry was not updated is recovered.',
    { ...seconds, ...perWorkflow },
  ),
  row('max-retries', 'int', 20, 'Retries in a row until a step becomes ERROR.', { ...count, ...perWorkflow }),
  row('max-async-retries', 'int', 20, 'Asynchronous retries until a step becomes ERROR.', { ...count, ...perWorkflow }),
  row('detach-delay', 'int', 3600, 'Seconds for which a detached order stays cached.', {
    ...seconds,
    effective: false,
  }),
  row('cache-max', 'int', 100_000, 'Most orders cached after detach.', { ...count, ...unusedAtStartup }),
  row('sync-delay', 'int', 3600, 'Seconds for which the key of a synchronization event stays cached.', {
    ...seconds,
    effective: false,
  }),
  row('max-events', 'int', 100_000, 'Size of the system event cache.', { ...startup, minimum: 1, maximum: 10_000_000 }),
  row('audit', 'list', null, 'Kinds of events to record in the audit; `*` = all.', {
    ...startup,
    repeatable: true,
    choices: [...auditOptions, '*'],
  }),
  row(
    'auto-error-update',
    'bool',
    true,
    'New error definitions may change existing ones; false: only new global ones are created.',
    startup,
  ),
  row('autostart-interfaces', 'bool', true, 'Start workflows and jobs with autostart when the engine starts.', startup),
  row(
    'manage-interfaces',
    'bool',
    true,
    'Start and stop interfaces as their connections come and go.',
    unusedAtStartup,
  ),
  row('rbac-security', 'bool', false, 'Role-based access control.', startup),
  row('rbac-force-user', 'list', null, '`host=user`: unauthenticated connections from there run as that user.', {
    ...unusedAtStartup,
    repeatable: true,
  }),
  row('rbac-external', 'string', null, 'External provider of users and roles.', unusedAtStartup),
  row(
    'systemdb',
    'string',
    null,
    'The system database: `sqlite:FILE`; by default `ordo.db` in the state folder.',
    startup,
  ),
  row('system-pool-minimum', 'int', 5, 'Least connections of the system pool.', {
    ...unusedAtStartup,
    minimum: 1,
    maximum: 1000,
  }),
  row('system-pool-maximum', 'int', 40, 'Most connections of the system pool.', {
    ...startup,
    minimum: 1,
    maximum: 1000,
  }),
  row('db-max-threads', 'int', 30, 'Database tasks at once; not above `system-pool-maximum`.', {
    ...startup,
    minimum: 1,
    maximum: 1000,
  }),
  row('sql-init-blocksize', 'int', 200, 'Orders read first when a workflow starts.', {
    ...unused,
    minimum: 1,
    maximum: 1_000_000,
  }),
  row('sql-default-blocksize', 'int', 5000, 'Orders read in later batches and in session recovery.', {
    minimum: 1,
    maximum: 1_000_000,
  }),
  row('dsp-warning-timeout', 'int', 5000, 'Milliseconds of waiting for a connection before an alert.', {
    ...count,
    effective: false,
  }),
  row('dsp-error-timeout', 'int', 120_000, 'Milliseconds of waiting for a connection before an exception.', {
    ...count,
    effective: false,
  }),
  row('default-datasource-coordinated', 'bool', false, 'Default coordination mode of pools.', unusedAtStartup),
  row('transient-alert-max', 'int', 1000, 'Transient alerts kept.', { ...startup, minimum: 1, maximum: 100_000 }),
  row('alert-fs-full', 'int', 85, 'Per cent of use at which a file system counts as full.', {
    ...unusedAtStartup,
    minimum: 1,
    maximum: 100,
  }),
  row('alert-smtp-enable', 'bool', false, 'Send alerts by mail.', unused),
  row('alert-smtp-connection', 'string', null, 'Mail connection of alerts.', unusedAtStartup),
  row('alert-smtp-from', 'string', 'alert_noreply@$instance', 'Sender of alert mails.', unusedAtStartup),
  row('alert-smtp-to', 'list', null, 'Recipients of alert mails.', { ...unusedAtStartup, repeatable: true }),
  row('alert-smtp-interval', 'int', 60, 'Seconds between alert mails.', { ...seconds, ...unusedAtStartup }),
  row('purge-sensitive-data-complete', 'bool', true, 'Purge sensitive data when an order is COMPLETE.'),
  row('purge-sensitive-data-canceled', 'bool', true, 'Purge sensitive data when an order is CANCELED.'),
  row('sensitive-data-key', 'string', null, 'File with the 32-byte key of sensitive data.', startup),
  row('sensitive-value-key', 'string', null, 'File with the key of 4 to 56 bytes for sensitive values.', startup),
  row('network-key', 'string', null, 'File with the 32-byte cluster key.', unusedAtStartup),
  row('node', 'hash', null, 'Node name = address.', unusedAtStartup),
  row('max-service-threads', 'int', 200, 'Threads per service.', { ...unusedAtStartup, ...count }),
  row('stack-size', 'int', null, 'Stack of a thread in bytes.', {
    ...unusedAtStartup,
    minimum: 524_288,
    maximum: 1_073_741_824,
  }),
  row('defines', 'hash', null, 'Parse defines for user code.', unusedAtStartup),
  ...['workflow', 'service', 'job', 'mapper', 'connection', 'dataprovider'].map((kind) =>
    row(`${kind}-modules`, 'list', null, `Extension modules of ${kind} code.`, {
      ...unusedAtStartup,
      repeatable: true,
    }),
  ),
  row('vmap-size-threshold', 'int', 100, 'Value maps up to this size are cached whole.', {
    ...count,
    effective: false,
  }),
  row('sla-max-events', 'int', 100, 'SLA events written together.', { ...count, ...unusedAtStartup }),
  row('sla-max-sync-secs', 'int', 30, 'Seconds after which SLA events are written.', { ...seconds, effective: false }),
  row('service-perf-events', 'bool', false, 'Raise SERVICE_METHOD_PERFORMANCE events.', unused),
  row('workflow-perf-events', 'bool', false, 'Raise WORKFLOW_PERFORMANCE events.', unused),
  row('workflow-step-perf-events', 'bool', false, 'Raise WORKFLOW_STEP_PERFORMANCE events.', unused),
  row('socket-min-throughput', 'int', 20_480, 'Bytes per second below which a connection raises an alert.', {
    ...count,
    effective: false,
  }),
  row('socket-min-throughput-ms', 'int', 1000, 'Least milliseconds measured for that.', { ...count, effective: false }),
  row('socket-warning-timeout', 'int', 10_000, 'Milliseconds of one socket action before an alert.', {
    ...count,
    effective: false,
  }),
  row('logfile-template', 'string', 'OMQ-$instance-$name.log', 'Names of system logs.', startup),
  row('wf-logfile-template', 'string', 'OMQ-$instance-WF-$name.log', 'Names of workflow logs.', startup),
  row('svc-logfile-template', 'string', 'OMQ-$instance-SVC-$name.log', 'Names of service logs.', unusedAtStartup),
  row('job-logfile-template', 'string', 'OMQ-$instance-JOB-$name.log', 'Names of job logs.', startup),
  row('max-log-files', 'int', 10, 'Old log files kept by rotation.', { ...startup, minimum: 1, maximum: 1000 }),
  row('verbose', 'int', 5, 'Deprecated.', { ...count, effective: false }),
  row('option-file', 'string', null, 'Another options file; command line only.', startup),
  row('daemon-mode', 'bool', true, 'Run in the background.', unusedAtStartup),
  row('cors-enable', 'bool', false, 'Answer pages of the origins in `cors-allow-origin`.', unused),
  row('cors-allow-origin', 'list', ['*'], 'Origins that may call from a browser.', { ...unused, repeatable: true }),
  row(
    'cors-allow-methods',
    'list',
    ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    'Methods they may use.',
    unused,
  ),
  row('cors-allow-headers', 'list', corsHeaders(), 'Headers they may send.', unused),
  row('cors-allow-credentials', 'bool', true, 'Whether they may send credentials.', unused),
  row('cors-max-age', 'int', 9_999_999, 'Seconds for which a browser may remember the answer.', {
    ...seconds,
    effective: false,
  }),
  row('password-policy-min-length', 'int', 0, 'Least length of passwords.', { ...unused, minimum: 0, maximum: 1000 }),
  row('password-policy-mixed-case', 'bool', false, 'Passwords need small and capital letters.', unused),
  row('password-policy-numbers', 'bool', false, 'Passwords need digits.', unused),
  row('password-policy-symbols', 'bool', false, 'Passwords need symbols.', unused),
  row('recovery-amount', 'int', 750, 'Estimated saving per recovered order.', { ...count, effective: false }),
  row('recovery-currency', 'string', 'USD', 'Currency of that estimate.', unused),
  row('max-process-memory-percent', 'int', 99, 'Most memory of a process, in per cent.', {
    ...unusedAtStartup,
    minimum: 0,
    maximum: 100,
  }),
  row('warning-process-memory-percent', 'int', 50, 'Memory of a process at which a warning is raised.', {
    ...unusedAtStartup,
    minimum: 0,
    maximum: 100,
  }),
  row('allow-node-overcommit-percent', 'int', 0, 'Allowed overcommitment of memory.', {
    ...unusedAtStartup,
    minimum: 0,
    maximum: 1000,
  }),
  row('oracle-datasource-pool', 'bool', true, 'Oracle only.', unusedAtStartup),
  row('scaling-min-replicas', 'int', 1, 'Kubernetes only.', { ...unused, ...count }),
  row('scaling-max-replicas', 'int', 3, 'Kubernetes only.', { ...unused, ...count }),
  row('scaling-cpu', 'int', 50, 'Kubernetes only.', { ...unused, ...count }),
  row('scaling-memory', 'string', '200M', 'Kubernetes only.', unused),
  row('kubernetes-namespace', 'string', 'default', 'Kubernetes only.', unused),
  row('compat-broken-list-parsing', 'bool', false, 'Parse compatibility of user code.', unused),
  row('compat-strict-bool-eval', 'bool', false, 'Parse compatibility of user code.', unused),
  row('dbparams-file', 'string', null, 'Ignored since version 4.0 of the manual.', unusedAtStartup),
  row('remoteconnections-file', 'string', null, 'Ignored since version 4.0 of the manual.', unusedAtStartup),
  row('workflow-params', 'string', null, 'Ignored since version 4.0 of the manual.', unusedAtStartup),
];

function corsHeaders(): readonly string[] {
  const language = ['Content-Language', 'content-language', 'Accept', 'Accept-Language'];
  return ['Content-Type', 'content-type', ...language, 'Authorization', 'Qorus-Token'];
}

/** Every server option by name. */
export const catalogue: ReadonlyMap<string, OptionRow> = new Map(
  [...serverRows, ...ownRows].map((option) => [option.name, option]),
);

/** Options of other programs that the same file may hold, by domain: checked, not used by the server. */
export const otherDomains: ReadonlyMap<string, ReadonlyMap<string, OptionRow>> = new Map(
  Object.entries(clientRows).map(([domain, rows]) => [domain, new Map(rows.map((option) => [option.name, option]))]),
);

/** The domains of server options; the second is ours. */
export const serverDomains = ['qorus', 'ordo'] as const;
