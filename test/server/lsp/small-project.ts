import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';

export const workflowFile = 'greet.workflow.yaml';
export const stepFile = 'say-hello.step.yaml';
export const codeFile = 'say-hello.step.ts';

export const workflowText = `type: workflow
name: greet
version: "1.0"
desc: Says hello
author: [test]
autostart: 1
steps:
  - step: say-hello:1.0
    after: []
staticdata-type:
  type: object
  required: [name]
  properties:
    name: { type: string }
    times: { type: integer, minimum: 1 }
`;

export const stepText = `type: step
name: say-hello
version: "1.0"
desc: Says hello
author: [test]
class-name: SayHello
base-class-name: NormalStep
`;

export const codeText = `import { NormalStep, type OrderOf } from 'ordo';

export class SayHello extends NormalStep {
  async primary(order: OrderOf<'say-hello'>) {
    await order.dynamicData.update({ greeting: 'hello ' + order.staticData.name });
  }

  async validation() {
    return 'RETRY' as const;
  }
}
`;

/** A temporary folder that goes away with the test. */
export function temporaryFolder(t: TestContext, name: string): string {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), `ordo-${name}-`)));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  return folder;
}

/** A project of one workflow with one step, and a state folder for its engine. */
export function smallProject(
  t: TestContext,
  files: Readonly<Record<string, string>> = {},
): { root: string; home: string } {
  const root = temporaryFolder(t, 'project');
  const all = {
    [workflowFile]: workflowText,
    [stepFile]: stepText,
    [codeFile]: codeText,
    'ordo.options': '',
    ...files,
  };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  return { root, home: temporaryFolder(t, 'state') };
}
