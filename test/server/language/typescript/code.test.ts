import { test } from 'node:test';
import { checkDiagnostics } from '../../../support/check-diagnostics.ts';

const yaml = 'type: step\nname: pay\nversion: "1.0"\n';

/** A step `pay` with these keys and this code. */
function check(keys: string, code: string): Promise<void> {
  return checkDiagnostics({ 'pay.step.yaml': yaml + keys, 'pay.step.ts': code });
}

test('a step class without fault', () =>
  check(
    'class-name: Pay\nbase-class-name: NormalStep\n',
    `
    import { NormalStep, type OrderOf } from 'ordo';
    import { setTimeout } from 'node:timers/promises';
    export class Pay extends NormalStep {
      async primary(order: OrderOf<'pay'>) {
        await setTimeout(1, undefined, { signal: order.signal });
        await order.dynamicData.update({ paid: true });
      }
      async validation(): Promise<'COMPLETE' | 'RETRY'> {
        return 'RETRY';
      }
      private helper(): void {}
      used(): void { this.helper(); }
    }
  `,
  ));

test('syntax errors are on their place and nothing is repeated in worse words', () =>
  check(
    '',
    `
    import { NormalStep } from 'ordo';
    export class Pay extends NormalStep {
      primary() { const a = <|;|> } // ORDO-TS-001
    }
  `,
  ));

test('type errors are on their place', () =>
  check(
    '',
    `
    import { NormalStep, type OrderOf } from 'ordo';
    import { pay } from <|'./missing.ts'|>; // ORDO-TS-002
    export class Pay extends NormalStep {
      primary(order: OrderOf<'pay'>) {
        const <|n|>: number = order.orderId.toFixed(); // ORDO-TS-002
        pay(n);
      }
    }
  `,
  ));

test('the class is found by class-name', async () => {
  const code = `
    import { NormalStep } from 'ordo';
    export class Pay extends NormalStep { primary() {} }
    export class Refund extends NormalStep { primary() {} }
  `;
  await check('class-name: Refund\n', code);
  await check('class-name: <|Pey|> # ORDO-TS-003\n', code);
});

test('without class-name there is exactly one exported class', async () => {
  const named = (codes: string, code: string): Promise<void> =>
    checkDiagnostics({ 'pay.step.yaml': yaml.replace('pay', `<|pay|> # ${codes}`), 'pay.step.ts': code });
  await named('ORDO-TS-004', 'export const a = 1;\n');
  await named(
    'ORDO-TS-005',
    "import { NormalStep } from 'ordo';\nexport class A extends NormalStep { primary() {} }\nexport class B extends A {}\n",
  );
  await check(
    '',
    "import { NormalStep } from 'ordo';\nabstract class A extends NormalStep {}\nexport default class B extends A { primary() {} }\n",
  );
  await check(
    '',
    "import { NormalStep } from 'ordo';\nexport abstract class A extends NormalStep {}\nexport class B extends A { primary() {} }\n",
  );
});

test('the class extends a step base class', async () => {
  await check('', 'export class <|Pay|> { primary() {} } // ORDO-TS-006\n');
  await check('', "import { Workflow } from 'ordo';\nexport class <|Pay|> extends Workflow {} // ORDO-TS-006\n");
  await check(
    'class-name: Pay\n',
    "import { NormalStep } from 'ordo';\nexport abstract class <|Pay|> extends NormalStep {} // ORDO-TS-010\n",
  );
});

test('YAML and class agree on what the step is', async () => {
  const event =
    "import { EventStep, type EventOrderCalls, type Order } from 'ordo';\nexport class Pay extends EventStep { primary(order: Order & EventOrderCalls) { return order.bindEvent('x'); } }\n";
  await check('base-class-name: <|NormalStep|> # ORDO-TS-007\n', event);
  await check('steptype: <|NORMAL|> # ORDO-TS-007\n', event);
  await checkDiagnostics({ 'pay.step.yaml': yaml.replace('pay', '<|pay|> # ORDO-STEP-005'), 'pay.step.ts': event });
});

test('methods that are never called', async () => {
  await check(
    '',
    "import { NormalStep } from 'ordo';\nexport class Pay extends NormalStep {\n  primary() {}\n  <|validate|>() {} // ORDO-TS-008\n}\n",
  );
  await check(
    '',
    "import { NormalStep } from 'ordo';\nexport class Pay extends NormalStep {\n  primary() {}\n  <|validaton|>() {} // ORDO-TS-008\n}\n",
  );
  await check(
    '',
    "import { NormalStep } from 'ordo';\nexport class Pay extends NormalStep {\n  primary() {}\n  <|end|>() {} // ORDO-TS-009\n}\n",
  );
  await check(
    '',
    "import { NormalStep } from 'ordo';\nexport class <|Pay|> extends NormalStep { // ORDO-TS-002\n  <|primry|>() {} // ORDO-TS-008\n}\n",
  );
});

