import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import type { Release } from '../../../schemas/model/release.ts';
import { buildRelease } from '../../../server/deploy/pipeline.ts';
import type { BuildOptions } from '../../../server/deploy/pipeline-types.ts';
import type { Project } from '../../../server/language/project.ts';
import { projectOf, smallProject, stepCode, stepYaml } from './temp-project.ts';

async function releaseOf(project: Project, options: BuildOptions = {}): Promise<Release> {
  const { release, problems } = await buildRelease(project, options);
  assert.deepEqual(problems, []);
  assert.ok(release, 'a project without errors gives a release');
  return release;
}

describe('a release', () => {
  test('holds workflows, steps and errors with what the files and the dry run say', async (t) => {
    const release = await releaseOf(await projectOf(t, smallProject));
    const [workflow] = release.workflows;
    assert.ok(workflow);
    assert.deepEqual(
      { ...workflow, source: workflow.source.file, bundle: workflow.bundle === release.bundles[0]?.hash },
      {
        name: 'shop',
        version: '1.0',
        description: 'Sells things.',
        author: [],
        tags: {},
        remote: true,
        autostart: 1,
        slaThresholdSeconds: 1800,
        keylist: ['customer'],
        options: {},
        optionValues: { recover_delay: 5 },
        statuses: {},
        groups: [],
        steps: [
          { step: 'check:1.0', after: [] },
          { step: 'ship:1.0', after: ['check:1.0'] },
        ],
        errors: 'shop-errors',
        bundle: true,
        libraryObjects: {},
        source: 'shop.workflow.yaml',
      },
    );
    const [step] = release.steps;
    assert.deepEqual(
      { ...step, source: step?.source.file },
      {
        name: 'check',
        version: '1.0',
        description: 'Step check.',
        author: [],
        tags: {},
        stepType: 'NORMAL',
        arrayType: 'NONE',
        baseClass: 'NormalStep',
        className: 'Check',
        methods: ['primary'],
        userInteraction: false,
        configItems: [],
        source: 'steps/check.step.yaml',
      },
    );
    assert.deepEqual(release.errors[0]?.errors, [
      {
        error: 'NO-VAN',
        description: 'No van is free.',
        severity: 'MAJOR',
        status: 'RETRY',
        business: false,
        level: 'AUTO',
        retryDelaySeconds: 3,
      },
    ]);
  });

  test("has the manual's words for types as words of JSON Schema", async (t) => {
    const yaml = `${smallProject['shop.workflow.yaml']}staticdata-type:
  type: hash
  properties:
    sku: { type: string }
    lines: { type: list, items: { type: int } }
  required: [sku]
`;
    const release = await releaseOf(await projectOf(t, smallProject, { 'shop.workflow.yaml': yaml }));
    assert.deepEqual(release.workflows[0]?.staticDataType, {
      type: 'object',
      properties: { sku: { type: 'string' }, lines: { type: 'array', items: { type: 'integer' } } },
      required: ['sku'],
    });
  });

  test('names a class by the only exported one of the code file', async (t) => {
    const yaml = smallProject['steps/check.step.yaml']?.replace('class-name: Check\n', '');
    const code = smallProject['steps/check.step.ts']?.replace('export class', 'export default class');
    const project = await projectOf(t, smallProject, { 'steps/check.step.yaml': yaml, 'steps/check.step.ts': code });
    const release = await releaseOf(project);
    assert.equal(release.steps.find((step) => step.name === 'check')?.className, 'Check');
  });

  test('holds a step that no workflow uses, without a bundle of its own', async (t) => {
    const project = await projectOf(t, smallProject, {
      'steps/later.step.yaml': stepYaml('later'),
      'steps/later.step.ts': stepCode('Later'),
    });
    const release = await releaseOf(project);
    assert.ok(release.steps.some((step) => step.name === 'later'));
    assert.equal(release.bundles.length, 1);
  });

  test('of one step brings its workflow with all steps and errors, and nothing else', async (t) => {
    const project = await projectOf(t, smallProject, {
      'other.workflow.yaml': `type: workflow\nname: other\nversion: '1.0'\ndesc: Other.\nsteps:\n  - alone:1.0\n`,
      'steps/alone.step.yaml': stepYaml('alone'),
      'steps/alone.step.ts': stepCode('Alone'),
    });
    const release = await releaseOf(project, { files: [path.join(project.root, 'steps/ship.step.yaml')] });
    assert.deepEqual(
      release.workflows.map((workflow) => workflow.name),
      ['shop'],
    );
    assert.deepEqual(release.steps.map((step) => step.name).sort(), ['check', 'ship']);
    assert.equal(release.errors.length, 1);
  });

  test('of some files is not held up by a broken file that they do not need', async (t) => {
    const project = await projectOf(t, smallProject, {
      'broken.workflow.yaml': `type: workflow\nname: broken\nversion: '1.0'\ndesc: Broken.\nsteps:\n  - nowhere:1.0\n`,
    });
    const whole = await buildRelease(project);
    assert.equal(whole.release, undefined);
    const files = [path.join(project.root, 'shop.workflow.yaml')];
    assert.equal((await releaseOf(project, { files })).workflows.length, 1);
  });
});

