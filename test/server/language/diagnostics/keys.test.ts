import { test } from 'node:test';
import { checkDiagnostics } from '../../../support/check-diagnostics.ts';

test('a complete workflow has no problem', () =>
  checkDiagnostics({
    'pay.step.yaml': `${step('pay')}config-items: [{ name: warehouse, type: string, description: Which one. }]\n`,
    'pay.step.ts': stepClass,
    'shop.errors.yaml': `
      type: errors
      name: shop
      desc: Errors of the shop.
      errors:
        - { name: CARD-TIMEOUT, desc: No answer., status: RETRY, retry-delay: 5 }
    `,
    'shop.group.yaml': `
      type: group
      name: shop
      desc: The shop.
    `,
    'shop.workflow.yaml': `
      type: workflow
      name: shop
      version: "1.0"
      patch: b
      desc: Sells.
      author: [Jane]
      autostart: 1
      max_instances: 2
      sla_threshold: 60
      remote: false
      keylist: [number]
      errors: shop
      groups: [shop]
      tags: { team: a }
      statuses: { "1": Waits for a person. }
      options: { carrier: Which one. }
      system-options: { recover_delay: 3, max-retries: 2, carrier: van }
      staticdata-type: { type: hash, properties: { sku: { type: "*string" } }, required: [sku] }
      config-item-values: [{ name: warehouse, value: north }]
      steps: ["pay:1.0"]
    `,
  }));

test('an unknown key says which one was meant', () =>
  checkDiagnostics(`
    type: queue
    name: answers
    <|decs|>: Answers of the carrier. # ORDO-KEY-001
  `));

test('a key that resembles none is a warning', () =>
  checkDiagnostics(`
    type: queue
    name: answers
    desc: Answers of the carrier.
    <|colour-of-the-queue|>: red # ORDO-KEY-002
  `));

test('a missing key is reported where the object begins', () =>
  checkDiagnostics(`
    type: <|queue|> # ORDO-KEY-003
    name: answers
  `));

test('a version without quotes is a number and gets a fix', () =>
  checkDiagnostics({
    'pay.step.ts': stepClass,
    'pay.step.yaml': `
      type: step
      name: pay
      version: <|1.0|> # ORDO-KEY-005
      class-name: Pay
    `,
    'shop.workflow.yaml': `
      type: workflow
      name: shop
      version: "1.0"
      desc: References resolve to the version as it is written.
      steps: ["pay:1.0"]
    `,
  }));

test('a value of the wrong type is named', () =>
  checkDiagnostics(`
    type: group
    name: shop
    <|desc|>: [] # ORDO-KEY-004
    <|tags|>: [a] # ORDO-KEY-004
  `));

test('a key without a value is named', () =>
  checkDiagnostics(`
    type: group
    name: shop
    <|desc|>: # ORDO-KEY-012
  `));

test('yes and no are texts, not truth values', () =>
  checkDiagnostics(`
    type: value-map
    name: countries
    exception: <|no|> # ORDO-KEY-006
  `));

test('a value that is not one of the allowed ones', () =>
  checkDiagnostics(`
    type: errors
    name: shop
    desc: Errors.
    errors:
      - { name: A, desc: a, severity: <|MAJR|> } # ORDO-KEY-007
      - { name: B, desc: b, severity: MINOR }
  `));

test('names may hold letters, digits, _, -, . and blanks inside', async () => {
  for (const name of ['a', 'a b', 'a.b', 'Ä-1', '_x', '9']) await checkDiagnostics(queue(JSON.stringify(name)));
  for (const name of ['../a', 'a/b', 'a:b', ' a', 'a ', '%00', 'a;b', '.a', 'a\u202eb', "a'b"])
    await checkDiagnostics(queue(`<|${JSON.stringify(name)}|>`, ' # ORDO-KEY-008'));
});

test('texts and lists have a greatest length', () =>
  checkDiagnostics(`
    type: queue
    name: <|${'a'.repeat(161)}|> # ORDO-KEY-009
    desc: Long.
  `));

test('an empty text is not a name', () =>
  checkDiagnostics(`
    type: queue
    name: <|""|> # ORDO-KEY-010
    desc: Empty.
  `));

test('numbers keep to their range', () =>
  checkDiagnostics({
    'pay.step.ts': stepClass,
    'pay.step.yaml': `
      type: step
      name: pay
      version: "1.0"
      step-timeout: <|0|> # ORDO-KEY-011
    `,
  }));

test('a list without repetition names the one that repeats', () =>
  checkDiagnostics({
    'pay.step.ts': stepClass,
    'pay.step.yaml': step('pay'),
    'shop.workflow.yaml': `
      type: workflow
      name: shop
      version: "1.0"
      desc: Sells.
      keylist: [a, b, <|a|>] # ORDO-KEY-013
      steps: ["pay:1.0"]
    `,
  }));

test('a key that is not allowed is marked itself', () =>
  checkDiagnostics({
    'pay.step.ts': stepClass,
    'pay.step.yaml': step('pay'),
    'shop.workflow.yaml': `
      type: workflow
      name: shop
      version: "1.0"
      desc: Sells.
      statuses: { "1": One., <|ab|>: Two. } # ORDO-KEY-009
      steps: ["pay:1.0"]
    `,
  }));

test('after a slip of syntax nothing is said to be missing', () =>
  checkDiagnostics(`
    type: queue
    name: answers
    tags: { a: b
    <|d|>esc: Answers. # ORDO-YAML-024
  `));

test('the type of static data is checked where it says what it is', () =>
  checkDiagnostics({
    'pay.step.ts': stepClass,
    'pay.step.yaml': step('pay'),
    'shop.workflow.yaml': `
      type: workflow
      name: shop
      version: "1.0"
      desc: Sells.
      staticdata-type:
        type: object
        properties:
          sku: { type: <|strng|> } # ORDO-KEY-007
          quantity: <|integer|> # ORDO-KEY-004
      steps: ["pay:1.0"]
    `,
  }));

function queue(name: string, comment = ''): string {
  return `type: queue\nname: ${name}${comment}\ndesc: A queue.\n`;
}

function step(name: string): string {
  return `type: step\nname: ${name}\nversion: "1.0"\nclass-name: Pay\nbase-class-name: QorusNormalStep\n`;
}

const stepClass = `
import { NormalStep } from 'ordo';
export class Pay extends NormalStep {
  override primary(): void {}
}
`;
