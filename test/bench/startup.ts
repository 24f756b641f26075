import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ProjectEngine } from '../support/project-engine.ts';
import { copySample } from '../support/project.ts';
import { deploy } from '../support/project-engine.ts';
import { atMost, measured, type Measured, median, milliseconds } from './measured.ts';

/** From the start of the process to "ready", on an empty store and on one with the sample deployed. */
export async function benchStartup(): Promise<readonly Measured[]> {
  const root = mkdtempSync(path.join(tmpdir(), 'ordo-bench-'));
  const empty = { folder: root, stateHome: path.join(root, 'state') };
  const sample = copySample();
  try {
    const first = await milliseconds(() => startAndStop(empty));
    const engine = await ProjectEngine.start(sample);
    await deploy(sample);
    await engine.stop();
    return [
      measured('first start, with a new store', first, 'ms'),
      atMost(1000, measured('idle engine, median of 7', await medianStart(empty), 'ms')),
      atMost(1000, measured('engine with the sample deployed, median of 7', await medianStart(sample), 'ms')),
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
    sample.remove();
  }
}

async function medianStart(home: { folder: string; stateHome: string }): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    const started = performance.now();
    const engine = await ProjectEngine.start(home);
    times.push(performance.now() - started);
    await engine.stop();
  }
  return median(times);
}

async function startAndStop(home: { folder: string; stateHome: string }): Promise<void> {
  await (await ProjectEngine.start(home)).stop();
}
