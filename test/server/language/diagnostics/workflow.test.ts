import { test } from 'node:test';
import { checkDiagnostics } from '../../../support/check-diagnostics.ts';

/** A workflow with these keys, and the steps a, b, c and d. */
function check(keys: string): Promise<void> {
  const steps = ['a', 'b', 'c', 'd'].flatMap((name) => [
    [`${name}.step.yaml`, `type: step\nname: ${name}\nversion: "1.0"\n`],
    [`${name}.step.ts`, ''],
  ]);
  const head = 'type: workflow\nname: shop\nversion: "1.0"\ndesc: Sells.\n';
  return checkDiagnostics(
    { ...(Object.fromEntries(steps) as Record<string, string>), 'shop.workflow.yaml': head + keys },
    { skipTypeScript: true },
  );
}

test('both forms of steps are accepted', async () => {
  await check('steps: ["a:1.0", ["b:1.0", ["c:1.0", "d:1.0"]]]\n');
  await check('steps:\n  - { step: "a:1.0", after: [] }\n  - step: b:1.0\n    after: ["a:1.0"]\n');
});

test('steps must be a list with something in it', async () => {
  await check('steps: <|a:1.0|> # ORDO-WF-001\n');
  await check('steps: <|[]|> # ORDO-WF-002\n');
});

test('a list is all one form or all the other', async () => {
  await check(
    'steps:\n  - { step: "a:1.0", after: [] }\n  - { step: "b:1.0", after: [] }\n  - <|"c:1.0"|> # ORDO-WF-003\n',
  );
  await check('steps:\n  - a:1.0\n  - b:1.0\n  - <|{ step: "c:1.0", after: [] }|> # ORDO-WF-003\n');
});

test('each entry is a step with its version', async () => {
  await check('steps: ["a:1.0", <|5|>] # ORDO-WF-004\n');
  await check('steps: ["a:1.0", <|b|>] # ORDO-WF-005\n');
  await check('steps: ["a:1.0", <|"b:"|>, <|"c:1:2"|>] # ORDO-WF-006, ORDO-WF-006\n');
});

test('a step stands once', async () => {
  await check('steps: ["a:1.0", ["b:1.0", <|"a:1.0"|>]] # ORDO-WF-007\n');
  await check('steps:\n  - { step: "a:1.0", after: [] }\n  - { step: <|"a:1.0"|>, after: [] } # ORDO-WF-007\n');
});

test('a group has steps', () => check('steps: ["a:1.0", <|[]|>, "b:1.0"] # ORDO-WF-008\n'));

test('an explicit step names itself and what it waits for', async () => {
  await check('steps:\n  - <|after|>: [] # ORDO-WF-009\n');
  await check('steps:\n  - step: <|"a:1.0"|> # ORDO-WF-010\n');
  await check('steps:\n  - step: "a:1.0"\n    after: <|b|> # ORDO-WF-011\n  - { step: "b:1.0", after: [] }\n');
  await check('steps:\n  - step: "a:1.0"\n    <|after|>: # ORDO-WF-011\n');
  await check('steps:\n  - { step: "a:1.0", after: [], <|before|>: [] } # ORDO-WF-019\n');
});

test('what a step waits for is in the workflow, once and without doubt', async () => {
  await check('steps:\n  - { step: "a:1.0", after: [] }\n  - { step: "b:1.0", after: [<|x|>] } # ORDO-WF-013\n');
  await check(
    'steps:\n  - { step: "a:1.0", after: [] }\n  - { step: "b:1.0", after: [a, <|"a:1.0"|>] } # ORDO-WF-015\n',
  );
});

test('a cycle is shown where it can be cut', async () => {
  await check('steps:\n  - { step: "a:1.0", after: [<|b|>] } # ORDO-WF-012\n  - { step: "b:1.0", after: [a] }\n');
  await check('steps:\n  - { step: "a:1.0", after: [<|a|>] } # ORDO-WF-016\n');
  await check(
    'steps:\n  - { step: "a:1.0", after: [] }\n  - { step: "b:1.0", after: [a, <|d|>] } # ORDO-WF-012\n  - { step: "c:1.0", after: [b] }\n  - { step: "d:1.0", after: [c] }\n',
  );
});

test('no more instances start than may run', async () => {
  await check('steps: ["a:1.0"]\nautostart: 2\nmax_instances: 2\n');
  await check('steps: ["a:1.0"]\nautostart: <|3|> # ORDO-WF-020\nmax_instances: 2\n');
});

test('values are set for declared options and those of the system', async () => {
  await check('steps: ["a:1.0"]\noptions: {carrier: Which.}\nsystem-options: {carrier: van, async_delay: 1}\n');
  await check('steps: ["a:1.0"]\nsystem-options: {<|recover-delay|>: 5} # ORDO-WF-021\n');
});
