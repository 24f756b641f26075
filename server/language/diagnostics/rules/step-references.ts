import { reportMissingObject } from '../missing-object.ts';
import type { ReferenceRule } from '../rule.ts';

/** Each step of a workflow exists, with its version. */
export const stepReferences: ReferenceRule = {
  scope: 'references',
  kinds: ['workflow'],
  check(object, report, workspace) {
    for (const step of object.graph?.steps ?? []) {
      if (workspace.find('step', step.name, step.version).length > 0) continue;
      const range = object.document.lines.range(step.start, step.end);
      reportMissingObject(report, workspace, { kind: 'step', ...step, range, withVersion: true });
    }
  },
};
