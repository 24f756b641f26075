import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import type { Problem } from '../../../schemas/protocol/problem.ts';
import { disposeDeploy } from '../../../server/deploy/pipeline.ts';
import type { Project } from '../../../server/language/project.ts';
import { loadProject } from '../../../server/language/workspace/load-project.ts';

/** Texts by path in the project; `undefined` leaves a file of `smallProject` out. */
export type Files = Readonly<Record<string, string | undefined>>;

/** One workflow of two steps, as people write it. */
export const smallProject: Files = {
  'shop.workflow.yaml': `type: workflow
name: shop
version: '1.0'
desc: Sells things.
autostart: 1
keylist: [customer]
errors: shop-errors
system-options:
  recover_delay: 5
steps:
  - step: check:1.0
    after: []
  - step: ship:1.0
    after: [check]
`,
  'shop.errors.yaml': `type: errors
name: shop-errors
desc: What may go wrong.
errors:
  - name: NO-VAN
    desc: No van is free.
    status: RETRY
    retry-delay: 3
`,
  'steps/check.step.yaml': stepYaml('check'),
  'steps/check.step.ts': stepCode('Check'),
  'steps/ship.step.yaml': stepYaml('ship'),
  'steps/ship.step.ts': stepCode('Ship', "import { van } from '../src/van.ts';\n", 'van();'),
  'src/van.ts': 'export function van(): string {\n  return "vän";\n}\n',
};

export function stepYaml(name: string, more = ''): string {
  return `type: step\nname: ${name}\nversion: '1.0'\ndesc: Step ${name}.\nclass-name: ${capital(name)}\n${more}`;
}

export function stepCode(className: string, head = '', body = ''): string {
  return `import { NormalStep } from 'ordo';
${head}
export class ${className} extends NormalStep {
  async primary(): Promise<void> {
    ${body}
  }
}
`;
}

/** Writes the files to a folder of the test and reads them as a project. */
export async function projectOf(test: TestContext, ...changes: readonly Files[]): Promise<Project> {
  const root = writeFiles(test, ...changes);
  const project = await loadProject(root);
  test.after(() => disposeDeploy(project));
  return project;
}

/** Writes the files to a folder that is removed after the test. */
export function writeFiles(test: TestContext, ...changes: readonly Files[]): string {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'ordo-project-')));
  test.after(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
  for (const [name, text] of Object.entries(Object.assign({}, ...changes) as Files)) {
    if (text === undefined) continue;
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  return root;
}

/** Problems as `file:line:column CODE`, the way a test states them. */
export function placesOf(problems: readonly Problem[]): readonly string[] {
  return problems.map(({ file, range, code }) => {
    const place = range === undefined ? '' : `:${range.start.line + 1}:${range.start.character + 1}`;
    return `${file ?? ''}${place} ${code}`;
  });
}

function capital(name: string): string {
  return name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
