import { test } from 'node:test';
import { checkDiagnostics } from '../../../support/check-diagnostics.ts';

const queue = 'type: queue\nname: answers\ndesc: Answers.\n';
const workflow = 'type: workflow\nname: shop\nversion: "1.0"\ndesc: Sells.\n';

test('a word that is no kind of object is reported in a file named like one of ours', () =>
  checkDiagnostics({ 'a.queue.yaml': 'type: <|quue|> # ORDO-YAML-019\nname: answers\n' }));

test('a file named like one of ours says its kind', () =>
  checkDiagnostics({ 'a.queue.yaml': '<|name|>: answers # ORDO-YAML-020\ndesc: Answers.\n' }));

test('YAML files of other programs are left alone', () =>
  checkDiagnostics({
    'web.service.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\n',
    'compose.yaml': 'services:\n  web:\n    image: x\n',
    'openapi.yaml': 'components:\n  a:\n    type: queue\ntype: string\n',
    'broken.yaml': 'a: [1\nb: {{\n',
  }));

test('any YAML file with our type is ours, whatever its name', () =>
  checkDiagnostics({ 'whatever.yml': 'type: <|event|> # ORDO-KEY-003\nname: delivered\n' }));

test('two files must not define the same object', () =>
  checkDiagnostics({
    'a.queue.yaml': 'type: queue\nname: <|answers|> # ORDO-OBJ-001\ndesc: Answers.\n',
    'b.queue.yaml': 'type: queue\nname: <|answers|> # ORDO-OBJ-001\ndesc: Answers.\n',
  }));

test('two versions of an object stand side by side', () =>
  checkDiagnostics({
    'a.mapper.yaml': 'type: mapper\nname: m\nversion: "1.0"\ndesc: M.\nfields: {}\n',
    'b.mapper.yaml': 'type: mapper\nname: m\nversion: "1.1"\ndesc: M.\nfields: {}\n',
  }));

test('names that differ in letter case alone are a warning', () =>
  checkDiagnostics({
    'a.queue.yaml': 'type: queue\nname: <|answers|> # ORDO-OBJ-002\ndesc: Answers.\n',
    'b.queue.yaml': 'type: queue\nname: <|Answers|> # ORDO-OBJ-002\ndesc: Answers.\n',
  }));

test('the code file of a step exists beside it', () =>
  checkDiagnostics({ 'pay.step.yaml': 'type: step\nname: <|pay|> # ORDO-OBJ-010\nversion: "1.0"\n' }));

test('a code file that is named must exist, inside the project', () =>
  checkDiagnostics({
    'pay.step.yaml': 'type: step\nname: pay\nversion: "1.0"\ncode: <|src/pay.ts|> # ORDO-OBJ-010\n',
    'ship.step.yaml': 'type: step\nname: ship\nversion: "1.0"\ncode: <|../../ship.ts|> # ORDO-OBJ-011\n',
  }));

test('code in other languages is shown, not run', () =>
  checkDiagnostics({
    'a.qstep.yaml': 'type: step\nname: a\nversion: "1.0"\nlang: <|java|> # ORDO-OBJ-012\ncode: A.java\n',
    'b.qstep.yaml': 'type: step\nname: b\nversion: "1.0"\ncode: <|b-1.0.qstep.py|> # ORDO-OBJ-012\n',
    'c.qstep.yaml': 'type: step\nname: c\nversion: "1.0"\ncode: <|c-1.0.qstep|> # ORDO-OBJ-012\n',
  }));

test('flow diagrams in place of methods are shown, not run', () =>
  checkDiagnostics({
    'a.qstep.yaml':
      'type: step\nname: a\nversion: "1.0"\n<|fsm|>: [{name: flow, triggers: [{method: primary}]}] # ORDO-OBJ-013\n',
    'flow.qfsm.yaml': 'type: fsm\nname: flow\ndesc: Flow.\nstates: {"1": {name: start, type: state, initial: true}}\n',
  }));

test('references to queues, events, errors and library objects are checked', () =>
  checkDiagnostics(
    {
      'a.queue.yaml': queue,
      'm.mapper.yaml': 'type: mapper\nname: m\nversion: "1.0"\ndesc: M.\nfields: {}\n',
      'pay.step.ts': '',
      'pay.step.yaml': `
        type: step
        name: pay
        version: "1.0"
        base-class-name: AsyncStep
        queue: <|answer|> # ORDO-REF-001
        mappers: ["m:1.0", <|"m:2.0"|>, <|m|>, <|"n:1.0"|>] # ORDO-REF-002, ORDO-REF-003, ORDO-REF-001
        vmaps: [<|countries|>] # ORDO-REF-001
      `,
      'shop.workflow.yaml': `
        type: workflow
        name: shop
        version: "1.0"
        desc: Sells.
        errors: <|shop|> # ORDO-REF-001
        groups: [<|shop|>] # ORDO-REF-004
        steps: ["pay:1.0"]
      `,
    },
    { skipTypeScript: true },
  ));

test('steps that are not there, or not in that version', () =>
  checkDiagnostics(
    {
      'pay.step.yaml': 'type: step\nname: pay\nversion: "1.0"\n',
      'pay.step.ts': '',
      'shop.workflow.yaml': `${workflow}steps:\n  - <|"pay:2.0"|> # ORDO-REF-002\n  - <|pya:1.0|> # ORDO-REF-001\n  - "pay:1.0"\n`,
    },
    { skipTypeScript: true },
  ));
