import { stepBaseClasses, type StepBaseClass } from '../../../schemas/model/steps.ts';
import type { StepKind } from '../../../schemas/model/workflow-graph.ts';
import type { ProjectObject } from '../project.ts';

/** What a picture tells of a step without running the compiler. */
export interface StepFacts {
  readonly kind: StepKind;
  readonly isArray: boolean;
  readonly queue?: string;
  readonly event?: string;
  readonly subworkflow?: string;
}

/** Reads a step's kind from its YAML, else from the class in its code; `codeText` gives the text of a file. */
export function stepFacts(step: ProjectObject, codeText: (file: string) => string | undefined): StepFacts {
  // A thousand files are read only when the YAML leaves the question open.
  const code = (): string | undefined => (step.codeFile === undefined ? undefined : codeText(step.codeFile));
  const kind = writtenKind(step) ?? classKind(code() ?? '', text(step, 'class-name'));
  if (kind === undefined) return { kind: 'unknown', isArray: false };
  const queue = kind.kind === 'async' ? text(step, 'queue') : undefined;
  const event = kind.kind === 'event' ? text(step, 'event') : undefined;
  const subworkflow = kind.kind === 'subworkflow' ? boundWorkflow(code() ?? '') : undefined;
  return {
    ...kind,
    ...(queue === undefined ? {} : { queue }),
    ...(event === undefined ? {} : { event }),
    ...(subworkflow === undefined ? {} : { subworkflow }),
  };
}

type Kind = Pick<StepFacts, 'kind' | 'isArray'>;

function writtenKind(step: ProjectObject): Kind | undefined {
  const base = kindOfBase(text(step, 'base-class-name'));
  if (base) return base;
  const type = text(step, 'steptype')?.toLowerCase();
  if (type !== 'normal' && type !== 'async' && type !== 'event' && type !== 'subworkflow') return undefined;
  return { kind: type, isArray: text(step, 'arraytype') === 'SERIES' };
}

/** The base class that the class names directly; what is behind further classes the compiler knows, not we. */
function classKind(code: string, className: string | undefined): Kind | undefined {
  const classes = [...code.matchAll(/\bclass\s+(\w+)(?:<[^{]*?>)?\s+extends\s+([\w.]+)/g)];
  const meant = classes.find((match) => match[1] === className) ?? (classes.length === 1 ? classes[0] : undefined);
  return kindOfBase(meant?.[2]?.replace(/^.*\./, ''));
}

function kindOfBase(name: string | undefined): Kind | undefined {
  const base = name?.replace(/^Qorus/, '');
  if (base === undefined || !Object.hasOwn(stepBaseClasses, base)) return undefined;
  const { stepType, arrayType } = stepBaseClasses[base as StepBaseClass];
  const kind = stepType.toLowerCase() as Lowercase<typeof stepType>;
  return { kind, isArray: arrayType !== 'NONE' };
}

function boundWorkflow(code: string): string | undefined {
  return /\bbindSubworkflow(?:<[^(]*>)?\(\s*(['"`])([^'"`$]+)\1/.exec(code)?.[2];
}

function text(step: ProjectObject, key: string): string | undefined {
  const value = step.data[key];
  return typeof value === 'string' ? value : undefined;
}
