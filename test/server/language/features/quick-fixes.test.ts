import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';
import { applied } from '../../../../server/language/features/format/format.ts';
import type { Fix } from '../../../../server/language/features/quick-fixes/fix.ts';
import { fixesFor } from '../../../../server/language/features/quick-fixes/fixes-for.ts';
import { refactoringsAt } from '../../../../server/language/features/quick-fixes/refactorings.ts';
import { LineIndex } from '../../../../server/language/yaml/line-index.ts';
import { CodeTexts } from '../../../../server/language/features/feature-project.ts';
import { dedent, withProject, type ProjectTexts } from '../../../support/language-project.ts';
import { withMark } from '../../../support/feature-project.ts';

interface Outcome {
  readonly titles: readonly string[];
  /** Files after the chosen fix, those that it made included. */
  readonly after: Readonly<Record<string, string>>;
  /** Codes that remain. */
  readonly left: readonly string[];
}

/** Finds the first problem of a code in a project, takes its first fix (or that of a title) and checks the project again. */
async function mended(written: ProjectTexts, code: string, title?: string): Promise<Outcome> {
  const texts = Object.fromEntries(Object.entries(written).map(([name, text]) => [name, dedent(text)]));
  return withProject(texts, async (project) => {
    const codes = new CodeTexts();
    for (const [name, text] of Object.entries(texts)) codes.set(path.join(project.root, name), text);
    const features = await codes.open(project.workspace);
    const withTypes = Object.keys(texts).some((name) => name.endsWith('.ts'));
    const problem = (await project.check({ skipTypeScript: !withTypes })).find((each) => each.code === code);
    assert.ok(problem?.file !== undefined && problem.range, `no ${code}`);
    const file = path.join(project.root, problem.file);
    const text = texts[problem.file] ?? '';
    const lines = new LineIndex(text);
    const place = { start: lines.offset(problem.range.start), end: lines.offset(problem.range.end) };
    const found = fixesFor({ project: features, file, text, problem: { code, ...place, data: problem.data ?? {} } });
    const fix = title === undefined ? found[0] : found.find((each) => each.title === title);
    assert.ok(fix, `no fix among: ${found.map((each) => each.title).join(', ')}`);
    const after = changed(fix, project.root, texts);
    for (const [name, now] of Object.entries(after)) project.updateFile(path.join(project.root, name), now);
    const left = await project.check({ skipTypeScript: !withTypes });
    return { titles: found.map((each) => each.title), after, left: left.map((each) => each.code) };
  });
}

function changed(fix: Fix, root: string, texts: ProjectTexts): Record<string, string> {
  const after: Record<string, string> = {};
  const nameOf = (file: string): string => path.relative(root, file).split(path.sep).join('/');
  for (const { file, text } of fix.edit.created ?? []) after[nameOf(file)] = text;
  for (const file of new Set(fix.edit.edits.map((edit) => edit.file)))
    after[nameOf(file)] = applied(
      texts[nameOf(file)] ?? '',
      fix.edit.edits.filter((edit) => edit.file === file),
    );
  return after;
}

const workflow = (steps: string, more = ''): string =>
  `type: workflow\nname: w\nversion: "1.0"\ndesc: d\n${more}steps:\n${steps}`;
const step = (name: string, more = ''): string =>
  `type: step\nname: ${name}\nversion: "1.0"\ndesc: d\nclass-name: A\nbase-class-name: NormalStep\n${more}`;

