import { isFinal, orderStatuses } from '../../../schemas/model/status.ts';
import type { WorkflowHash } from '../../../schemas/protocol/rest.ts';
import type { EngineClient } from '../../api/client/client.ts';
import type { Project } from '../../language/project.ts';
import type { Cli } from '../cli.ts';

/** A workflow that a deploy with `--prune` removes, and how many of its orders are not at their end. */
export interface PrunedWorkflow {
  readonly workflow: WorkflowHash;
  readonly ordersInFlight: number;
}

/** Workflows of the engine that the project does not have. */
export async function findPruned(client: EngineClient, project: Project): Promise<readonly PrunedWorkflow[]> {
  const workflows = await client.workflows();
  return workflows
    .filter(({ name, version }) => project.find('workflow', name, version).length === 0)
    .map((workflow) => ({ workflow, ordersInFlight: countInFlight(workflow) }));
}

/** Shown on stderr before the question, so that it is seen with `--json` too. */
export function printPruned(cli: Cli, removed: readonly PrunedWorkflow[]): void {
  cli.out.note('The project no longer has these workflows; --prune removes them from the engine:');
  for (const { workflow, ordersInFlight } of removed) {
    const orders = ordersInFlight === 0 ? 'no orders in flight' : `${ordersInFlight} orders in flight`;
    cli.out.note(`  ${workflow.name}:${workflow.version}  ${orders}`);
  }
}

function countInFlight({ order_counts: counts }: WorkflowHash): number {
  const unfinished = orderStatuses.filter((status) => !isFinal(status));
  return unfinished.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
}
