import type { JsonValue } from '../../../schemas/model/data.ts';
import type { EngineClient } from '../../api/client/client.ts';
import type { Hover } from '../../language/features/hover/hover.ts';

/** How long a hover waits for the engine: a person who points at a word does not wait for a busy machine. */
const patienceMs = 400;

/** One line on what the engine knows: orders of a workflow by status, the last errors of a step; undefined when it says nothing in time. */
export async function lastResults(
  client: EngineClient | undefined,
  asks: NonNullable<Hover['asks']>,
): Promise<string | undefined> {
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
    const errors = await client.call(
      'GET',
      `errors?limit=50&step=${encodeURIComponent(asks.name)}`,
      undefined,
      options,
    );
    return stepLine(errors);
  } catch {
    // The engine stopped, is slow, or is too old to know the question: the hover says what the project says.
    return undefined;
  }
}

interface WorkflowCounts {
  readonly name: string;
  readonly version: string;
  readonly exec_count: number;
  readonly order_counts?: Readonly<Record<string, number>>;
}

function workflowLine(workflows: readonly WorkflowCounts[], { name, version }: NonNullable<Hover['asks']>): string {
  const found = workflows.find((each) => each.name === name && (version === undefined || each.version === version));
  if (!found) return 'On the engine: not deployed.';
  const counts = Object.entries(found.order_counts ?? {}).filter(([, count]) => count > 0);
  const orders = counts.map(([status, count]) => `${count} ${status}`).join(', ');
  return `On the engine: ${found.exec_count > 0 ? 'running' : 'not running'}, ${orders === '' ? 'no orders' : `orders: ${orders}`}.`;
}

function stepLine(errors: JsonValue): string | undefined {
  if (!Array.isArray(errors) || errors.length === 0) return undefined;
  const rows = errors as unknown as readonly { readonly error?: string; readonly workflow_instanceid?: number }[];
  const [last] = rows;
  return `On the engine: last error ${last?.error ?? ''} in order ${last?.workflow_instanceid ?? ''}.`;
}
