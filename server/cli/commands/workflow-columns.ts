import type { OrderStatus } from '../../../schemas/model/status.ts';
import type { WorkflowHash } from '../../../schemas/protocol/rest.ts';
import type { Paint } from '../terminal/colours.ts';
import type { Column } from '../terminal/table.ts';

/** A workflow in one line: does it run, and how many orders have which status. */
export function workflowColumns(paint: Paint): readonly Column<WorkflowHash>[] {
  return [
    { title: 'workflow', value: (row) => `${row.name}:${row.version}` },
    { title: 'id', value: (row) => row.workflowid, align: 'right' },
    { title: 'running', value: (row) => (row.exec_count > 0 ? `${row.exec_count}` : 'no'), align: 'right' },
    ...shownStatuses.map((status) => countColumn(status, paint)),
  ];
}

const shownStatuses: readonly OrderStatus[] = [
  'READY',
  'SCHEDULED',
  'IN-PROGRESS',
  'WAITING',
  'ASYNC-WAITING',
  'EVENT-WAITING',
  'RETRY',
  'ERROR',
  'INCOMPLETE',
  'BLOCKED',
  'CANCELED',
  'COMPLETE',
];

function countColumn(status: OrderStatus, paint: Paint): Column<WorkflowHash> {
  const colour = statusColour(status);
  return {
    title: status,
    align: 'right',
    value: (row) => row.order_counts[status] ?? '',
    paint: (text) => (colour === undefined ? text : paint(colour, text)),
  };
}

/** One meaning per colour, everywhere. */
export function statusColour(status: string): 'green' | 'red' | 'yellow' | 'cyan' | 'dim' | undefined {
  if (status === 'COMPLETE') return 'green';
  if (status === 'ERROR') return 'red';
  if (status === 'RETRY' || status === 'BLOCKED' || status === 'INCOMPLETE') return 'yellow';
  if (status === 'IN-PROGRESS') return 'cyan';
  return status === 'CANCELED' ? 'dim' : undefined;
}
