import type { GraphFault, GraphFaultKind } from '../../graph/step-graph.ts';
import type { ProblemCode } from '../problems.ts';
import type { ReferenceRule } from '../rule.ts';

/** What is wrong with `steps` as a list and as a graph (manual: step dependency list). */
export const stepGraph: ReferenceRule = {
  scope: 'references',
  kinds: ['workflow'],
  check(object, report, workspace) {
    const { lines } = object.document;
    for (const fault of object.graph?.faults ?? []) {
      const related = fault.related?.map(({ start, end, message }) => ({ range: lines.range(start, end), message }));
      const example = fault.kind === 'version-missing' ? exampleOf(fault, workspace.find) : '';
      report(
        codes[fault.kind],
        lines.range(fault.start, fault.end),
        { ...fault.values, example },
        {
          ...(related ? { related } : {}),
          ...(fault.data ? { data: { ...fault.data, ...(example === '' ? {} : { text: example }) } } : {}),
        },
      );
    }
  },
};

/** The reference that was probably meant: the version the project has, the last one when there are several. */
function exampleOf(fault: GraphFault, find: (kind: string, name: string) => readonly { version?: string }[]): string {
  const name = String(fault.values['step']);
  return `${name}:${find('step', name).at(-1)?.version ?? '1.0'}`;
}

const codes: Readonly<Record<GraphFaultKind, ProblemCode>> = {
  'not-a-list': 'ORDO-WF-001',
  'no-steps': 'ORDO-WF-002',
  'mixed-forms': 'ORDO-WF-003',
  'not-a-step': 'ORDO-WF-004',
  'version-missing': 'ORDO-WF-005',
  'bad-reference': 'ORDO-WF-006',
  'blank-in-reference': 'ORDO-WF-025',
  'step-twice': 'ORDO-WF-007',
  'empty-group': 'ORDO-WF-008',
  'step-key-missing': 'ORDO-WF-009',
  'after-missing': 'ORDO-WF-010',
  'after-not-a-list': 'ORDO-WF-011',
  cycle: 'ORDO-WF-012',
  'after-unknown': 'ORDO-WF-013',
  'after-ambiguous': 'ORDO-WF-014',
  'after-twice': 'ORDO-WF-015',
  'waits-for-itself': 'ORDO-WF-016',
  'too-many-steps': 'ORDO-WF-017',
  'too-many-edges': 'ORDO-WF-018',
  'unknown-key': 'ORDO-WF-019',
};
