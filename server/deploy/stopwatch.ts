import { deploySteps, type BuildOptions, type DeployStep } from './pipeline-types.ts';

/** Tells each step of a deploy as it begins and how long it took. */
export class Stopwatch {
  readonly milliseconds = Object.fromEntries(deploySteps.map((step) => [step, 0])) as Record<DeployStep, number>;
  readonly #onProgress: BuildOptions['onProgress'];

  constructor(onProgress: BuildOptions['onProgress']) {
    this.#onProgress = onProgress;
  }

  async measure<T>(step: DeployStep, detail: string, work: () => Promise<T>): Promise<T> {
    this.#onProgress?.(step, detail);
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.milliseconds[step] += Math.round(performance.now() - start);
    }
  }
}
