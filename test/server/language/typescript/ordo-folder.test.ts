import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { loadProject } from '../../../../server/language/workspace/load-project.ts';
import { writeOrdoFolder, writeStepTypes } from '../../../../server/language/typescript/ordo-folder.ts';

const workflow = (type: string): string =>
  `type: workflow\nname: shop\nversion: "1.0"\ndesc: Sells.\nkeylist: [number]\nsteps: ["pay:1.0"]\nstaticdata-type:\n  type: object\n  required: [sku, price]\n  properties:\n    sku: { type: ${type} }\n    price: { type: decimal }\n`;
const files = {
  'shop.workflow.yaml': workflow('string'),
  'pay.step.yaml': 'type: step\nname: pay\nversion: "1.0"\n',
  'pay.step.ts': `import { readFile } from 'node:fs/promises';
import { NormalStep, type OrderOf } from 'ordo';
export class Pay extends NormalStep {
  async primary(order: OrderOf<'pay'>): Promise<void> {
    const sku: string = order.staticData.sku;
    await readFile(sku);
    const answer = await fetch('http://127.0.0.1/' + sku, { signal: order.signal });
    order.log.info(order.staticData.price.toString(), answer.status, process.pid);
    await order.setOrderKeys({ number: sku });
  }
}
`,
  'tsconfig.json': '{ "extends": "./.ordo/tsconfig.json", "include": ["*.ts"] }\n',
};

test('plain tsc understands step code with nothing but .ordo, and .ordo follows the YAML files', async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'ordo-types-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(root, name), text);
    const project = await loadProject(root);
    assert.ok((await writeOrdoFolder(project)).written.includes('.ordo/ordo.d.ts'));
    assert.deepEqual(compile(root), []);
    assert.equal(readFileSync(path.join(root, '.ordo/.gitignore'), 'utf8'), '*\n');
    assert.deepEqual((await writeOrdoFolder(project)).written, [], 'nothing is written twice');

    project.updateFile(path.join(root, 'shop.workflow.yaml'), workflow('int'));
    assert.equal(await writeStepTypes(project), true);
    assert.deepEqual(compile(root), ["Type 'number' is not assignable to type 'string'."]);
    assert.ok(!existsSync(path.join(root, 'node_modules')));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

test('the check at deploy and plain tsc say the same of the code', async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'ordo-types-'));
  try {
    const wrong = files['pay.step.ts']
      .replace('staticData.sku', 'staticData.skew')
      .replace('process.pid', 'process.pidd');
    for (const [name, text] of Object.entries({ ...files, 'pay.step.ts': wrong }))
      writeFileSync(path.join(root, name), text);
    const project = await loadProject(root);
    await writeOrdoFolder(project);
    const ours = (await project.check()).map((problem) => problem.message.replace(/ \(TS\d+\)$/, ''));
    assert.deepEqual(ours, compile(root));
    assert.equal(ours.length, 2);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

/** What the compiler says of a folder with its own tsconfig.json, as `tsc` would. */
function compile(root: string): readonly string[] {
  const { config, error } = ts.readConfigFile(path.join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file)) as {
    config: unknown;
    error?: ts.Diagnostic;
  };
  assert.equal(error, undefined);
  const parsed = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram(parsed.fileNames, parsed.options);
  const found = [...parsed.errors, ...ts.getPreEmitDiagnostics(program)];
  return found.map((each) => ts.flattenDiagnosticMessageText(each.messageText, ' '));
}
