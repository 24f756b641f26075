import type { StepBaseClass } from '../../../../schemas/model/steps.ts';
import type { ObjectKind } from '../../project.ts';
import { classNameOf, yamlText } from './names.ts';

/** What a new object is to be; what is left out gets a plain default. */
export interface NewObject {
  readonly kind: ObjectKind;
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
  /** Steps only. */
  readonly baseClass?: StepBaseClass;
  /** Of an asynchronous step and of an event step. */
  readonly queue?: string;
  readonly event?: string;
  /** The first step of a workflow as `name:version`. */
  readonly firstStep?: string;
  /** Names of errors for a new set of definitions. */
  readonly errors?: readonly string[];
}

/** YAML of a new object, with what it must have and no more. */
export function objectYaml(wanted: NewObject): string {
  const lines = [...head(wanted), ...(body[wanted.kind]?.(wanted) ?? [])];
  return `${lines.join('\n')}\n`;
}

/** Kinds that wizards make. */
export const newObjectKinds = [
  'workflow',
  'step',
  'job',
  'queue',
  'event',
  'errors',
  'group',
  'type',
  'class',
  'value-map',
  'connection',
] as const satisfies readonly ObjectKind[];

const versioned: ReadonlySet<ObjectKind> = new Set([
  'workflow',
  'step',
  'job',
  'service',
  'class',
  'mapper',
  'mapper-code',
  'function',
  'constant',
]);

function head({ kind, name, version = '1.0', description }: NewObject): readonly string[] {
  if (kind === 'type') return ['type: type', `path: ${yamlText(name)}`];
  const desc = description ?? descriptions[kind] ?? 'What this is for.';
  return [
    `type: ${kind}`,
    `name: ${yamlText(name)}`,
    ...(versioned.has(kind) ? [`version: ${JSON.stringify(version)}`] : []),
    `desc: ${yamlText(desc)}`,
  ];
}

const descriptions: Partial<Record<ObjectKind, string>> = {
  workflow: 'What this workflow does.',
  step: 'What this step does.',
  job: 'What this job does.',
  service: 'What this service offers.',
  queue: 'What arrives in this queue.',
  event: 'What happened when this event is posted.',
  errors: 'Errors and what is done about them.',
  group: 'What is switched on and off together.',
};

const body: Partial<Record<ObjectKind, (wanted: NewObject) => readonly string[]>> = {
  workflow: ({ firstStep = 'first-step:1.0' }) => [
    'autostart: 1',
    '',
    '# Each step names the steps that it waits for; [] starts at once.',
    'steps:',
    `  - step: ${firstStep}`,
    '    after: []',
  ],
  step: ({ name, baseClass = 'NormalStep', queue, event }) => [
    `class-name: ${classNameOf(name)}`,
    `base-class-name: ${baseClass}`,
    ...(baseClass.startsWith('Async') ? [`queue: ${yamlText(queue ?? `${name}-answers`)}`] : []),
    ...(baseClass.startsWith('Event') ? [`event: ${yamlText(event ?? `${name}-event`)}`] : []),
  ],
  job: ({ name }) => [
    `class-name: ${classNameOf(name)}`,
    '',
    '# Every day at 3:00.',
    'schedule:',
    '  minutes: "0"',
    '  hours: "3"',
    '  days: "*"',
    '  months: "*"',
    '  dow: "*"',
  ],
  service: ({ name }) => [
    `class-name: ${classNameOf(name)}`,
    'servicetype: USER',
    'methods:',
    '  - name: hello',
    '    desc: Says hello.',
  ],
  errors: ({ errors = ['SOME-ERROR'] }) => [
    'errors:',
    ...errors.flatMap((error) => errorLines(error).map((line, index) => `${index === 0 ? '  - ' : '    '}${line}`)),
  ],
  class: ({ name }) => [`class-name: ${classNameOf(name)}`],
  type: () => ['typeinfo:', '  type: object', '  properties:', '    id:', '      type: string'],
  'value-map': () => ['value-maps:', '  key:', '    value: text', '    enabled: true'],
  connection: () => ['url: https://example.com'],
};

/** Lines of one definition of an errors object, without the dash before it. */
export function errorLines(error: string): readonly string[] {
  return [`name: ${yamlText(error)}`, 'desc: What went wrong.', 'severity: MAJOR', 'status: RETRY', 'retry-delay: 30'];
}