test('parameters and results must fit the base class', async () => {
  await check(
    '',
    "import { NormalStep } from 'ordo';\nexport class Pay extends NormalStep {\n  primary() {}\n  <|validation|>() { return 'DONE'; } // ORDO-TS-002\n}\n",
  );
  await check(
    '',
    "import { NormalStep } from 'ordo';\nexport class Pay extends NormalStep {\n  <|primary|>(order: unknown, element: string) {} // ORDO-TS-002\n}\n",
  );
});

test('order data is typed by the workflows that use the step', () =>
  checkDiagnostics({
    'shop.workflow.yaml': workflow(
      'shop',
      '{ sku: { type: string }, price: { type: decimal }, due: { type: date }, note: { type: "*string" } }',
    ),
    'refund.workflow.yaml': workflow('refund', '{ sku: { type: string }, reason: { enum: [damaged, late] } }'),
    'pay.step.yaml': `${yaml}config-items:\n  - { name: warehouse, description: Which., type: int, default_value: 1 }\n`,
    'pay.step.ts': `
      import { NormalStep, type OrderOf } from 'ordo';
      export class Pay extends NormalStep {
        async primary(order: OrderOf<'pay'>) {
          const sku: string = order.staticData.sku;
          const warehouse: number = order.configItems.warehouse;
          order.staticData.<|reason|>; // ORDO-TS-002
          if (order.workflowName === 'refund') order.staticData.reason satisfies 'damaged' | 'late';
          else {
            order.staticData.due.getTime();
            order.staticData.price.toString();
            order.staticData.note satisfies string | null;
          }
          await order.setOrderKeys({ number: sku + warehouse });
          await order.setOrderKeys({ <|nummer|>: sku }); // ORDO-TS-016
        }
      }
    `,
  }));

test('files that a class imports are checked too, packages are not', () =>
  checkDiagnostics({
    'pay.step.yaml': yaml,
    'pay.step.ts':
      "import { NormalStep } from 'ordo';\nimport { a } from './src/a.ts';\nexport class Pay extends NormalStep { primary() { a(); } }\n",
    'src/a.ts': 'export function a(): void {\n  <|b|>(); // ORDO-TS-002\n}\n',
    'src/unused.ts': 'this is not even TypeScript',
  }));

test('tsconfig.json of the project says how strict; its plugins are not run', () =>
  checkDiagnostics({
    'tsconfig.json': `{ "extends": "./.ordo/tsconfig.json", "compilerOptions": { "strict": false, "target": "es5",
      <|"plugins"|>: [{ "name": "x" }], # ORDO-TS-011
      "paths": { "#a": ["./src/a.ts"] } } }`,
    'pay.step.yaml': yaml,
    'pay.step.ts':
      "import { NormalStep } from 'ordo';\nimport { a } from '#a';\nexport class Pay extends NormalStep { async primary(order) { a(order); } }\n",
    'src/a.ts': 'export const a = (order) => order;\n',
  }));

test('a tsconfig.json that is not JSON is a warning', () =>
  checkDiagnostics({
    'pay.step.yaml': yaml,
    'pay.step.ts': "import { NormalStep } from 'ordo';\nexport class Pay extends NormalStep { primary() {} }\n",
    'tsconfig.json': '{ "compilerOptions": <|}|> # ORDO-TS-012\n',
  }));

test('a workflow class extends Workflow', () =>
  checkDiagnostics({
    'pay.step.yaml': yaml,
    'pay.step.ts': "import { NormalStep } from 'ordo';\nexport class Pay extends NormalStep { primary() {} }\n",
    'shop.workflow.yaml':
      'type: workflow\nname: shop\nversion: "1.0"\ndesc: Sells.\nclass-name: Shop\nsteps: ["pay:1.0"]\n',
    'shop.workflow.ts':
      "import { Workflow } from 'ordo';\nexport class Shop extends Workflow {\n  <|atach|>() {} // ORDO-TS-008\n}\n",
  }));

function workflow(name: string, properties: string): string {
  return `type: workflow\nname: ${name}\nversion: "1.0"\ndesc: W.\nkeylist: [number]\nsteps: ["pay:1.0"]\nstaticdata-type:\n  type: object\n  required: [sku, price, due, note, reason]\n  properties: ${properties}\n`;
}
