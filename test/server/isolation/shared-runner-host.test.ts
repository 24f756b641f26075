import { SharedRunnerHost } from '../../../server/isolation/shared-runner-host.ts';
import { runnerHostContract } from './contract.ts';

runnerHostContract({ name: 'shared', create: (options) => new SharedRunnerHost(options) });
