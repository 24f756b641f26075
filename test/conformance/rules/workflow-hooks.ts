import { ruleTopic } from './rule.ts';

export const workflowHookRules = ruleTopic('Workflow class', 'HOOK', 'workflow-hooks.test.ts', [
  ['attach runs each time the engine starts working on an order, before any step', 'attach: runs before'],
  ['Temp data set in attach is there in every step', 'attach: temp and dynamic data'],
  [
    'An error in attach makes the order ERROR; no step runs; retry runs it again',
    'attach: an error makes',
    'attach: an error in recovery',
  ],
  ['setBlocked in attach blocks the order; steps are skipped', 'attach: setBlocked blocks'],
  ['rescheduleOrder in attach makes the order SCHEDULED; steps are skipped', 'attach: rescheduleOrder'],
  [
    'setBlocked and rescheduleOrder are refused outside of attach (BLOCK-ERROR, RESCHEDULE-ERROR)',
    'attach: setBlocked and rescheduleOrder are refused',
  ],
  ['An order that is canceled while it is attached runs no step', 'attach: an order that is canceled'],
  ['detach gets the status to be written and the external order id, before the commit', 'detach: gets the status'],
  [
    'detach runs on block and cancel by API, not on their undoing, also when the workflow does not run',
    'detach: runs when an order',
  ],
  ['Errors in detach are logged and change nothing', 'detach: what it stores'],
  ['The error handler gets code, definition (none when undefined) and info', 'error handler: gets each error'],
  ['Errors in the error handler are logged and change nothing', 'error handler: its own errors'],
  [
    'One-time init runs at the start of an execution instance, before any order',
    'one-time init: runs once',
    'one-time init: no order',
  ],
  ['An error in one-time init means that the instance does not start', 'one-time init: an error'],
  ['With autostart that failure is an ongoing alert until started', 'one-time init: with autostart'],
  ['One-time init runs again after a cache reset and a new program', 'one-time init: runs again'],
  [
    'Instance data is seen by all orders of an instance until it ends',
    'one-time init: runs once',
    'instance data: ends',
  ],
]);