describe('fixes of references', () => {
  test('a missing step gets YAML and class, and nothing is wrong with them', async () => {
    const texts = { 'w.workflow.yaml': workflow('  - step: take-money:2.0\n    after: []\n') };
    const { titles, after } = await mended(texts, 'ORDO-REF-001');
    assert.equal(titles[0], 'Create step "take-money"');
    assert.deepEqual(Object.keys(after).sort(), ['steps/take-money.step.ts', 'steps/take-money.step.yaml']);
    const all = { ...texts, ...after };
    const left = await withProject(all, (project) => project.check());
    assert.deepEqual(
      left.map(({ code, message }) => `${code} ${message}`),
      [],
    );
  });

  test('a step of every base class is created without problems', async () => {
    const texts = { 'w.workflow.yaml': workflow('  - step: a:1.0\n    after: []\n') };
    for (const base of ['AsyncStep', 'EventStep', 'SubworkflowStep']) {
      const { after } = await mended(texts, 'ORDO-REF-001', `Create step "a" as ${base}`);
      const left = await withProject({ ...texts, ...after }, (project) => project.check());
      const serious = left.filter(({ code, severity }) => severity === 'error' && code !== 'ORDO-REF-001');
      assert.deepEqual(
        serious.map(({ code, message }) => `${code} ${message}`),
        [],
        base,
      );
    }
  });

  test('a mistyped name is replaced, in its quotes', async () => {
    const texts = {
      'w.workflow.yaml': workflow('  - step: "take-mony:1.0"\n    after: []\n'),
      'take-money.step.yaml': step('take-money'),
      'take-money.step.ts': '',
    };
    const { after } = await mended(texts, 'ORDO-REF-001');
    assert.match(after['w.workflow.yaml'] ?? '', /step: "take-money:1\.0"/);
  });

  test('a missing queue is created', async () => {
    const text = step('a', 'queue: answers\n').replace('NormalStep', 'AsyncStep');
    const { after } = await mended({ 'a.step.yaml': text }, 'ORDO-REF-001');
    assert.match(after['queues/answers.queue.yaml'] ?? '', /^type: queue\nname: answers\n/);
  });
});