describe('the hash of an object', () => {
  async function hashesAfter(t: Parameters<typeof projectOf>[0], change: Record<string, string>): Promise<string[]> {
    const project = await projectOf(t, smallProject, change);
    const { workflows, steps, errors } = await releaseOf(project);
    return [...workflows, ...steps, ...errors].map((object) => `${object.name} ${object.source.hash}`);
  }
  const changed = (before: string[], after: string[]): string[] =>
    after.filter((line) => !before.includes(line)).map((line) => line.split(' ')[0] ?? '');

  test('changes with the code that a step imports, for the step and its workflow alone', async (t) => {
    const before = await hashesAfter(t, {});
    const after = await hashesAfter(t, { 'src/van.ts': 'export function van(): string {\n  return "two";\n}\n' });
    assert.deepEqual(changed(before, after), ['shop', 'ship']);
  });

  test('does not change with the layout of the file', async (t) => {
    const yaml = smallProject['shop.errors.yaml'] ?? '';
    const before = await hashesAfter(t, {});
    const after = await hashesAfter(t, { 'shop.errors.yaml': `# a comment\n${yaml.replace('name:', 'name:  ')}` });
    assert.deepEqual(changed(before, after), []);
  });
});

describe('a bundle', () => {
  test('is the same in two folders, and holds the path of neither', async (t) => {
    const change = { 'src/van.ts': 'export const van = (): string => import.meta.filename;\n' };
    const projects = [await projectOf(t, smallProject, change), await projectOf(t, smallProject, change)] as const;
    const [one, two] = [await releaseOf(projects[0]), await releaseOf(projects[1])];
    assert.deepEqual(one.bundles, two.bundles);
    for (const { root } of projects) {
      const text = JSON.stringify(one.bundles);
      assert.ok(!text.includes(root) && !text.includes(path.basename(root)));
    }
  });

  test('carries its sources as written, and its hash is that of code and map', async (t) => {
    const van = 'export function van(): string {\n  return import.meta.dirname;\n}\n';
    const files = { ...smallProject, 'src/van.ts': van };
    const [bundle] = (await releaseOf(await projectOf(t, files))).bundles;
    assert.ok(bundle);
    const map = JSON.parse(bundle.sourceMap) as { sources: string[]; sourcesContent: string[] };
    for (const name of ['src/van.ts', 'steps/ship.step.ts']) {
      assert.equal(map.sourcesContent[map.sources.indexOf(name)], files[name as keyof typeof files]);
    }
    assert.equal(bundle.hash, createHash('sha256').update(bundle.code).update(bundle.sourceMap).digest('hex'));
    assert.equal(bundle.program, 'shop:1.0');
  });

  test('requires nothing but node: modules and ordo, whatever form the import had', async (t) => {
    const project = await projectOf(t, smallProject, {
      'src/van.ts': `import { readFileSync } from 'fs';
import { setTimeout } from 'timers/promises';
export const van = (): unknown => [readFileSync, setTimeout];
`,
    });
    const [bundle] = (await releaseOf(project)).bundles;
    const required = [...(bundle?.code.matchAll(/require\("([^"]+)"\)/g) ?? [])].map((match) => match[1]);
    assert.deepEqual([...new Set(required)].sort(), ['node:fs', 'node:timers/promises', 'ordo']);
  });

  test('after a change of one line is built anew from the same context', async (t) => {
    const project = await projectOf(t, smallProject);
    const before = await releaseOf(project);
    writeFileSync(path.join(project.root, 'src/van.ts'), 'export function van(): string {\n  return "new";\n}\n');
    const after = await releaseOf(project);
    assert.notEqual(after.bundles[0]?.hash, before.bundles[0]?.hash);
    assert.match(after.bundles[0]?.code ?? '', /"new"/);
  });
});
