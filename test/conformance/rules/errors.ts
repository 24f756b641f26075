import { ruleTopic } from './rule.ts';

export const errorRules = ruleTopic('Error handling', 'ERR', 'errors.test.ts', [
  ['An undefined error is MAJOR with status ERROR', 'error handling: an undefined error'],
  ['Steps that depend on a failed one do not run', 'error handling: an undefined error'],
  ['Independent branches go on when a step fails', 'error handling: an independent branch'],
  [
    'The alternative name of an error is looked up when the first has no definition',
    'error handling: the alternative name',
  ],
  ['A definition of the workflow goes before a global one', 'error handling: the definition of the workflow'],
  ['MINOR, WARNING, INFO and NONE do not change the status', 'severities: '],
  ['MINOR counts as error, WARNING as warning, INFO and NONE as nothing', 'severities: '],
  ['stepWarning never changes the status', 'severities: stepWarning'],
  ['stepError lets the method go on; the status is decided at its end', 'severities: stepError'],
  ['A first ERROR is not downgraded by a later RETRY; a later ERROR replaces RETRY', 'several errors in one step'],
  ['FATAL stops the execution instance', 'severities: FATAL'],
  ['A definition with status CANCELED cancels the order', 'a definition with status CANCELED'],
  ['The business flag of an order stands while its status is due to such an error', 'business errors: '],
  ['ERROR outranks RETRY', 'status aggregation: ERROR outranks RETRY'],
  ['An error without a name is UNKNOWN-ERROR', 'an error without a name'],
  ['A changed definition holds from the next error on', 'error definitions by API'],
  ['Definitions that operations changed survive deploys, on both levels', 'error definitions: what operations changed'],
  ['auto-error-update false: loads only create new global definitions', 'error definitions: with auto-error-update'],
  [
    'Definitions are placed by their level: AUTO, GLOBAL, WORKFLOW',
    'server/engine/errors/apply-declarations.test.ts: ',
  ],
]);
