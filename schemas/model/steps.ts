/** The eight step base classes and what each one is (manual: designing steps; `domain` word "step type"). */
export const stepTypes = ['NORMAL', 'ASYNC', 'EVENT', 'SUBWORKFLOW'] as const;
export type StepType = (typeof stepTypes)[number];
export type ArrayType = 'NONE' | 'SERIES';

export const stepBaseClasses = {
  NormalStep: { stepType: 'NORMAL', arrayType: 'NONE' },
  NormalArrayStep: { stepType: 'NORMAL', arrayType: 'SERIES' },
  AsyncStep: { stepType: 'ASYNC', arrayType: 'NONE' },
  AsyncArrayStep: { stepType: 'ASYNC', arrayType: 'SERIES' },
  EventStep: { stepType: 'EVENT', arrayType: 'NONE' },
  EventArrayStep: { stepType: 'EVENT', arrayType: 'SERIES' },
  SubworkflowStep: { stepType: 'SUBWORKFLOW', arrayType: 'NONE' },
  SubworkflowArrayStep: { stepType: 'SUBWORKFLOW', arrayType: 'SERIES' },
} as const satisfies Record<string, { stepType: StepType; arrayType: ArrayType }>;
export type StepBaseClass = keyof typeof stepBaseClasses;

/** `name:version`, the identity of a step or workflow (manual: versioning). */
export type ObjectIdentity = `${string}:${string}`;

export const stepMethods = ['array', 'primary', 'validation', 'end'] as const;
export type StepMethod = (typeof stepMethods)[number];

/** Methods of a workflow's class (manual: workflow class). */
export const workflowHooks = ['oneTimeInit', 'attach', 'detach', 'errorHandler'] as const;
export type WorkflowHook = (typeof workflowHooks)[number];
