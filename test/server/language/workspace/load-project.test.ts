import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { Cancelled } from '../../../../server/base/cancel.ts';
import type { Project } from '../../../../server/language/project.ts';
import { loadProject } from '../../../../server/language/workspace/load-project.ts';

const queue = (name: string): string => `type: queue\nname: ${name}\ndesc: A queue.\n`;
const step = 'type: step\nname: pay\nversion: "1.0"\nclass-name: Pay\n';
const code = "import { NormalStep } from 'ordo';\nexport class Pay extends NormalStep { primary() {} }\n";

/** Writes files (bytes or text) into a folder and opens it. */
async function withFolder(
  files: Readonly<Record<string, string | Uint8Array>>,
  use: (root: string) => Promise<void>,
): Promise<void> {
  const root = mkdtempSync(path.join(tmpdir(), 'ordo-folder-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      writeFileSync(path.join(root, name), content);
    }
    await use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const names = (project: Project): readonly string[] => project.objects.map((object) => object.name);
const codes = async (project: Project): Promise<readonly string[]> =>
  (await project.check({ skipTypeScript: true })).map(({ code: each, file }) => `${file ?? ''} ${each}`);

test('objects are found by their type, whatever the file is called; folders of tools are left out', () =>
  withFolder(
    {
      'a.queue.yaml': queue('a'),
      'deep/er/b.yml': queue('b'),
      'c.YAML': queue('c'),
      'node_modules/x/d.queue.yaml': queue('d'),
      'dist/e.queue.yaml': queue('e'),
      '.ordo/f.queue.yaml': queue('f'),
      '.git/g.queue.yaml': queue('g'),
      'other.yaml': 'a: 1\n',
    },
    async (root) => assert.deepEqual(names(await loadProject(root)), ['a', 'b', 'c']),
  ));

test('a folder below with options of its own is another project', () =>
  withFolder({ 'a.queue.yaml': queue('a'), 'sub/ordo.options': '', 'sub/b.queue.yaml': queue('b') }, async (root) => {
    assert.deepEqual(names(await loadProject(root)), ['a']);
    assert.deepEqual(names(await loadProject(path.join(root, 'sub'))), ['b']);
  }));

test('changes outside of the project, or in folders that are left out, do not count', () =>
  withFolder({ 'a.queue.yaml': queue('a'), 'sub/ordo.options': '' }, async (root) => {
    const project = await loadProject(root);
    for (const name of ['../b.queue.yaml', 'node_modules/b.queue.yaml', 'sub/b.queue.yaml', '.ordo/b.queue.yaml'])
      project.updateFile(path.join(root, name), queue('b'));
    assert.deepEqual(names(project), ['a']);
  }));

test('links to folders do not lead in circles', () =>
  withFolder({ 'a.queue.yaml': queue('a') }, async (root) => {
    symlinkSync(root, path.join(root, 'again'));
    assert.deepEqual(names(await loadProject(root)), ['a']);
  }));

test('a file that is not text is a problem, not an exception', () =>
  withFolder({ 'a.queue.yaml': new Uint8Array([0x74, 0xff, 0xfe, 0x00]), 'b.queue.yaml': queue('b') }, async (root) => {
    const project = await loadProject(root);
    assert.deepEqual(names(project), ['b']);
    assert.deepEqual(await codes(project), ['a.queue.yaml ORDO-YAML-018']);
    project.updateFile(path.join(root, 'a.queue.yaml'), queue('a'));
    assert.deepEqual(await codes(project), []);
  }));

test('what cannot be read and is not ours is no problem of the project', () =>
  withFolder(
    { 'latin.yaml': new Uint8Array([0x61, 0x3a, 0x20, 0xe9]), 'large.yaml': 'a: b\n'.repeat(2_000_000) },
    async (root) => assert.deepEqual(await codes(await loadProject(root)), []),
  ));

test('a file of ours that is too large is not read', () =>
  withFolder({ 'large.yaml': queue('a').padEnd(9_000_000, '#') }, async (root) =>
    assert.deepEqual(await codes(await loadProject(root)), ['large.yaml ORDO-YAML-018']),
  ));

test('a folder that does not exist has no objects and one problem', async () => {
  const project = await loadProject(path.join(tmpdir(), 'ordo-no-such-folder'));
  assert.deepEqual(project.objects, []);
  assert.equal((await project.check()).length, 1);
});

test('a byte order mark and Windows line ends change no position', () =>
  withFolder(
    { 'a.queue.yaml': `\ufeff${queue('a').replace('desc', 'decs').replaceAll('\n', '\r\n')}` },
    async (root) => {
      const [problem] = await (await loadProject(root)).check();
      assert.equal(problem?.code, 'ORDO-KEY-001');
      assert.deepEqual(problem?.range, { start: { line: 2, character: 0 }, end: { line: 2, character: 4 } });
    },
  ));

test('a real package called ordo is refused, declared or installed', () =>
  withFolder(
    { 'package.json': '{ "devDependencies": { "ordo": "1" } }', 'node_modules/ordo/package.json': '{}' },
    async (root) =>
      assert.deepEqual(await codes(await loadProject(root)), [
        'node_modules/ordo/package.json ORDO-OBJ-014',
        'package.json ORDO-OBJ-014',
      ]),
  ));

test('an object knows its code file, and where each of its keys is', () =>
  withFolder(
    {
      'pay.step.yaml': step,
      'pay.step.ts': code,
      'src/ship.ts': '',
      'ship.step.yaml': `${step.replace('pay', 'ship')}code: src/ship.ts\n`,
    },
    async (root) => {
      const project = await loadProject(root);
      const [pay] = project.find('step', 'pay', '1.0');
      assert.equal(pay?.codeFile, path.join(root, 'pay.step.ts'));
      assert.equal(project.find('step', 'ship')[0]?.codeFile, path.join(root, 'src/ship.ts'));
      assert.deepEqual(pay?.rangeOf(['class-name']), {
        start: { line: 3, character: 12 },
        end: { line: 3, character: 15 },
      });
      assert.deepEqual(pay?.rangeOf(['no', 'such', 'key']), {
        start: { line: 0, character: 6 },
        end: { line: 0, character: 10 },
      });
      assert.deepEqual(project.find('step', 'pay', '2.0'), []);
    },
  ));

test('an open document counts instead of the file', () =>
  withFolder({ 'a.queue.yaml': queue('a') }, async (root) => {
    const overlay = new Map([
      [path.join(root, 'a.queue.yaml'), queue('b')],
      [path.join(root, 'new.queue.yaml'), queue('c')],
    ]);
    assert.deepEqual(names(await loadProject(root, { overlay })), ['b', 'c']);
  }));

test('a change of one file changes what others refer to', () =>
  withFolder({ 'pay.step.yaml': step, 'pay.step.ts': code }, async (root) => {
    const project = await loadProject(root);
    const file = (name: string): string => path.join(root, name);
    const shop = (version: string): string =>
      `type: workflow\nname: shop\nversion: "1.0"\ndesc: Sells.\nsteps: ["pay:${version}"]\n`;
    assert.deepEqual(await codes(project), []);
    project.updateFile(file('shop.workflow.yaml'), shop('2.0'));
    assert.deepEqual(await codes(project), ['shop.workflow.yaml ORDO-REF-002']);
    project.updateFile(file('pay.step.yaml'), step.replace('1.0', '2.0'));
    assert.deepEqual(await codes(project), []);
    project.updateFile(file('pay.step.yaml'), undefined);
    assert.deepEqual(await codes(project), ['shop.workflow.yaml ORDO-REF-001']);
    project.updateFile(file('pay.step.yaml'), step.replace('1.0', '2.0'));
    project.updateFile(file('pay.step.ts'), undefined);
    assert.deepEqual(await codes(project), ['pay.step.yaml ORDO-OBJ-010']);
    project.updateFile(file('pay.step.ts'), code);
    assert.deepEqual(await codes(project), []);
  }));

test('code is checked again when a file that it imports comes, changes or goes', () =>
  withFolder(
    {
      'pay.step.yaml': step,
      'pay.step.ts': `import { price } from './price.ts';\n${code.replace('primary() {}', 'primary() { price satisfies number; }')}`,
    },
    async (root) => {
      const project = await loadProject(root);
      const found = async (): Promise<readonly unknown[]> =>
        (await project.check()).map((problem) => problem.data?.['typescript']);
      const price = path.join(root, 'price.ts');
      assert.deepEqual(await found(), [2307]);
      project.updateFile(price, 'export const price = 5;\n');
      assert.deepEqual(await found(), []);
      project.updateFile(price, "export const price = '5';\n");
      assert.deepEqual(await found(), [1360]);
      project.updateFile(price, undefined);
      assert.deepEqual(await found(), [2307]);
    },
  ));

test('problems are asked of some files alone; the rest of the project still counts', () =>
  withFolder({ 'a.queue.yaml': queue('a').replace('desc', 'decs'), 'b.queue.yaml': queue('a') }, async (root) => {
    const project = await loadProject(root);
    const only = await project.check({ files: [path.join(root, 'b.queue.yaml')] });
    assert.deepEqual(
      only.map(({ code: each }) => each),
      ['ORDO-OBJ-001'],
    );
  }));

test('reading and checking stop when they are told to', () =>
  withFolder({ 'a.queue.yaml': queue('a') }, async (root) => {
    const signal = AbortSignal.abort();
    await assert.rejects(loadProject(root, { signal }), Cancelled);
    await assert.rejects((await loadProject(root)).check({ signal }), Cancelled);
  }));

test('steps are there for a whole graph only', () =>
  withFolder({}, async (root) => {
    const project = await loadProject(root);
    const workflow = (steps: string): Project['objects'][number] | undefined => {
      project.updateFile(
        path.join(root, 'w.workflow.yaml'),
        `type: workflow\nname: w\nversion: "1"\ndesc: W.\nsteps: ${steps}\n`,
      );
      return project.find('workflow', 'w')[0];
    };
    assert.deepEqual(
      workflow('[a:1, [b:1, c:1]]')?.steps?.map(({ step: each, after }) => [each, after]),
      [
        ['a:1', []],
        ['b:1', ['a:1']],
        ['c:1', ['a:1']],
      ],
    );
    assert.equal(workflow('[a:1, a:1]')?.steps, undefined);
    assert.equal(workflow('[a]')?.steps, undefined);
  }));
