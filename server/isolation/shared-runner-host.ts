import { settingsOf, type RunnerHostOptions } from './options.ts';
import { ProgramPool } from './program-pool.ts';
import { SharedLinks } from './shared-link.ts';

/**
 * One process for all programs, a thread for each (`remote: false`): cheaper in memory. A program that ends its whole process
 * costs the programs beside it one retry, never the engine.
 */
export class SharedRunnerHost extends ProgramPool {
  constructor(options: RunnerHostOptions) {
    const settings = settingsOf(options);
    super(new SharedLinks(settings), settings);
  }
}
