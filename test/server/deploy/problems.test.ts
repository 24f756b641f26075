import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import type { Problem } from '../../../schemas/protocol/problem.ts';
import { buildRelease } from '../../../server/deploy/pipeline.ts';
import { placesOf, projectOf, smallProject, stepCode, stepYaml, type Files } from './temp-project.ts';

async function problemsOf(t: TestContext, files: Files): Promise<readonly Problem[]> {
  const project = await projectOf(t, smallProject, files);
  // Type checking would find some of these first; here the bundler and the runner are asked.
  const check = project.check.bind(project);
  project.check = (options) => check({ ...options, skipTypeScript: true });
  const { release, problems } = await buildRelease(project);
  assert.equal(release, undefined, 'an error leaves no release');
  return problems;
}

describe('what cannot be bundled is a problem at its place', () => {
  test('an import that is not there', async (t) => {
    const code = stepCode('Check', "import { nothing } from 'left-pad/deep';\n", 'nothing();');
    const [problem, ...more] = await problemsOf(t, { 'steps/check.step.ts': code });
    assert.deepEqual(more, []);
    assert.deepEqual(placesOf([problem as Problem]), ['steps/check.step.ts:2:25 ORDO-DEPLOY-002']);
    assert.match(problem?.remedy ?? '', /npm install left-pad`/);
  });

  test('a column behind letters of two bytes', async (t) => {
    const code = stepCode('Check', "/* äöü */ import 'nowhere';\n");
    assert.deepEqual(placesOf(await problemsOf(t, { 'steps/check.step.ts': code })), [
      'steps/check.step.ts:2:18 ORDO-DEPLOY-002',
    ]);
  });

  test('top-level await', async (t) => {
    const code = stepCode('Check', 'const ready = await Promise.resolve(1);\n', 'void ready;');
    assert.deepEqual(placesOf(await problemsOf(t, { 'steps/check.step.ts': code })), [
      'steps/check.step.ts:2:15 ORDO-DEPLOY-003',
    ]);
  });

  test('a native module, of the project or inside a package', async (t) => {
    const own = stepCode('Check', "import native from './fast.node';\n", 'void native;');
    const [direct] = await problemsOf(t, { 'steps/check.step.ts': own, 'steps/fast.node': '\u007fELF' });
    assert.deepEqual(placesOf([direct as Problem]), ['steps/check.step.ts:2:20 ORDO-DEPLOY-004']);
    const [indirect] = await problemsOf(t, {
      'steps/check.step.ts': stepCode('Check', "import native from 'fast-hash';\n", 'void native;'),
      'node_modules/fast-hash/package.json': '{ "name": "fast-hash", "main": "main.js" }',
      'node_modules/fast-hash/main.js': "module.exports = require('bindings')('hash');\n",
    });
    assert.equal(indirect?.code, 'ORDO-DEPLOY-004');
    assert.match(indirect.message, /"fast-hash"/);
  });

  test('a class that the code file does not export', async (t) => {
    const yaml = smallProject['steps/check.step.yaml']?.replace('class-name: Check', 'class-name: Cheque');
    const problems = await problemsOf(t, { 'steps/check.step.yaml': yaml });
    assert.deepEqual(placesOf(problems), ['steps/check.step.yaml:5:13 ORDO-DEPLOY-005']);
    assert.match(problems[0]?.message ?? '', /Step "check:1.0" names the class "Cheque", but steps\/check.step.ts/);
  });

  test('a syntax error', async (t) => {
    const problems = await problemsOf(t, { 'src/van.ts': 'export function van(): string {\n  return = 1;\n}\n' });
    assert.deepEqual(placesOf(problems), ['src/van.ts:2:10 ORDO-DEPLOY-001']);
  });
});

describe('the dry run in a runner finds', () => {
  test('a constructor that throws, at its line', async (t) => {
    const code = `import { NormalStep } from 'ordo';

export class Check extends NormalStep {
  constructor() {
    super();
    throw new RangeError('no van in sight');
  }
  async primary(): Promise<void> {}
}
`;
    const [problem] = await problemsOf(t, { 'steps/check.step.ts': code });
    assert.deepEqual(placesOf([problem as Problem]), ['steps/check.step.ts:6:11 ORDO-DEPLOY-007']);
    assert.match(problem?.message ?? '', /class "Check" of step "check:1.0" could not be created: .*no van in sight/);
  });

  test('a program that ends its process while it is loaded', async (t) => {
    const problems = await problemsOf(t, { 'src/van.ts': 'process.exit(3);\nexport const van = (): void => {};\n' });
    assert.deepEqual(placesOf(problems), ['shop.workflow.yaml:2:7 ORDO-DEPLOY-008']);
    assert.match(problems[0]?.message ?? '', /"shop:1.0" could not be loaded: it ended with exit code 3\.$/);
  });

  test('code that fails while the program is loaded', async (t) => {
    const problems = await problemsOf(t, {
      'src/van.ts': "throw new Error('no road');\nexport const van = (): void => {};\n",
    });
    assert.deepEqual(placesOf(problems), ['src/van.ts:1:7 ORDO-DEPLOY-008']);
  });

  test('a class that is no step class', async (t) => {
    const code = 'export class Check {\n  async primary(): Promise<void> {}\n}\n';
    const problems = await problemsOf(t, { 'steps/check.step.ts': code });
    assert.deepEqual(placesOf(problems), ['steps/check.step.ts:1:1 ORDO-DEPLOY-015']);
  });

  test('a step without primary', async (t) => {
    const code = "import { NormalStep } from 'ordo';\nexport class Check extends NormalStep {}\n";
    const problems = await problemsOf(t, { 'steps/check.step.ts': code });
    assert.deepEqual(placesOf(problems), ['steps/check.step.ts:1:1 ORDO-DEPLOY-013']);
  });

  test('a step file that contradicts its class', async (t) => {
    const yaml = stepYaml('check', 'steptype: ASYNC\nqueue: bridge\n');
    const queue = 'type: queue\nname: bridge\ndesc: A queue.\n';
    const problems = await problemsOf(t, { 'steps/check.step.yaml': yaml, 'bridge.queue.yaml': queue });
    assert.deepEqual(placesOf(problems), ['steps/check.step.yaml:6:11 ORDO-DEPLOY-009']);
  });
});

describe('what this version cannot run is refused', () => {
  test('a service', async (t) => {
    const service = "type: service\nname: rates\nversion: '1.0'\ndesc: A service.\nclass-name: Rates\nmethods: []\n";
    const problems = await problemsOf(t, {
      'rates.service.yaml': service,
      'rates.service.ts': 'export class Rates {}\n',
    });
    const found = problems.some(
      ({ code, message }) => code === 'ORDO-DEPLOY-010' && /The service "rates/.test(message),
    );
    assert.ok(found, JSON.stringify(problems.map(({ message }) => message)));
  });
});

test('what the check finds is not told again in the words of the bundler', async (t) => {
  const code = stepCode('Check', "import { nothing } from './nowhere.ts';\n", 'nothing();');
  const { problems } = await buildRelease(await projectOf(t, smallProject, { 'steps/check.step.ts': code }));
  assert.deepEqual(placesOf(problems), ['steps/check.step.ts:2:25 ORDO-TS-002']);
});

test('a cancelled build rejects and leaves the project usable', async (t) => {
  const project = await projectOf(t, smallProject);
  await assert.rejects(buildRelease(project, { signal: AbortSignal.abort() }), { name: 'Cancelled' });
  assert.ok((await buildRelease(project)).release);
});
