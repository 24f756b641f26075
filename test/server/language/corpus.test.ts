import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import type { Problem } from '../../../schemas/protocol/problem.ts';
import { patched, readCorpus, type CorpusFile } from '../../support/corpus.ts';
import { withProject, type ProjectTexts } from '../../support/language-project.ts';

const yaml = readCorpus('yaml');
const classes = readCorpus('typescript');

test('the corpus has 500 YAML files and 200 classes, each a kind of its own', () => {
  for (const [files, count] of [
    [yaml, 500],
    [classes, 200],
  ] as const) {
    const titles = files.flatMap((file) => file.cases.map((each) => `${file.name}: ${each.title}`));
    assert.equal(new Set(titles).size, titles.length, 'a title stands twice');
    const texts = files.flatMap((file) => file.cases.map((each) => `${file.name}: ${each.text}`));
    assert.deepEqual(
      texts.filter((text, index) => texts.indexOf(text) !== index),
      [],
    );
    assert.ok(titles.length >= count, `${titles.length} of ${count}`);
  }
});

for (const file of yaml)
  test(`YAML files: ${file.name}`, async () => {
    const [own = '', ...others] = file.base.split(/^=== (.+)\n/m);
    const texts: Record<string, string> = {};
    for (let at = 0; at < others.length; at += 2) texts[others[at] ?? ''] = others[at + 1] ?? '';
    const kind = /^type: *([\w-]+)/m.exec(own)?.[1] ?? 'workflow';
    const name = `case.${kind}.yaml`;
    const wrong: string[] = [];
    await withProject(texts, async (project) => {
      for (const each of file.cases) {
        const full = path.join(project.root, name);
        project.updateFile(full, each.isWhole ? each.text : patched(own, each.text));
        const found = await project.check({ skipTypeScript: true, files: [full] });
        checkPlaces(found);
        const actual = codesOf(found);
        if (actual !== each.verdict.join(', '))
          wrong.push(`${each.title}: ${actual} instead of ${each.verdict.join(', ')}`);
      }
    });
    assert.deepEqual(wrong, []);
  });

test('classes', async () => {
  const texts: Record<string, string> = { ...sharedFiles };
  const expected = new Map<string, string>();
  for (const file of classes)
    for (const [index, each] of file.cases.entries()) {
      const name = `${file.name}-${index + 1}`;
      Object.assign(texts, stepOf(file, name, each.text, each.isWhole));
      expected.set(name, `${each.title}: ${each.verdict.join(', ')}`);
    }
  const found = await withProject(texts, (project) => project.check());
  checkPlaces(found);
  const actual = new Map<string, string>();
  for (const [name, line] of expected) {
    const own = found.filter((problem) => problem.file === `${name}.step.ts` || problem.file === `${name}.step.yaml`);
    actual.set(name, `${line.slice(0, line.lastIndexOf(': '))}: ${codesOf(own)}`);
  }
  const wrong = [...expected].flatMap(([name, line]) =>
    actual.get(name) === line
      ? []
      : `${name} ${actual.get(name) ?? ''} instead of ${line.slice(line.lastIndexOf(': ') + 2)}`,
  );
  assert.deepEqual(wrong, []);
});

/** Code before `---` is YAML keys of the step; the SDK's names are imported unless the document is whole. */
function stepOf(file: CorpusFile, name: string, text: string, isWhole: boolean): ProjectTexts {
  const [keys, code] = text.includes('\n---\n') ? text.split('\n---\n') : ['', text];
  const head = patched(`type: step\nname: ${name}\nversion: "1.0"\n`, `${keys ?? ''}\n`);
  return {
    [`${name}.step.yaml`]: head,
    [`${name}.step.ts`]: `${isWhole ? '' : file.base}${(code ?? '').replaceAll('STEP', name)}`,
  };
}

const sharedFiles: ProjectTexts = {
  'answers.queue.yaml': 'type: queue\nname: answers\ndesc: Answers.\n',
  'paid.event.yaml': 'type: event\nname: paid\ndesc: Paid.\n',
  'shop.errors.yaml':
    'type: errors\nname: shop\ndesc: E.\nerrors:\n  - { name: LATE, desc: Late., status: RETRY }\n  - { name: WRONG, desc: Wrong. }\n',
  'src/bank.ts':
    "export async function pay(amount: number): Promise<{ id: string }> {\n  const answer = await fetch('http://bank/payments', { method: 'POST', body: String(amount) });\n  return (await answer.json()) as { id: string };\n}\nexport async function findPayment(id: string): Promise<boolean> {\n  return (await fetch(`http://bank/payments/${id}`)).ok;\n}\nexport function total(prices: readonly number[]): number {\n  return prices.reduce((sum, price) => sum + price, 0);\n}\n",
  'src/rates.json': '{ "eur": 1 }\n',
};

function codesOf(found: readonly Problem[]): string {
  return found
    .map((problem) => problem.code.replace('ORDO-', ''))
    .sort()
    .join(', ');
}

/** Each problem has a file, a range, a sentence and a remedy without holes. */
function checkPlaces(found: readonly Problem[]): void {
  for (const { code, file, range, message, remedy } of found) {
    assert.ok(file !== undefined && range !== undefined, message);
    // The compiler may speak of `undefined`.
    if (!code.startsWith('ORDO-TS-00')) assert.doesNotMatch(`${message} ${remedy}`, /\{\w+\}(?!")|undefined|\[object/);
    assert.match(message, /[.?!)]$/);
    assert.match(remedy, /\S/);
  }
}
