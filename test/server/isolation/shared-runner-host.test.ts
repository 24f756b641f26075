import { after } from 'node:test';
import { SharedRunnerHost } from '../../../server/isolation/shared-runner-host.ts';
import { runnerHostContract } from './contract.ts';
import { disposeHosts } from './fixture.ts';

runnerHostContract({ name: 'shared', create: (options) => new SharedRunnerHost(options) });
after(disposeHosts);
