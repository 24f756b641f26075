import { nearestName } from '../../base/nearest-name.ts';
import { defaultErrorNames } from '../../../schemas/model/default-errors.ts';
import type { Report } from '../diagnostics/rule.ts';
import type { WorkspaceView } from '../objects/workspace-view.ts';
import type { YamlObject } from '../objects/yaml-object.ts';
import { didYouMean, quotedList } from '../words/sentences.ts';
import type { LineIndex } from '../yaml/line-index.ts';
import type { ClassFacts } from './class-facts.ts';
import type { ErrorUse, NamedUse } from './class-uses.ts';
import type { Span } from './order-method.ts';
import type { StepUsers } from './step-users.ts';

/** What the rules of a class's uses may ask. */
export interface UseContext {
  readonly object: YamlObject;
  readonly facts: ClassFacts;
  readonly workspace: WorkspaceView;
  readonly users: StepUsers;
  readonly lines: LineIndex;
  /** Reports a problem of the code file. */
  readonly here: Report;
}

/** Names that a class uses are declared where they belong, and what it does can be recovered from. */
export function checkUses(context: UseContext): void {
  const { facts, here } = context;
  for (const { code, values, data, ...span } of facts.uses.findings)
    here(code, rangeOf(context, span), values, { data: { ...data, ...guideOf(code) } });
  for (const use of facts.uses.orderKeys) checkOrderKey(context, use);
  for (const use of facts.uses.configItems) checkConfigItem(context, use);
  for (const use of facts.uses.errors) checkError(context, use);
  for (const use of facts.uses.dataRead) checkDataKey(context, use);
  if (context.object.kind === 'step') checkEffects(context);
}

/** The section of the guide that says why. */
function guideOf(code: string): { guide?: string } {
  const section = sections[code];
  return section === undefined ? {} : { guide: `recoverable-steps.md#${section}` };
}

const sections: Readonly<Record<string, string>> = {
  'ORDO-TS-015': 'nothing-of-an-order-in-the-class',
  'ORDO-REC-001': 'validation',
  'ORDO-REC-002': 'one-effect-in-a-step',
  'ORDO-REC-003': 'every-error-is-seen',
  'ORDO-REC-004': 'what-is-tried-again',
  'ORDO-REC-005': 'input-first',
  'ORDO-REC-006': 'the-same-elements-each-time',
  'ORDO-REC-007': 'every-promise-is-awaited',
};

function rangeOf({ lines }: UseContext, { start, end }: Span): ReturnType<LineIndex['range']> {
  return lines.range(start, end);
}

function checkOrderKey(context: UseContext, use: NamedUse): void {
  for (const workflow of context.users.of(context.object)) {
    const list = workflow.data['keylist'];
    const known = Array.isArray(list) ? list.filter((key) => typeof key === 'string') : [];
    if (known.includes(use.name)) continue;
    const suggestion = nearestName(use.name, known);
    const values = { key: use.name, workflow: workflow.name, hint: didYouMean(suggestion) };
    const data =
      suggestion === undefined
        ? { fix: 'add-order-key', key: use.name, workflow: workflow.name }
        : { fix: 'replace', text: suggestion };
    context.here('ORDO-TS-016', rangeOf(context, use), values, { data });
    return;
  }
}

function checkConfigItem(context: UseContext, use: NamedUse): void {
  const { object } = context;
  if (object.kind === 'workflow') return;
  const known = configItemNames(object);
  if (known.includes(use.name)) return;
  const suggestion = nearestName(use.name, known);
  const data =
    suggestion === undefined ? { fix: 'add-config-item', key: use.name } : { fix: 'replace', text: suggestion };
  const values = { item: use.name, kind: object.kind, name: object.name, hint: didYouMean(suggestion) };
  context.here('ORDO-TS-017', rangeOf(context, use), values, { data });
}

/** Names of the configuration items that a step or job declares, with their prefixes. */
export function configItemNames(step: YamlObject): readonly string[] {
  const list = step.data['config-items'];
  if (!Array.isArray(list)) return [];
  return list.flatMap((item) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return [];
    const { name, prefix } = item;
    return typeof name === 'string' ? `${typeof prefix === 'string' ? prefix : ''}${name}` : [];
  });
}

function checkError(context: UseContext, use: ErrorUse): void {
  const definitions = context.users.errors(context.object);
  const status = definitions.get(use.name) ?? defaultErrorNames.get(use.name);
  const range = rangeOf(context, use);
  if (status === undefined) {
    const suggestion = nearestName(use.name, [...definitions.keys(), ...defaultErrorNames.keys()]);
    const data =
      suggestion === undefined ? { fix: 'declare-error', name: use.name } : { fix: 'replace', text: suggestion };
    context.here('ORDO-TS-018', range, { error: use.name, hint: didYouMean(suggestion) }, { data });
  } else if (use.isRetried && status !== 'RETRY')
    context.here(
      'ORDO-REC-004',
      range,
      { error: use.name, status },
      { data: { fix: 'set-status-retry', error: use.name, ...guideOf('ORDO-REC-004') } },
    );
}

function checkDataKey(context: UseContext, use: NamedUse): void {
  const known = context.users.dataWritten(context.object);
  if (known === undefined || known.includes(use.name)) return;
  const suggestion = nearestName(use.name, known);
  const data = suggestion === undefined ? {} : { data: { fix: 'replace', text: suggestion } };
  context.here('ORDO-TS-019', rangeOf(context, use), { key: use.name, hint: didYouMean(suggestion) }, data);
}

const validated: ReadonlySet<string> = new Set(['NormalStep', 'NormalArrayStep', 'AsyncStep', 'AsyncArrayStep']);

function checkEffects(context: UseContext): void {
  const { facts, object, here } = context;
  const [first, second] = facts.uses.effects;
  if (!first) return;
  const hasValidation = facts.uses.needsNoValidation || facts.methods.some((method) => method.name === 'validation');
  if (!hasValidation && validated.has(facts.baseClass ?? ''))
    here(
      'ORDO-REC-001',
      rangeOf(context, first),
      { name: object.name },
      { data: { fix: 'add-validation', ...guideOf('ORDO-REC-001') } },
    );
  if (second)
    here(
      'ORDO-REC-002',
      rangeOf(context, second),
      { name: object.name },
      {
        data: guideOf('ORDO-REC-002'),
        related: [{ range: rangeOf(context, first), message: 'The step has this effect, too.' }],
      },
    );
  const open = facts.uses.trustsInput ? context.users.of(object).filter(takesAnything) : [];
  if (open.length > 0) {
    const workflows = quotedList(open.map((workflow) => workflow.name));
    here('ORDO-REC-005', rangeOf(context, first), { workflows }, { data: guideOf('ORDO-REC-005') });
  }
}

/** Nothing looks at an order of the workflow before its steps: no type of its data, and no class with an attach hook. */
function takesAnything(workflow: YamlObject): boolean {
  return workflow.node(['staticdata-type']) === undefined && workflow.node(['class-name']) === undefined;
}
