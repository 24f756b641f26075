import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepBaseClasses, type StepBaseClass } from '../../../../schemas/model/steps.ts';
import { newObjectFiles, problemWithName } from '../../../../server/language/features/skeletons/new-files.ts';
import { newObjectKinds, type NewObject } from '../../../../server/language/features/skeletons/object-text.ts';
import { classNameOf, yamlText } from '../../../../server/language/features/skeletons/names.ts';
import { readYaml } from '../../../../server/language/yaml/read-yaml.ts';
import { withProject, type ProjectTexts } from '../../../support/language-project.ts';

const base: ProjectTexts = {
  'answers.queue.yaml': 'type: queue\nname: answers\ndesc: d\n',
  'landed.event.yaml': 'type: event\nname: landed\ndesc: d\n',
};

/** Problems of a project after an object was created in it. */
async function problemsAfter(wanted: NewObject): Promise<readonly string[]> {
  return withProject(base, async (project) => {
    for (const { file, text } of newObjectFiles(project.workspace, wanted, project.root))
      project.updateFile(file, text);
    const found = await project.check();
    return found
      .filter(({ severity }) => severity === 'error')
      .map(({ file, code, message }) => `${file} ${code} ${message}`);
  });
}

test('a new object of every kind has no error', async () => {
  for (const kind of newObjectKinds) {
    const found = await problemsAfter({ kind, name: 'first-one' });
    // The first step of a workflow is the next thing to create.
    assert.deepEqual(
      found.filter((line) => !line.includes('first-step')),
      [],
      kind,
    );
  }
});

test('a new step of every base class has no error, its class included', async () => {
  for (const baseClass of Object.keys(stepBaseClasses) as StepBaseClass[]) {
    const found = await problemsAfter({ kind: 'step', name: 'wait', baseClass, queue: 'answers', event: 'landed' });
    assert.deepEqual(found, [], baseClass);
  }
});

test('a second version goes beside the first', async () => {
  const texts = { 'steps/pay.step.yaml': 'type: step\nname: pay\nversion: "1.0"\n' };
  await withProject(texts, (project) => {
    const files = newObjectFiles(project.workspace, { kind: 'step', name: 'pay', version: '2.0' });
    assert.deepEqual(
      files.map(({ file }) => project.workspace.relativePath(file)),
      ['steps/pay-2.0.step.yaml', 'steps/pay-2.0.step.ts'],
    );
    assert.match(problemWithName(project.workspace, { kind: 'step', name: 'pay' }) ?? '', /already/);
    assert.equal(problemWithName(project.workspace, { kind: 'step', name: 'pay', version: '2.0' }), undefined);
  });
});

test('names become classes and YAML texts that read back as they are', () => {
  assert.equal(classNameOf('reserve-stock'), 'ReserveStock');
  assert.equal(classNameOf('3d print'), 'Class3dPrint');
  for (const text of [
    'a b',
    'yes',
    '1.0',
    '007',
    '0x1f',
    '1e3',
    'null',
    'a: b',
    'a #b',
    '- a',
    'x:',
    'é',
    "it's",
    '"q"',
    '~',
    '1_000',
    '2026-01-01',
    '.5',
    '@a',
    'a, b',
  ])
    for (const isFlow of [false, true]) {
      const written = isFlow ? `[${yamlText(text, { isFlow })}]` : `k: ${yamlText(text)}`;
      const { root, faults } = readYaml(written);
      const node =
        root?.kind === 'list' ? root.items[0] : root?.kind === 'map' ? root.byKey.get('k')?.value : undefined;
      assert.deepEqual([faults, node?.kind === 'scalar' && node.value], [[], text], written);
    }
});
