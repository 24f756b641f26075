import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import ts from 'typescript';
import * as sdk from '../../../server/sdk/index.ts';
import { stepBaseClasses } from '../../../schemas/model/steps.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** Compiles user code against nothing but the declaration file and Node's types, as a workspace does. */
describe('the declaration file of user code', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ordo-sdk-'));
  after(() => rmSync(folder, { recursive: true }));
  const declarations = path.join(folder, 'ordo.d.ts');
  const made = spawnSync(process.execPath, [path.join(root, '.ci/build-sdk-types.mjs'), declarations]);
  assert.equal(made.status, 0, made.stderr.toString());

  writeFileSync(
    path.join(folder, 'steps.d.ts'),
    `import 'ordo';
     declare module 'ordo' {
       interface StepOrders {
         'reserve': { workflow: 'shop'; staticData: { sku: string; quantity: number; lines: { price: number }[] }; orderKeys: 'customer' };
         'notify': { workflow: 'shop'; staticData: { mail: string; sku: string } } | { workflow: 'refund'; staticData: { mail: string; amount: number } };
       }
     }`,
  );

  const parsed = new Map<string, ts.SourceFile | undefined>();

  /** `file:line message` of each problem in the user's files and in the declarations. */
  function problems(code: string, more: ts.CompilerOptions = {}): string[] {
    const file = path.join(folder, 'user.ts');
    writeFileSync(file, code);
    const options: ts.CompilerOptions = {
      strict: true,
      noEmit: true,
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      lib: ['lib.es2023.d.ts'],
      types: ['node'],
      typeRoots: [path.join(root, 'node_modules/@types')],
      paths: { ordo: [declarations] },
      ...more,
    };
    const host = ts.createCompilerHost(options, true);
    const read = host.getSourceFile.bind(host);
    host.getSourceFile = (name, ...rest) => {
      if (name === file) return read(name, ...rest);
      if (!parsed.has(name)) parsed.set(name, read(name, ...rest));
      return parsed.get(name);
    };
    const program = ts.createProgram([file, path.join(folder, 'steps.d.ts')], options, host);
    const ours = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(folder));
    const found = ours.flatMap((source) => [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ]);
    return found.map((problem) => {
      const line = problem.file?.getLineAndCharacterOfPosition(problem.start ?? 0).line ?? 0;
      const text = ts.flattenDiagnosticMessageText(problem.messageText, ' ');
      return `${path.basename(problem.file?.fileName ?? '')}:${line + 1} ${text}`;
    });
  }

  const step = (body: string, order = "OrderOf<'reserve'>", base = 'NormalStep'): string =>
    `import { ${base}, Decimal, type OrderOf, type Order, type ValidationStatus } from 'ordo';
     export class Reserve extends ${base} {
       async primary(order: ${order}) {
         ${body}
       }
     }`;

  test('a step with typed data compiles, also without type arguments', () => {
    assert.deepEqual(
      problems(
        step(`const { sku, quantity } = order.staticData;
         const text: string = sku; const sum: number = quantity + order.staticData.lines.length;
         await order.dynamicData.update({ reservationId: 'r', at: new Date(), price: Decimal.of('1.10'), sum, text });
         const id: string = order.dynamicData.get('reservationId');
         await order.setOrderKeys({ customer: id });
         await fetch('http://localhost', { signal: order.signal });`),
      ),
      [],
    );
  });

  test('the declarations hold under the loosest and the strictest options of a workspace', () => {
    const code = step('order.staticData.sku.length; await order.dynamicData.update({ a: 1 });');
    const strictest = {
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noPropertyAccessFromIndexSignature: true,
    };
    assert.deepEqual(problems(code, { strict: false }), []);
    assert.deepEqual(problems(code, strictest), []);
  });

  test('static data of a declared type is checked and cannot be assigned to', () => {
    assert.match(problems(step('order.staticData.colour;')).join(), /user\.ts:4 Property 'colour' does not exist/);
    assert.match(problems(step("order.staticData.sku = 'x';")).join(), /read-only property/);
    assert.match(problems(step('order.staticData.lines.push({ price: 1 });')).join(), /'push' does not exist/);
    assert.match(problems(step("await order.setOrderKeys({ city: 'x' });")).join(), /'city' does not exist/);
  });

  test('a step of two workflows sees what both have, and more after a look at the workflow’s name', () => {
    const order = "OrderOf<'notify'>";
    assert.deepEqual(problems(step('const mail: string = order.staticData.mail;', order)), []);
    assert.match(problems(step('order.staticData.amount;', order)).join(), /'amount' does not exist/);
    const narrowed = "if (order.workflowName === 'refund') { const amount: number = order.staticData.amount; }";
    assert.deepEqual(problems(step(narrowed, order)), []);
    const used = "await order.dynamicData.update({ a: 1 }); const a: number = order.dynamicData.get('a');";
    assert.deepEqual(problems(step(used, order)), []);
  });

  test('without generated types any key may be read', () => {
    const body = 'const n: number = order.staticData.any.thing; const a: string = order.dynamicData.get().deep.er;';
    assert.deepEqual(problems(step(body, "OrderOf<'not-generated'>")), []);
    assert.deepEqual(problems(step(body, 'Order')), []);
  });

  test('a step without primary, and a validation that answers something else, are errors', () => {
    const missing = "import { NormalStep } from 'ordo'; export class A extends NormalStep {}";
    assert.match(problems(missing).join(), /does not implement inherited abstract member/);
    const validation = (answer: string): string =>
      `import { NormalStep, type ValidationStatus } from 'ordo';
       export class A extends NormalStep { async primary() {} async validation()${answer} }`;
    assert.deepEqual(problems(validation(": Promise<ValidationStatus> { return 'COMPLETE'; }")), []);
    assert.deepEqual(problems(validation("{ return Math.random() > 1 ? 'COMPLETE' : 'RETRY'; }")), []);
    assert.deepEqual(problems(validation('{}')), []);
    assert.notDeepEqual(problems(validation(": Promise<'DONE'> { return 'DONE'; }")), []);
  });

  test('the calls of asynchronous, event and subworkflow steps are typed for their kind alone', () => {
    const async = step("await order.submitAsyncKey('k');", 'Order', 'AsyncStep');
    assert.match(problems(async).join(), /'submitAsyncKey' does not exist/);
    const withCalls = (base: string, calls: string, body: string): string =>
      `import { ${base}, type Order, type ${calls} } from 'ordo';
       export class A extends ${base} { async primary(order: Order & ${calls}) { ${body} } }`;
    assert.deepEqual(problems(withCalls('AsyncStep', 'AsyncOrderCalls', "await order.submitAsyncKey('k');")), []);
    assert.deepEqual(problems(withCalls('EventStep', 'EventOrderCalls', "await order.bindEvent('k');")), []);
    const bind = "const { orderId } = await order.bindSubworkflow('child', { staticData: {} }); orderId.toFixed();";
    assert.deepEqual(problems(withCalls('SubworkflowStep', 'SubworkflowOrderCalls', bind)), []);
  });

  test('elements of array steps are typed by the class', () => {
    const code = (use: string): string =>
      `import { NormalArrayStep, type Order } from 'ordo';
       export class A extends NormalArrayStep<{ sku: string }> {
         array(order: Order) { return order.staticData.lines; }
         primary(order: Order, element: { sku: string }) { element.${use}; }
       }`;
    assert.deepEqual(problems(code('sku')), []);
    assert.match(problems(code('price')).join(), /'price' does not exist/);
  });

  test('every exported thing and every member of it carries its documentation', () => {
    const text = readFileSync(declarations, 'utf8');
    const source = ts.createSourceFile(declarations, text, ts.ScriptTarget.Latest, true);
    const undocumented: string[] = [];
    const look = (node: ts.Node, owner: string): void => {
      const name = (node as { name?: ts.Node }).name?.getText() ?? 'constructor';
      if (!text.slice(node.getFullStart(), node.getStart()).includes('/**') && !isPlain(node, name))
        undocumented.push(`${owner}${name}`);
      if (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node))
        for (const member of node.members) look(member, `${name}.`);
    };
    for (const statement of source.statements) {
      const isExported =
        ts.canHaveModifiers(statement) && statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
      if (isExported === true) look(statement, '');
    }
    assert.deepEqual(undocumented, []);
  });

  /** Says all by its name and type. */
  function isPlain(node: ts.Node, name: string): boolean {
    return name === '#private' || name === 'constructor' || ts.isConstructorDeclaration(node);
  }
});

test('the SDK exports the eight step classes of the model, and a step without validation answers RETRY', () => {
  for (const name of Object.keys(stepBaseClasses))
    assert.equal(typeof (sdk as Record<string, unknown>)[name], 'function', name);
  class Pay extends sdk.NormalStep {
    override primary(): void {}
  }
  assert.equal(new Pay().validation({} as sdk.Order), 'RETRY');
});
