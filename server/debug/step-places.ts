import path from 'node:path';
import type { ProblemRange } from '../../schemas/protocol/problem.ts';
import type { Project, ProjectObject } from '../language/project.ts';

/** Where something of a workflow stands in the project's text; lines from 1. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What a line of a file means to the debugger. */
export type LineMeaning =
  | { readonly kind: 'step'; readonly step: string; readonly line: number }
  /** A file of TypeScript belongs to the JavaScript debugger. */
  | { readonly kind: 'code' }
  | { readonly kind: 'none'; readonly why: string };

/** Which step a line of a workflow's list, or of a step's own file, belongs to. */
export function stepAtLine(project: Project, file: string, line: number): LineMeaning {
  if (/\.[cm]?tsx?$/.test(file)) return { kind: 'code' };
  const objects = project.objects.filter((object) => samePath(object.file, file));
  const step = objects.find(({ kind }) => kind === 'step');
  if (step !== undefined)
    return { kind: 'step', step: `${step.name}:${step.version ?? ''}`, line: placeOf(step.range, file).line };
  const workflow = objects.find(({ kind }) => kind === 'workflow');
  if (workflow === undefined) return { kind: 'none', why: 'This file holds no workflow and no step.' };
  const before = (workflow.steps ?? []).filter(({ range }) => range.start.line + 1 <= line);
  const nearest = before.at(-1);
  if (nearest === undefined) return { kind: 'none', why: 'No step stands on this line.' };
  const first = before.find(({ range }) => range.start.line === nearest.range.start.line) ?? nearest;
  return { kind: 'step', step: first.step, line: first.range.start.line + 1 };
}

/** The workflow's entry of a step. */
export function placeOfStep(project: Project, workflow: string, step: string): SourcePlace | undefined {
  const object = findWorkflow(project, workflow);
  const entry = object?.steps?.find((candidate) => candidate.step === step);
  return object === undefined || entry === undefined ? undefined : placeOf(entry.range, object.file);
}

export function placeOfWorkflow(project: Project, workflow: string): SourcePlace | undefined {
  const object = findWorkflow(project, workflow);
  return object === undefined ? undefined : placeOf(object.range, object.file);
}

function findWorkflow(project: Project, identity: string): ProjectObject | undefined {
  const [name = '', version] = identity.split(':');
  return project.find('workflow', name, version)[0];
}

function placeOf(range: ProblemRange, file: string): SourcePlace {
  return { file, line: range.start.line + 1, column: range.start.character + 1 };
}

function samePath(one: string, other: string): boolean {
  return path.resolve(one) === path.resolve(other);
}
