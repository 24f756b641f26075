import { ruleTopic } from './rule.ts';

export const createOrderRules = ruleTopic('Creating orders', 'NEW', 'create-order.test.ts', [
  ['A wrong request is refused with the code of the manual, and nothing is stored', 'create order: '],
  ['An unknown workflow is refused', 'create order: an unknown workflow'],
  ['An order is stored whether or not its workflow runs', 'create order: the order is stored READY'],
  ['Priority is 500 unless given', 'create order: priority is 500'],
  ['A date in the future makes the order SCHEDULED', 'create order: priority is 500'],
  ['A unique key refuses a second order with DUPLICATE-ORDER-KEY, in its scope', 'unique keys: '],
  ['A unique key is an order key as well', 'unique keys: '],
  ['Data over the limits is refused', 'create order: data over the limits'],
  ['Keys of data are kept as they are written', 'order data: a user key'],
]);

export const orderDataRules = ruleTopic('Order data', 'DAT', 'order-data.test.ts', [
  ['Updates of dynamic data merge per key; deleted keys go', 'dynamic data: updates merge'],
  ['Later steps see what earlier ones stored', 'dynamic data: updates merge'],
  ['An update is on disk before the call returns', 'dynamic data: it is on disk'],
  ['Step data belongs to one step and survives a retry', 'step data belongs'],
  ['Temp data lives while the order is attached', 'step data belongs'],
  ['Order keys are set and appended; only names of the keylist', 'order keys: '],
  ['Limits of data are refused to the caller, and the order goes on', 'limits: '],
  ['User code changes the priority and adds notes', 'priority and notes'],
  ['A call after the end of the method is refused', 'an API call after'],
  ['History keeps each change of data as a merge patch', 'history keeps'],
]);

export const versionRules = ruleTopic('Versions', 'VER', 'versioning.test.ts', [
  ['A step newly added runs for old orders during recovery', 'versioning: a step newly added'],
  ['An order in work takes its next step by the new definition', 'versioning: an order in work'],
  ['A removed step that an order holds in RETRY gives a clear error', 'versioning: removing a step'],
  ['With the step deployed again the order recovers', 'versioning: removing a step'],
  ['Orders recover only with their own workflow id', 'versioning: orders of another version'],
  ['A name alone means the latest version', 'versioning: orders of another version'],
]);

export const executionRules = ruleTopic('Execution instances', 'EXE', 'execution-instances.test.ts', [
  ['An order waits READY until its workflow runs', 'an order waits READY'],
  ['Autostart keeps as many instances running as it says', 'autostart: as many instances'],
  ['Lowered, as many instances stop', 'autostart: lowered'],
  ['A workflow deployed later starts by its autostart', 'autostart: a workflow'],
  ['Autostart must not be more than max_instances', 'autostart must not'],
  ['A disabled workflow stops and cannot be started', 'enabled: '],
  ['With max_instances an instance works on one normal and one recovery order', 'max_instances 1: '],
  ['Without it an instance takes as many orders as max-concurrent-orders allows', 'max-concurrent-orders: without'],
  ['One workflow takes not more than half while others wait', 'max-concurrent-orders: one workflow'],
  ['Orders are taken up by priority, then age', 'priority: lower numbers first'],
  ['Stopping lets steps in progress end and starts no further ones', 'stopping: '],
  ['After a shutdown begins nothing starts', 'shutdown: nothing starts'],
  ['Independent steps of a segment run at the same time', 'parallel steps of a segment'],
]);

export const recoveryRules = ruleTopic('Recovery', 'REC', 'recovery.test.ts', [
  ['A step in RETRY is tried again after recover_delay', 'recovery: a step in RETRY'],
  ['The workflow option goes before the system option', 'recovery: the workflow option'],
  ['What validation returns decides: COMPLETE, ERROR, RETRY', 'validation: '],
  ['An unusable answer of validation is INVALID-VALIDATION-STATUS', 'validation: an unusable answer'],
  ['An error in validation gives the step its status', 'validation: an error raised'],
  ['A step never executed runs its primary', 'recovery: a step never executed'],
  ['After max-retries results RETRY becomes ERROR with RETRIES-EXCEEDED-ERROR', 'retry limit: after max-retries'],
  ['A manual retry starts with an empty counter', 'retry limit: a manual retry'],
  ['A retry trigger replaces recover_delay', 'retry trigger: '],
  ['The earliest of several requests in one segment wins', 'retry trigger: the earliest'],
  ['A lost runner leaves RETRY, and validation clears it up', 'recoverability: a lost runner'],
  ['A call over its time limit leaves RETRY with STEP-TIMEOUT', 'step-timeout: '],
  ['What was in progress at a crash is RETRY and is validated', 'session recovery: '],
  ['A skipped step is COMPLETE when next processed', 'skip: '],
  ['Due orders are taken up by priority, then age', 'recovery by priority'],
]);
