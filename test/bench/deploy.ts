import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deployProject, disposeDeploy } from '../../server/deploy/pipeline.ts';
import type { DeployOutcome } from '../../server/deploy/pipeline-types.ts';
import { loadProject } from '../../server/language/workspace/load-project.ts';
import { copySample, type SampleProject } from '../support/project.ts';
import { deploy, ProjectEngine } from '../support/project-engine.ts';
import { atMost, measured, type Measured, median, milliseconds } from './measured.ts';

/** Deploys the sample: cold as `ordo deploy` does, warm as the editor does after one line was changed. */
export async function benchDeploy(): Promise<readonly Measured[]> {
  const cold = await measureCold();
  const sample = copySample();
  const engine = await ProjectEngine.start(sample);
  try {
    const warm = await measureWarm(sample, engine);
    return [
      atMost(2000, measured('cold: `ordo deploy` of the sample, a new process', cold, 'ms')),
      atMost(300, measured('warm: after a one-line change, median of 7', median(warm), 'ms')),
    ];
  } finally {
    await engine.stop();
    sample.remove();
  }
}

async function measureCold(): Promise<number> {
  const sample = copySample();
  const engine = await ProjectEngine.start(sample);
  try {
    return await milliseconds(() => deploy(sample));
  } finally {
    await engine.stop();
    sample.remove();
  }
}

async function measureWarm(sample: SampleProject, engine: ProjectEngine): Promise<readonly number[]> {
  const file = path.join(sample.folder, 'steps', 'take-payment.step.ts');
  const original = readFileSync(file, 'utf8');
  const project = await loadProject(sample.folder);
  const run = async (): Promise<void> => requireInstalled(await deployProject({ project, client: engine.client }));
  const times: number[] = [];
  try {
    await run();
    for (let round = 0; round < 8; round += 1) {
      const text = original.replace('was taken by an earlier attempt', `was taken by an earlier attempt (${round})`);
      writeFileSync(file, text);
      project.updateFile(file, text);
      times.push(await milliseconds(run));
    }
  } finally {
    await disposeDeploy(project);
  }
  // The first change still warms up the incremental compilers.
  return times.slice(1);
}

function requireInstalled({ answer, problems }: DeployOutcome): void {
  if (!answer.installed) throw new Error(`The deploy was refused: ${JSON.stringify(problems, null, 2)}`);
}
