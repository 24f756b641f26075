import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { resourcePath } from '../../server/base/resources.ts';
import { deploy, type EngineHome, type EngineStart, ProjectEngine } from '../support/project-engine.ts';
import { waitFor } from '../support/wait.ts';

export type FiveStepWorkflow = 'one-at-a-time' | 'many-at-a-time';

/** An engine with the five-step chains of test/fixtures/five-steps, not started yet: orders wait until they are all there. */
export class FiveSteps {
  readonly engine: ProjectEngine;
  readonly #root: string;

  private constructor(engine: ProjectEngine, root: string) {
    this.engine = engine;
    this.#root = root;
  }

  static async start(start: (root: string) => EngineStart = () => ({})): Promise<FiveSteps> {
    const root = mkdtempSync(path.join(tmpdir(), 'ordo-bench-'));
    const home: EngineHome = { folder: path.join(root, 'five-steps'), stateHome: path.join(root, 'state') };
    cpSync(resourcePath('test', 'fixtures', 'five-steps'), home.folder, { recursive: true });
    const engine = await ProjectEngine.start(home, start(root));
    await deploy(home);
    return new FiveSteps(engine, root);
  }

  /** Creates orders that wait, since the workflow does not run. */
  async create(workflow: FiveStepWorkflow, orders: number): Promise<readonly number[]> {
    const ids: number[] = [];
    while (ids.length < orders) {
      const batch = Array.from({ length: Math.min(50, orders - ids.length) }, () => this.#create(workflow));
      ids.push(...(await Promise.all(batch)));
    }
    return ids;
  }

  /** Lets the workflow run until all its orders are COMPLETE. */
  async finish(workflow: FiveStepWorkflow): Promise<void> {
    await this.engine.client.call('PUT', `workflows/${workflow}?action=start`);
    await waitFor(`the orders of ${workflow}`, () => this.#areComplete(workflow), { timeoutMs: 300_000, everyMs: 100 });
    await this.engine.client.call('PUT', `workflows/${workflow}?action=stop`);
  }

  async end(): Promise<void> {
    await this.engine.stop();
    rmSync(this.#root, { recursive: true, force: true });
  }

  async #create(workflow: FiveStepWorkflow): Promise<number> {
    return (await this.engine.client.createOrder(workflow, { staticdata: { number: 1 } })).workflow_instanceid;
  }

  async #areComplete(workflow: FiveStepWorkflow): Promise<boolean> {
    const found = (await this.engine.client.workflows()).find(({ name }) => name === workflow);
    const { COMPLETE: complete = 0, ...others } = found?.order_counts ?? {};
    return complete > 0 && Object.values(others).every((count) => count === 0);
  }
}

/** How many commits the list of fault points holds so far. */
export function countCommits(listFile: string): number {
  if (!existsSync(listFile)) return 0;
  return readFileSync(listFile, 'utf8')
    .split('\n')
    .filter((name) => name === 'store.after-commit').length;
}
