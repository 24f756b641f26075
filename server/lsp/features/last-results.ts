import type { StepCountRow } from '../../../schemas/protocol/rest.ts';
import type { EngineClient } from '../../api/client/client.ts';
import type { EngineQuestion } from '../../language/features/hover/hover.ts';

/** How long a hover waits for the engine: a person who points at a word does not wait for a busy machine. */
const patienceMs = 400;

/** One line on what the engine knows: orders of a workflow by status, of a step those that stand at it; undefined when it says nothing in time. */
export async function lastResults(client: EngineClient | undefined, asks: EngineQuestion): Promise<string | undefined> {
  if (client === undefined) return undefined;
  try {
    const options = { signal: AbortSignal.timeout(patienceMs) };
    const workflows = (await client.call(
      'GET',
      'workflows',
      undefined,
      options,
    )) as unknown as readonly WorkflowCounts[];
    if (asks.kind === 'workflow') return workflowLine(workflows, asks);
    const having = workflows.filter(({ name }) => asks.workflows.includes(name)).slice(0, maxWorkflows);
    const counts = await Promise.all(
      having.map(({ workflowid }) => client.call('GET', `workflows/${workflowid}/stepcounts`, undefined, options)),
    );
    return having.length === 0 ? undefined : stepLine(counts.flat() as unknown as readonly StepCountRow[], asks);
  } catch {
    // The engine stopped, is slow, or is too old to know the question: the hover says what the project says.
    return undefined;
  }
}

interface WorkflowCounts {
  readonly workflowid: number;
  readonly name: string;
  readonly version: string;
  readonly exec_count: number;
  readonly order_counts?: Readonly<Record<string, number>>;
}

function workflowLine(workflows: readonly WorkflowCounts[], { name, version }: EngineQuestion): string {
  const found = workflows.find((each) => each.name === name && (version === undefined || each.version === version));
  if (!found) return 'On the engine: not deployed.';
  const counts = Object.entries(found.order_counts ?? {}).filter(([, count]) => count > 0);
  const orders = counts.map(([status, count]) => `${count} ${status}`).join(', ');
  return `On the engine: ${found.exec_count > 0 ? 'running' : 'not running'}, ${orders === '' ? 'no orders' : `orders: ${orders}`}.`;
}

function stepLine(rows: readonly StepCountRow[], { name, version }: EngineQuestion): string {
  const own = rows.filter((row) => row.stepname === name && (version === undefined || row.stepversion === version));
  const orders = own.reduce((sum, row) => sum + row.orders, 0);
  const errors = own.reduce((sum, row) => sum + row.errors, 0);
  if (orders === 0) return 'On the engine: no order stands here.';
  return `On the engine: ${orders} ${orders === 1 ? 'order stands' : 'orders stand'} here, ${errors} with an error or a retry.`;
}

/** A step that everything uses is asked about in its first workflows only. */
const maxWorkflows = 5;
