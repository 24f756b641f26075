import { settingsOf, type RunnerHostOptions } from './options.ts';
import { ProcessLinks } from './process-link.ts';
import { ProgramPool } from './program-pool.ts';

/** A process per program (`remote: true`, the default): own heap, own inspector, and a kill that reaches nobody else. */
export class ProcessRunnerHost extends ProgramPool {
  constructor(options: RunnerHostOptions) {
    const settings = settingsOf(options);
    super(new ProcessLinks(settings), settings);
  }
}
