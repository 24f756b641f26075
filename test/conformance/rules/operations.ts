import { ruleTopic } from './rule.ts';

export const orderActionRules = ruleTopic('Order actions', 'OPS', 'order-actions.test.ts', [
  [
    'Each action is allowed in the manual’s statuses and refused with its code in all others',
    'order actions on an order that is ',
  ],
]);

export const orderEditRules = ruleTopic('Edits and locks', 'EDIT', 'order-edits.test.ts', [
  ['Static data are replaced, never empty, and fit the staticdata-type', 'order edits: static data'],
  ['Dynamic data are replaced, cleared, merged and set at a path', 'order edits: dynamic data'],
  ['YAML keeps the types of values', 'order edits: tagged values'],
  ['Data of an order IN-PROGRESS are merged, never replaced', 'order edits: while an order is IN-PROGRESS'],
  ['Step data are edited for steps that ran', 'order edits: step data'],
  [
    'updateKeys replaces all keys; names come from the keylist, values are cut only when asked',
    'order keys: updateKeys',
  ],
  ['Only the holder of an operator lock changes the order', 'operator lock: a locked order'],
  ['Only the holder unlocks; others break the lock with a note', 'operator lock: '],
]);

export const userInteractionRules = ruleTopic('User interaction', 'FORM', 'user-interaction.test.ts', [
  ['The next form is taken, with key, queue and step data', '9.4 lockUserInteractionStep'],
  ['A form is taken by one person at a time', '9.4 two people'],
  ['A locked form is saved and answered by its holder alone', '9.4 while a form is locked'],
  ['A form is given back by its holder and taken away by others with a note', '9.4 the holder'],
  ['Only steps with user interaction have forms', '9.4 only steps'],
  ['An entry of a step is shown and corrected by order, step and index', '2.2.1 async-queue'],
]);

export const auditRules = ruleTopic('Audit', 'AUD', 'audit.test.ts', [
  ['What is not audited is not recorded', 'audit: nothing is recorded'],
  ['workflow-data: creation and changes of status', 'audit workflow-data'],
  ['api: every request that changes something', 'audit api'],
  ['workflows: start and stop of execution instances', 'audit workflows'],
  ['oload: every object that was loaded', 'audit workflows'],
  ['alerts: raised and cleared', 'audit alerts'],
  ['user-events: events of users', 'audit user-events'],
  ['system: start, shutdown and recovery', 'audit system'],
]);

export const reportRules = ruleTopic('Reports', 'REP', 'order-reports.test.ts', [
  ['Order summary bands by disposition', 'order summary bands'],
  ['SLA by the threshold of the workflow; final is COMPLETE or CANCELED', 'SLA: '],
  ['processingSummary gives counts and durations', 'processingSummary'],
  ['An order shows its parents and children', 'HierarchyInfo'],
]);

export const workflowOptionRules = ruleTopic('Workflow options', 'WOPT', 'workflow-options.test.ts', [
  ['System options are overridden for one workflow and survive deploys', 'workflow options: system options'],
  ['Declared options are the only ones accepted beside the system’s', 'workflow options: a workflow that declares'],
  ['A deprecated workflow does not run', 'deprecated: '],
]);
