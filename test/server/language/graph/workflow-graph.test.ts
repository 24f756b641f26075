import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { WorkflowGraph } from '../../../../schemas/model/workflow-graph.ts';
import { redundantEdges } from '../../../../server/language/graph/redundant-edges.ts';
import { workflowGraph } from '../../../../server/language/graph/workflow-graph.ts';
import type { YamlObject } from '../../../../server/language/objects/yaml-object.ts';
import { withProject } from '../../../support/language-project.ts';

const head = 'type: workflow\nname: shop\nversion: "1.0"\ndesc: Sells.\n';
const classes: Readonly<Record<string, string>> = {
  'ship.step.ts':
    "import { SubworkflowArrayStep } from 'ordo';\nexport class Ship extends SubworkflowArrayStep {\n  async primary(order) {\n    await order.bindSubworkflow('send-parcel', {});\n  }\n}\n",
};
const steps = {
  'pay.step.yaml':
    'type: step\nname: pay\nversion: "1.0"\ndesc: Takes money.\nbase-class-name: QorusAsyncStep\nqueue: answers\n',
  'ship.step.yaml': 'type: step\nname: ship\nversion: "1.0"\nclass-name: Ship\n',
  'ship.step.ts': classes['ship.step.ts'] ?? '',
  'tell.step.yaml': 'type: step\nname: tell\nversion: "1.0"\nsteptype: EVENT\narraytype: SERIES\nevent: told\n',
};

function graphOf(list: string): Promise<WorkflowGraph> {
  return withProject({ ...steps, 'shop.workflow.yaml': `${head}steps:\n${list}` }, async (project) =>
    workflowGraph({
      workflow: project.find('workflow', 'shop')[0] as YamlObject,
      find: (kind, name, version) => project.find(kind, name, version),
      problems: await project.check({ skipTypeScript: true }),
      uriOf: (file) => `file:${path.basename(file)}`,
      absolute: (file) => path.resolve(project.root, file),
      codeText: (file) => classes[path.basename(file)],
    }),
  );
}

test('kinds come from the YAML or else from the class; what a step waits for is told with it', async () => {
  const graph = await graphOf('  - pay:1.0\n  - ship:1.0\n  - tell:1.0\n  - gone:1.0\n');
  assert.deepEqual(
    graph.steps.map(({ name, kind, isArray, queue, event, subworkflow }) =>
      [name, kind, isArray, queue ?? event ?? subworkflow].join(' '),
    ),
    ['pay async false answers', 'ship subworkflow true send-parcel', 'tell event true told', 'gone unknown false '],
  );
  assert.deepEqual(
    graph.steps.map(({ segment }) => segment),
    [0, 1, 2, 3],
  );
  assert.equal(graph.segments[2]?.name, 'When "send-parcel" is done for ship');
  assert.equal(graph.steps[0]?.description, 'Takes money.');
  assert.equal(graph.steps[1]?.codeUri, 'file:ship.step.ts');
});

test('problems stand at their steps: of the entry, of the YAML of the step; the rest at the workflow', async () => {
  const graph = await graphOf(
    '  - step: pay:1.0\n    after: []\n    colour: red\n  - step: gone:1.0\n    after: [pay, pai]\n  - step: tell:1.0\n    after: [gone]\n',
  );
  const codes = graph.steps.map(
    ({ name, problems }) =>
      `${name} ${problems
        .map(({ code }) => code)
        .sort()
        .join(' ')}`,
  );
  assert.match(codes[0] ?? '', /^pay .*ORDO-WF-019/);
  assert.match(codes[1] ?? '', /^gone .*ORDO-WF-013/);
  assert.doesNotMatch(codes[2] ?? '', /WF-013/);
  assert.ok(graph.steps[0]?.problems.some(({ uri }) => uri === 'file:pay.step.yaml'));
});

test('an edge is redundant exactly when the step waits for it by another way', () => {
  const drawn = fc.array(fc.array(fc.nat(9), { maxLength: 4 }), { minLength: 10, maxLength: 10 });
  fc.assert(
    fc.property(drawn, (after) => {
      const list = after.map((to, n) => ({ id: `${n}`, after: [...new Set(to.filter((m) => m < n))].map(String) }));
      const reaches = (from: string, to: string): boolean =>
        from === to || (list[Number(from)]?.after.some((next) => reaches(next, to)) ?? false);
      const found = redundantEdges(list);
      for (const { id, after: waits } of list)
        for (const to of waits)
          assert.equal(
            found.get(id)?.has(to) ?? false,
            waits.some((other) => other !== to && reaches(other, to)),
          );
    }),
    { numRuns: 200 },
  );
});
