import type { GraphStep } from '../../graph/step-graph.ts';
import { reportMissingObject } from '../missing-object.ts';
import type { ReferenceRule } from '../rule.ts';

/** Each step of a workflow exists, with its version. */
export const stepReferences: ReferenceRule = {
  scope: 'references',
  kinds: ['workflow'],
  check(object, report, workspace) {
    for (const step of object.graph?.steps ?? []) {
      const range = object.document.lines.range(step.start, step.end);
      if (!exists(step)) reportMissingObject(report, workspace, { kind: 'step', ...step, range, withVersion: true });
    }

    function exists(step: GraphStep): boolean {
      return workspace.find('step', step.name, step.version).length > 0;
    }
  },
};
