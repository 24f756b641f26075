import {
  addAfter,
  addKey,
  addNamedKey,
  addType,
  quote,
  removeKey,
  removeListItem,
  replace,
  setStatusRetry,
  wrapInList,
} from './fix-text.ts';
import {
  createClass,
  createCodeFile,
  createObject,
  addMethod,
  chooseClassName,
  convertToTypeScript,
} from './fix-files.ts';
import { addAwait, addCall, addValidation } from './fix-code.ts';
import { addConfigItem, addOrderKey, declareError } from './fix-definitions.ts';
import type { Fix, FixContext, Fixer } from './fix.ts';

/** What can be done about a problem, best first. Nothing here changes a file. */
export function fixesFor(context: FixContext): readonly Fix[] {
  const { code, data } = context.problem;
  const byCode = Object.hasOwn(fixersByCode, code) ? (fixersByCode[code] ?? []) : [];
  const wanted = String(data['fix'] ?? '');
  const byData = Object.hasOwn(fixersByData, wanted) ? fixersByData[wanted] : undefined;
  const found = [...(byData ? byData(context) : []), ...byCode.flatMap((fixer) => fixer(context))];
  return [...new Map(found.map((fix) => [fix.title, fix])).values()];
}

/** Fixes that a rule asks for in the problem's `data.fix`. */
const fixersByData: Readonly<Record<string, Fixer>> = {
  replace,
  rename: replace,
  'add-version': replace,
  quote,
  create: createObject,
  'create-code-file': createCodeFile,
  'create-class': createClass,
  'add-key': addKey,
  'remove-key': removeKey,
  'remove-item': removeListItem,
  'add-after': addAfter,
  'wrap-in-list': wrapInList,
  'set-status-retry': setStatusRetry,
  'add-method': addMethod,
  'add-validation': addValidation,
  'add-call': addCall,
  'add-await': addAwait,
  'declare-error': declareError,
  'add-order-key': addOrderKey,
  'add-config-item': addConfigItem,
};

/** Fixes that follow from the problem's code alone. */
const fixersByCode: Readonly<Record<string, readonly Fixer[]>> = {
  'ORDO-YAML-006': [removeKey],
  'ORDO-YAML-020': [addType],
  'ORDO-OBJ-012': [convertToTypeScript],
  'ORDO-REF-001': [createObject],
  'ORDO-REF-004': [createObject],
  'ORDO-WF-007': [removeListItem],
  'ORDO-WF-008': [removeListItem],
  'ORDO-WF-015': [removeListItem],
  'ORDO-WF-019': [removeKey],
  'ORDO-STEP-003': [addNamedKey('queue')],
  'ORDO-STEP-004': [removeKey],
  'ORDO-STEP-005': [addNamedKey('event')],
  'ORDO-STEP-006': [removeKey],
  'ORDO-STEP-007': [removeKey],
  'ORDO-JOB-001': [removeKey],
  'ORDO-JOB-002': [addNamedKey('schedule')],
  'ORDO-KEY-013': [removeListItem],
  'ORDO-TS-005': [chooseClassName],
};
