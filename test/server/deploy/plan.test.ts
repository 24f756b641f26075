import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { resourcePath } from '../../../server/base/resources.ts';
import { planDeploy } from '../../../server/deploy/plan.ts';
import { loadProject } from '../../../server/language/workspace/load-project.ts';

test('a workflow brings the workflow that its subworkflow step starts, with that one’s steps', async () => {
  const root = resourcePath('extension', 'sample');
  const file = path.join(root, 'workflows', 'process-shop-order.workflow.yaml');
  const { objects, problems } = planDeploy(await loadProject(root), [file]);
  assert.deepEqual(problems, []);
  const names = (kind: string): readonly string[] =>
    objects.filter((object) => object.kind === kind).map(({ name }) => name);
  assert.deepEqual(names('workflow'), ['pack-parcel', 'process-shop-order']);
  assert.ok(names('step').includes('pack-goods'));
  assert.ok(!names('step').includes('check-refund'));
});
