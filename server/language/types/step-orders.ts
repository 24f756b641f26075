import type { StepGraph } from '../graph/step-graph.ts';
import type { ProjectObject } from '../project.ts';
import { normaliseDataType } from './data-type.ts';
import { projectNamesText } from './project-names.ts';
import { commentText, keyText, literalText, typeText, unionText } from './type-text.ts';

/**
 * The declarations behind `OrderOf<'step'>`: what each workflow's `staticdata-type` and `keylist` say of the orders that
 * a step sees, and what the step's configuration items are. The same project gives the same text.
 */
export function stepOrdersText(workspace: OrderTypeSource): string {
  return stepOrders(workspace).text;
}

export interface StepOrderTypes {
  readonly text: string;
  /** What the type of each step's order rests on; equal texts mean equal types. */
  readonly byStep: ReadonlyMap<string, string>;
}

/** The declarations, and what each step's part of them says. */
export function stepOrders(workspace: OrderTypeSource): StepOrderTypes {
  const workflows = workspace.objects.filter((object) => object.kind === 'workflow');
  const shapes = workflows.map((workflow, index) => new WorkflowShape(workflow, index));
  const used = new Map<string, WorkflowShape[]>();
  for (const shape of shapes) for (const step of shape.stepNames) used.set(step, [...(used.get(step) ?? []), shape]);
  const steps = [...used].sort(([a], [b]) => (a < b ? -1 : 1));
  const members = steps.map(([step, users]) => memberText(step, users, workspace));
  const declarations = shapes.flatMap((shape) => shape.declaration ?? []);
  const text = [
    header,
    ...declarations,
    `declare module 'ordo' {\n  interface StepOrders {\n${members.join('')}  }\n  interface ProjectNames {\n${projectNamesText(workspace)}  }\n}\n`,
  ].join('\n');
  const byStep = steps.map(([step, users], index): readonly [string, string] => {
    const shared = users.map((shape) => shape.declaration ?? '');
    return [step, [members[index] ?? '', ...shared].join('\n')];
  });
  return { text, byStep: new Map(byStep) };
}

const header = `// Written by Ordo from the workflow files; changes are lost.
import type { Decimal } from 'ordo';
`;

/** Workflows and steps of a project. A graph that is not complete still says which steps there are. */
export interface OrderTypeSource {
  readonly objects: readonly WorkflowObject[];
  find(kind: string, name: string): readonly ProjectObject[];
}

type WorkflowObject = ProjectObject & { readonly graph?: StepGraph | undefined };

/** One workflow's part of the types of its orders. */
class WorkflowShape {
  readonly declaration: string | undefined;
  readonly stepNames: readonly string[];
  readonly #workflow: ProjectObject;
  readonly #alias: string;

  constructor(workflow: WorkflowObject, index: number) {
    this.#workflow = workflow;
    this.#alias = `${pascalCase(workflow.name)}Data${index + 1}`;
    this.stepNames = [...new Set(stepNamesOf(workflow))];
    const type = normaliseDataType(workflow.data['staticdata-type']);
    const known = type && (type.type !== undefined || type.properties) ? typeText(type) : undefined;
    const about = `/** Static data of orders of ${commentText(workflow.name)} ${commentText(workflow.version ?? '')}. */`;
    this.declaration = known === undefined ? undefined : `${about}\ntype ${this.#alias} = ${known};\n`;
  }

  text(configItems: string | undefined): string {
    const parts = [`workflow: ${literalText(this.#workflow.name)}`];
    if (this.declaration !== undefined) parts.push(`staticData: ${this.#alias}`);
    const keys = this.#workflow.data['keylist'];
    const names = Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [];
    if (names.length > 0) parts.push(`orderKeys: ${unionText(names.map(literalText))}`);
    if (configItems !== undefined) parts.push(`configItems: ${configItems}`);
    return `{ ${parts.join('; ')} }`;
  }
}

function memberText(step: string, users: readonly WorkflowShape[], workspace: OrderTypeSource): string {
  const configItems = configItemsText(workspace.find('step', step));
  const shapes = unionText(users.map((shape) => shape.text(configItems)));
  return `    ${literalText(step)}: ${shapes};\n`;
}

/** Types of the configuration items of a step (of all its versions together). */
function configItemsText(steps: readonly ProjectObject[]): string | undefined {
  const items = steps.flatMap((step) => {
    const list = step.data['config-items'];
    return Array.isArray(list) ? (list as unknown[]) : [];
  });
  const members = new Map<string, string>();
  for (const item of items) {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) continue;
    const { name, prefix, type } = item as Readonly<Record<string, unknown>>;
    if (typeof name !== 'string') continue;
    const fullName = `${typeof prefix === 'string' ? prefix : ''}${name}`;
    members.set(fullName, `readonly ${keyText(fullName)}: ${configTypeText(type)}`);
  }
  return members.size === 0 ? undefined : `{ ${[...members.values()].join('; ')} }`;
}

function configTypeText(written: unknown): string {
  const word = typeof written === 'string' ? written : 'string';
  const type = normaliseDataType({ type: word });
  // Names of connections, mappers and so on are texts.
  const names = /^\*?(data-provider|connection|mapper|value-map|workflow|service|job)$/.test(word);
  if (names) return word.startsWith('*') ? 'string | null' : 'string';
  return type ? typeText(type) : 'any';
}

function stepNamesOf(workflow: WorkflowObject): readonly string[] {
  if (workflow.graph) return workflow.graph.steps.map((step) => step.name);
  return (workflow.steps ?? []).map(({ step }) => step.slice(0, step.lastIndexOf(':')));
}

function pascalCase(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(joined) ? joined : 'Workflow';
}
