import { editWorkflow } from '../../edits/edit-workflow.ts';
import type { FeatureProject } from '../feature-project.ts';
import type { Fix } from './fix.ts';

/** Nested lists of steps written as explicit edges, which can say every graph; offered on the word `steps`. */
export function explicitSteps(project: FeatureProject, file: string, offset: number): readonly Fix[] {
  const object = project.object(file);
  const { root } = object?.document ?? {};
  const entry = root?.kind === 'map' ? root.byKey.get('steps') : undefined;
  if (!object || !entry || offset < entry.keyStart || offset > entry.keyEnd || object.graph?.form !== 'nested')
    return [];
  const answer = editWorkflow(object.document, [{ type: 'make-explicit' }]);
  if (answer.type === 'refused') return [];
  const edits = answer.edits.map((edit) => ({ ...edit, file }));
  return [{ title: 'Write the nested lists as "step" and "after"', edit: { edits } }];
}
