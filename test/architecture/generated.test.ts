import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resourcePath } from '../../server/base/resources.ts';
import { checkSchema, schemaOf } from '../../server/language/diagnostics/schema-check.ts';
import { objectKinds } from '../../server/language/project.ts';
import { toPlainObject } from '../../server/language/yaml/node.ts';
import { readYaml } from '../../server/language/yaml/read-yaml.ts';

const generator = (await import(resourcePath('.ci', 'generate.mjs'))) as {
  generatedFiles(): Promise<ReadonlyMap<string, string>>;
  staleFiles(): Promise<readonly string[]>;
};

test('generated files are what their sources make of them (else run: npm run generate)', async () => {
  assert.deepEqual(await generator.staleFiles(), [], 'run: npm run generate');
});

test('the same sources give the same bytes', async () => {
  const [first, second] = [await generator.generatedFiles(), await generator.generatedFiles()];
  assert.deepEqual([...first], [...second]);
});

test('the example of each reference page is valid', async () => {
  const pages = await generator.generatedFiles();
  for (const kind of objectKinds) {
    const page = pages.get(`extension/guide/reference/${kind}.md`) ?? '';
    const example = /```yaml\n([^]*?)```/.exec(page)?.[1] ?? '';
    const { root, faults } = readYaml(example);
    assert.deepEqual(faults, [], kind);
    assert.ok(root?.kind === 'map', `${kind} has an example`);
    const errors = checkSchema(kind, toPlainObject(root)).map(
      ({ instancePath, message }) => `${instancePath} ${message}`,
    );
    assert.deepEqual(errors, [], `${kind}:\n${example}`);
  }
});

test('every key of every kind says what it is for', () => {
  const common = schemaOf('common').$defs ?? {};
  for (const kind of objectKinds)
    for (const [key, property] of Object.entries(schemaOf(kind).properties ?? {})) {
      const shared = common[property.$ref?.split('/').at(-1) ?? ''];
      assert.ok(property.description ?? shared?.description, `${kind}.${key} has a description`);
      assert.ok(property.title ?? shared?.title, `${kind}.${key} has a title`);
    }
});
