import { isForeign } from '../foreign-object.ts';
import { reportMissingObject } from '../missing-object.ts';
import type { ReferenceRule } from '../rule.ts';

/** Each step of a workflow exists, with its version. */
export const stepReferences: ReferenceRule = {
  scope: 'references',
  kinds: ['workflow'],
  check(object, report, workspace) {
    const missing = (object.graph?.steps ?? []).filter(
      ({ name, version }) => workspace.find('step', name, version).length === 0,
    );
    const foreign = missing.length > 0 && isForeign(object, workspace);
    for (const step of missing) {
      const range = object.document.lines.range(step.start, step.end);
      reportMissingObject(report, workspace, { kind: 'step', ...step, range, withVersion: true, isForeign: foreign });
    }
  },
};
