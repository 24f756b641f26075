import { stepBaseClasses, type StepBaseClass } from '../../../../schemas/model/steps.ts';
import { importedTypes, stepMethodSkeletons } from './step-methods.ts';

export interface StepClassOptions {
  readonly className: string;
  readonly step: string;
  readonly base: StepBaseClass;
}

/** The TypeScript of a new step: exactly the methods that its base class calls. */
export function stepClassText({ className, step, base }: StepClassOptions): string {
  const types = [...importedTypes(base), 'OrderOf'].sort().map((name) => `type ${name}`);
  const isArray = stepBaseClasses[base].arrayType === 'SERIES';
  const methods = stepMethodSkeletons(base, step).map(({ text }) => indented(text));
  return `import { ${base}, ${types.join(', ')} } from 'ordo';
${isArray ? '\n/** What the step runs for, one after another. */\ntype Element = unknown;\n' : ''}
export class ${className} extends ${baseWithTypes(base)} {
${methods.join('\n\n')}
}
`;
}

/** A base class with the type arguments that its skeleton uses. */
export function baseWithTypes(base: StepBaseClass): string {
  return stepBaseClasses[base].arrayType === 'SERIES' ? `${base}<Element>` : base;
}

/** The TypeScript of a workflow's, job's or service's own class. */
export function plainClassText(kind: 'workflow' | 'job' | 'service' | 'class', className: string): string {
  return plainClasses[kind](className);
}

const plainClasses: Readonly<Record<'workflow' | 'job' | 'service' | 'class', (className: string) => string>> = {
  workflow: (className) => `import { Workflow, type Order } from 'ordo';

export class ${className} extends Workflow {
  /** Runs once at the start of an execution instance; an error means that it does not start. */
  override async oneTimeInit() {}

  /** Runs each time the engine begins to work on an order. */
  override async attach(_order: Order) {}
}
`,
  job: (className) => `import { Job, type JobRun } from 'ordo';

export class ${className} extends Job {
  /** Runs at each time of the schedule; never twice at a time. */
  override async run(job: JobRun) {
    job.log.info('running');
  }
}
`,
  service: (className) => `import { Service } from 'ordo';

export class ${className} extends Service {
  /** A method that others call by its name; the YAML lists it under "methods". */
  async hello(name: string) {
    return 'hello ' + name;
  }
}
`,
  class: (className) => `export class ${className} {}
`,
};

/** Indents every line that is not empty by two blanks. */
export function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
