import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { copySample, type SampleProject } from '../support/project.ts';
import { deploy, ProjectEngine } from '../support/project-engine.ts';

/** No delay: recovery begins at once, which is quickest for a test and hardest for an engine. */
export const engineOptions = ['recover_delay=0'];

/**
 * A project with the state of its engine, to be copied: deploying once and copying files is what lets hundreds of kills
 * run in minutes.
 */
export class ShopTemplate {
  readonly #project: SampleProject;

  private constructor(project: SampleProject) {
    this.#project = project;
  }

  /** The sample, deployed on an engine that was then stopped. */
  static async create(): Promise<ShopTemplate> {
    const project = copySample();
    const engine = await ProjectEngine.start(project, { options: engineOptions });
    try {
      await deploy(project);
      await engine.stop();
    } finally {
      await engine.kill();
    }
    return new ShopTemplate(project);
  }

  /** The state as a crash left it, to be recovered again and again; the original may be removed afterwards. */
  static of(project: SampleProject): ShopTemplate {
    return new ShopTemplate(copyOf(project));
  }

  copy(): SampleProject {
    return copyOf(this.#project);
  }

  remove(): void {
    this.#project.remove();
  }
}

function copyOf(project: SampleProject): SampleProject {
  const home = mkdtempSync(path.join(tmpdir(), 'ordo-crash-'));
  cpSync(path.dirname(project.folder), home, { recursive: true });
  const folder = path.join(home, path.basename(project.folder));
  return {
    folder,
    stateHome: path.join(home, 'state'),
    dataFolder: path.join(folder, 'end-systems', 'data'),
    remove: () => rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}
