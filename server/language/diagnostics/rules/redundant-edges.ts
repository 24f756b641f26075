import { redundantEdges } from '../../graph/redundant-edges.ts';
import type { ObjectRule } from '../rule.ts';

/** Dependencies that follow from others; nested lists have none. */
export const redundantDependencies: ObjectRule = {
  scope: 'object',
  kinds: ['workflow'],
  check(object, report) {
    const { graph } = object;
    if (graph?.form !== 'explicit' || object.steps === undefined) return;
    const found = redundantEdges(graph.steps.map(({ identity, after }) => ({ id: identity, after })));
    for (const { identity, edges } of graph.steps)
      for (const { to, start, end } of found.has(identity) ? (edges ?? []) : [])
        if (found.get(identity)?.has(to) === true)
          report('ORDO-WF-022', object.document.lines.range(start, end), { to }, { data: { fix: 'remove-item' } });
  },
};
