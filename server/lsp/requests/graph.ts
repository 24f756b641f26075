import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { GraphResult } from '../../../schemas/protocol/editor.ts';
import type { PaletteStep } from '../../../schemas/model/workflow-graph.ts';
import type { Problem } from '../../../schemas/protocol/problem.ts';
import { stepFacts } from '../../language/graph/step-facts.ts';
import { workflowGraph } from '../../language/graph/workflow-graph.ts';
import { readYamlFile } from '../../language/objects/yaml-file.ts';
import type { YamlObject } from '../../language/objects/yaml-object.ts';
import type { Project, ProjectObject } from '../../language/project.ts';
import { uriOfPath } from '../uri.ts';

/** A workflow's text as it is open now, in its project. */
export interface GraphDocument {
  readonly project: Project;
  readonly problems: readonly Problem[];
  readonly file: string;
  readonly version: number;
  /** A text that is not the file's own: another side of a diff. */
  readonly text?: string;
  /** Text of an open document, else of the file on disk. */
  readonly textOf: (file: string) => string | undefined;
}

/** The workflow that a file holds, with the positions of its text. */
export function workflowOf({ project, file, text }: GraphDocument): YamlObject | undefined {
  if (text !== undefined) {
    const object = readYamlFile(file, text)?.object;
    return object?.kind === 'workflow' && object.name !== '' ? object : undefined;
  }
  return project.objects.find((object) => object.kind === 'workflow' && object.file === file) as YamlObject | undefined;
}

/** The graph of a text, or why it has none: the window keeps the last good one then. */
export function graph(document: GraphDocument): GraphResult {
  const { version } = document;
  const workflow = workflowOf(document);
  if (workflow === undefined)
    return { version, type: 'broken', reason: 'This file holds no workflow with a name.', range: startOfFile };
  const [fault] = workflow.document.faults.filter(({ kind }) => kind !== 'duplicate-key');
  if (fault !== undefined) {
    const range = workflow.document.lines.range(fault.start, fault.end);
    return { version, type: 'broken', reason: reasonAt(document, range.start.line), range };
  }
  if (workflow.graph?.form === 'none' && workflow.graph.faults.some(({ kind }) => kind !== 'no-steps')) {
    const [wrong] = workflow.graph.faults;
    const range = workflow.document.lines.range(wrong?.start ?? 0, wrong?.end ?? 0);
    return { version, type: 'broken', reason: reasonAt(document, range.start.line), range };
  }
  return { version, type: 'graph', graph: workflowGraph({ ...sourceOf(document), workflow }) };
}

/** Steps of the project that may be put into the workflow, by name. */
export function palette(document: GraphDocument): readonly PaletteStep[] {
  const used = new Set<string>(workflowOf(document)?.graph?.steps.map(({ identity }) => identity));
  const steps = document.project.objects.filter((object) => object.kind === 'step' && object.version !== undefined);
  return steps.map((step) => {
    const { kind, isArray } = stepFacts(step, sourceOf(document).codeText);
    const id = `${step.name}:${step.version ?? ''}`;
    return { id, kind, isArray, description: step.description, isUsed: used.has(id) };
  });
}

function sourceOf({ project, problems, textOf }: GraphDocument): Omit<Parameters<typeof workflowGraph>[0], 'workflow'> {
  return {
    find: (kind: string, name: string, version?: string): readonly ProjectObject[] => project.find(kind, name, version),
    problems,
    uriOf: uriOfPath,
    absolute: (file) => path.resolve(project.root, file),
    codeText: textOf,
  };
}

/** The words of the rules where they have already been found; a text that has just changed is checked a moment later. */
function reasonAt({ project, problems, file }: GraphDocument, line: number): string {
  const relative = path.relative(project.root, file).split(path.sep).join('/');
  const known = problems.find((problem) => problem.file === relative && problem.range?.start.line === line);
  return known === undefined ? `Line ${line + 1} cannot be read.` : `${known.message} ${known.remedy}`.trim();
}

/** Reads a file for its text alone; undefined when it is gone. */
export function readOrNothing(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'EISDIR', 'ENOTDIR', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return undefined;
    throw error;
  }
}

const startOfFile = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