describe('fixes of keys', () => {
  test('a version without quotes', async () => {
    const { after, left } = await mended({ 'q.group.yaml': 'type: group\nname: 12\ndesc: d\n' }, 'ORDO-KEY-005');
    assert.equal(after['q.group.yaml'], 'type: group\nname: "12"\ndesc: d\n');
    assert.deepEqual(left, []);
  });

  test('a key that is missing is put where it belongs', async () => {
    const { after, left } = await mended({ 'q.queue.yaml': 'type: queue # mine\nname: q\n' }, 'ORDO-KEY-003');
    assert.match(after['q.queue.yaml'] ?? '', /^type: queue # mine\nname: q\ndesc: .+\n$/);
    assert.deepEqual(left, []);
  });

  test('in an entry of a list, with its indentation and line ends', async () => {
    const text = 'type: errors\r\nname: e\r\ndesc: d\r\nerrors:\r\n  - name: X\r\n    severity: MAJOR\r\n';
    const { after, left } = await mended({ 'e.errors.yaml': text }, 'ORDO-KEY-003');
    assert.match(after['e.errors.yaml'] ?? '', / {2}- name: X\r\n {4}desc: .+\r\n {4}severity: MAJOR\r\n$/);
    assert.deepEqual(left, []);
  });

  test('a mistyped key, and one that is not known', async () => {
    const { after } = await mended({ 'q.queue.yaml': 'type: queue\nname: q\ndecs: d\n' }, 'ORDO-KEY-001');
    assert.equal(after['q.queue.yaml'], 'type: queue\nname: q\ndesc: d\n');
    const other = await mended({ 'q.queue.yaml': 'type: queue\nname: q\nzzzzzz: 1 # x\ndesc: d\n' }, 'ORDO-KEY-002');
    assert.equal(other.after['q.queue.yaml'], 'type: queue\nname: q\ndesc: d\n');
  });

  test('a key that stands twice', async () => {
    const { after, left } = await mended(
      { 'q.queue.yaml': 'type: queue\nname: q\ndesc: d\nname: r\n' },
      'ORDO-YAML-006',
    );
    assert.equal(after['q.queue.yaml'], 'type: queue\nname: q\ndesc: d\n');
    assert.deepEqual(left, []);
  });
});

describe('fixes of workflows', () => {
  test('`after` that is missing, and one that is no list', async () => {
    const missing = await mended({ 'w.workflow.yaml': workflow('  - step: a:1.0 # first\n') }, 'ORDO-WF-010');
    assert.match(missing.after['w.workflow.yaml'] ?? '', / {2}- step: a:1\.0 # first\n {4}after: \[\]\n$/);
    const text = workflow('  - step: a:1.0\n    after: []\n  - step: b:1.0\n    after: a\n');
    const { after } = await mended({ 'w.workflow.yaml': text }, 'ORDO-WF-011');
    assert.match(after['w.workflow.yaml'] ?? '', /after: \[a\]\n$/);
  });

  test('a step that stands twice, and a name that stands twice in `after`', async () => {
    const twice = '  - step: a:1.0\n    after: []\n  - step: a:1.0\n    after: []\n';
    const { after } = await mended({ 'w.workflow.yaml': workflow(twice) }, 'ORDO-WF-007');
    assert.equal(after['w.workflow.yaml'], workflow('  - step: a:1.0\n    after: []\n'));
    const names = '  - step: a:1.0\n    after: []\n  - step: b:1.0\n    after: [a, a]\n';
    const second = await mended({ 'w.workflow.yaml': workflow(names) }, 'ORDO-WF-015');
    assert.match(second.after['w.workflow.yaml'] ?? '', /after: \[a\]\n$/);
  });
});

describe('fixes of code', () => {
  test('a code file that is missing', async () => {
    const { after, left } = await mended({ 'a.step.yaml': step('a') }, 'ORDO-OBJ-010');
    assert.match(after['a.step.ts'] ?? '', /export class A extends NormalStep/);
    assert.ok(!left.includes('ORDO-OBJ-010'));
  });

  test('a step in another language gets a class in TypeScript', async () => {
    const text =
      'type: step\nname: a\nversion: "1.0"\ndesc: d\nlang: python\ncode: a-1.0.qstep.py\nclass-name: A\nbase-class-name: QorusAsyncStep\nqueue: q\n';
    const texts = { 'a-1.0.qstep.yaml': text, 'q.queue.yaml': 'type: queue\nname: q\ndesc: d\n' };
    const { after, left } = await mended(texts, 'ORDO-OBJ-012');
    assert.match(after['a-1.0.qstep.yaml'] ?? '', /lang: typescript\ncode: a-1\.0\.qstep\.ts\n/);
    assert.match(after['a-1.0.qstep.ts'] ?? '', /class A extends AsyncStep/);
    assert.deepEqual(left, []);
  });

  test('a class that is missing in its file', async () => {
    const texts = { 'a.step.yaml': step('a'), 'a.step.ts': 'export const other = 1;\n' };
    const { after, left } = await mended(texts, 'ORDO-TS-003');
    assert.match(
      after['a.step.ts'] ?? '',
      /^import .*'ordo';\nexport const other = 1;\n\nexport class A extends NormalStep/,
    );
    assert.ok(!left.some((code) => code.startsWith('ORDO-TS')), left.join());
  });
});

describe('what can be done without a problem', () => {
  const at = (texts: ProjectTexts): Promise<readonly Fix[]> =>
    withMark(texts, ({ project, file, offset }) => refactoringsAt(project, file, offset));

  test('validation is added to a class that lacks it, behind its last method', async () => {
    const text =
      "import { NormalStep } from 'ordo';\nexport class <|>A extends NormalStep {\n  async primary() {}\n}\n";
    const [fix] = await at({ 'a.step.yaml': step('a'), 'a.step.ts': text });
    assert.equal(fix?.title, 'Add the method "validation"');
    assert.match(fix.edit.edits[0]?.text ?? '', /^\n\n {2}\/\*\*[^]+ {2}async validation\(/);
  });

  test('an error that is thrown gets a definition', async () => {
    const texts = {
      'e.errors.yaml': 'type: errors\nname: e\ndesc: d\nerrors:\n  - name: X\n    desc: x\n',
      'a.ts': "throw new PayError('<|>NEW-ONE');\n",
    };
    const [fix] = await at(texts);
    assert.equal(fix?.title, 'Define the error "NEW-ONE" in "e"');
    assert.match(fix.edit.edits[0]?.text ?? '', /^ {2}- name: NEW-ONE\n {4}desc: /);
  });
});

describe('fixes of what steps must do', () => {
  const asyncStep = (code: string): ProjectTexts => ({
    'w.workflow.yaml': workflow('  - step: a:1.0\n    after: []\n', 'errors: e\n'),
    'e.errors.yaml': 'type: errors\nname: e\ndesc: d\nerrors:\n  - name: X\n    desc: x\n',
    'q.queue.yaml': 'type: queue\nname: q\ndesc: d\n',
    'a.step.yaml': step('a', 'queue: q\n').replace('NormalStep', 'AsyncStep'),
    'a.step.ts': code,
  });
  const normalStep = (primary: string): ProjectTexts => ({
    'w.workflow.yaml': workflow('  - step: a:1.0\n    after: []\n', 'errors: e\nkeylist: [known]\n'),
    'e.errors.yaml': 'type: errors\nname: e\ndesc: d\nerrors:\n  - name: X\n    desc: x\n',
    'a.step.yaml': step('a'),
    'a.step.ts': `import { NormalStep, type OrderOf } from 'ordo';\n\nexport class A extends NormalStep {\n  override async primary(order: OrderOf<'a'>): Promise<void> {\n    ${primary}\n  }\n\n  override async validation(_order: OrderOf<'a'>) {\n    return 'RETRY' as const;\n  }\n}\n`,
  });

  test('the call that is missing in `primary` of an asynchronous step', async () => {
    const code = `import { AsyncStep, type AsyncOrderCalls, type OrderOf } from 'ordo';\n\nexport class A extends AsyncStep {\n  override async primary(it: OrderOf<'a'> & AsyncOrderCalls): Promise<void> {\n    it.log.info('x');\n  }\n}\n`;
    const { after, left } = await mended(asyncStep(code), 'ORDO-TS-013');
    assert.match(
      after['a.step.ts'] ?? '',
      /\n {4}it\.log\.info\('x'\);\n {4}await it\.submitAsyncKey\(it\.generateUniqueKey\(\)\);\n {2}\}/,
    );
    assert.ok(!left.includes('ORDO-TS-013'), left.join());
  });

  test('a promise that nobody waits for', async () => {
    const { after, left } = await mended(normalStep('order.dynamicData.update({ a: 1 });'), 'ORDO-REC-007');
    assert.match(after['a.step.ts'] ?? '', /\n {4}await order\.dynamicData\.update/);
    assert.ok(!left.includes('ORDO-REC-007'), left.join());
  });

  test('validation for a step that acts outside', async () => {
    const texts = normalStep("await fetch('http://127.0.0.1/', { method: 'POST' });");
    const code = (texts['a.step.ts'] ?? '').replace(/\n\n {2}override async validation[^]*$/, '\n}\n');
    const { after, left } = await mended({ ...texts, 'a.step.ts': code }, 'ORDO-REC-001');
    assert.match(after['a.step.ts'] ?? '', /async validation\(_order: OrderOf<'a'>\)/);
    assert.ok(!left.includes('ORDO-REC-001'), left.join());
  });

  test('an order key that the workflow does not have', async () => {
    const primary = "await order.setOrderKeys({ invoice: 'x' });";
    const texts = normalStep(primary);
    const found = await withProject(texts, async (project) =>
      (await project.check()).map(({ code, data }) => [code, data?.['fix']]),
    );
    const code = found.find(([, fix]) => fix === 'add-order-key')?.[0];
    assert.ok(typeof code === 'string', JSON.stringify(found));
    const { after } = await mended(texts, code, 'Add the order key "invoice" to "w:1.0"');
    assert.match(after['w.workflow.yaml'] ?? '', /keylist: \[known, invoice\]/);
  });

  test('an error that is raised and has no definition', async () => {
    const texts = normalStep("order.stepError('NEW-ONE');");
    const found = await withProject(texts, async (project) =>
      (await project.check()).map(({ code, data }) => [code, data?.['fix']]),
    );
    const code = found.find(([, fix]) => fix === 'declare-error')?.[0];
    assert.ok(typeof code === 'string', JSON.stringify(found));
    const { after, left } = await mended(texts, code);
    assert.match(after['e.errors.yaml'] ?? '', / {4}desc: x\n {2}- name: NEW-ONE\n {4}desc: /);
    assert.ok(!left.includes(code), left.join());
  });

  test('nested lists become `step` and `after`', async () => {
    const text = workflow('  - a:1.0 # first\n  - - b:1.0\n    - c:1.0\n').replace('steps', 'ste<|>ps');
    const [fix] = await withMark({ 'w.workflow.yaml': text }, ({ project, file, offset }) =>
      refactoringsAt(project, file, offset),
    );
    assert.equal(fix?.title, 'Write the nested lists as "step" and "after"');
    const after = applied(text.replace('<|>', ''), fix.edit.edits);
    assert.match(after, /- step: a:1\.0 # first\n/);
    assert.match(after, /step: c:1\.0\n {4}after:\s*\[a\]/);
  });
});
