import type { JobHash, JobResultRow } from '../../schemas/protocol/rest.ts';
import { FakeClock } from '../../server/base/clock.ts';
import { EngineHarness, tester, type HarnessSetup } from './engine-harness.ts';
import { jobRelease, type JobSketch } from './job-release.ts';
import type { ScriptedJob } from './scripted-runner.ts';

/** An engine with one job that is scheduled, on a clock that the test turns. */
export class JobHarness {
  readonly engine: EngineHarness;
  readonly clock: FakeClock;

  private constructor(engine: EngineHarness, clock: FakeClock) {
    this.engine = engine;
    this.clock = clock;
  }

  static async start(
    sketch: JobSketch,
    {
      job,
      at,
      ...setup
    }: HarnessSetup & { readonly job?: ScriptedJob; readonly at?: string; readonly clock?: FakeClock } = {},
  ): Promise<JobHarness> {
    const clock = setup.clock ?? new FakeClock(Date.parse(at ?? '2026-01-01T00:00:00Z') * 1000);
    const engine = await EngineHarness.start({ ...setup, clock });
    if (job) engine.runner.jobs = { [sketch.name ?? 'poll']: job };
    const harness = new JobHarness(engine, clock);
    await harness.deploy(sketch);
    await engine.engine.startInterfaces();
    await engine.settle();
    return harness;
  }

  async deploy(...sketches: readonly JobSketch[]): Promise<void> {
    const answer = await this.engine.engine.releases.install(jobRelease(...sketches), tester);
    if (!answer.installed) throw new Error(JSON.stringify(answer.problems));
    await this.engine.settle();
  }

  /** Lets time pass; whatever starts on the way ends before more time passes. */
  async pass(seconds: number, step = seconds): Promise<void> {
    for (let left = seconds; left > 0; left -= step) await this.engine.pass(Math.min(step, left));
  }

  /** Sets the wall clock as an administrator would. */
  jump(seconds: number): void {
    this.clock.jump(seconds * 1000);
  }

  get(name = 'poll'): Promise<JobHash> {
    return this.engine.engine.jobs.get(name);
  }

  async results(): Promise<readonly JobResultRow[]> {
    return this.engine.engine.jobs.results({ descending: false, sort: 'job_instanceid', limit: 1000, offset: 0 });
  }

  /** When the runs began, `MM-DDThh:mm:ss`. */
  async starts(): Promise<readonly string[]> {
    return (await this.results()).map(({ started }) => started.slice(5, 19));
  }

  /** Events of jobs and alerts, by name. */
  get told(): readonly string[] {
    return this.engine.events
      .filter(({ classstr }) => classstr === 'JOB' || classstr === 'ALERT')
      .map(({ eventstr }) => eventstr);
  }

  close(): Promise<void> {
    return this.engine.close();
  }
}
