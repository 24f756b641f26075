import { ProcessRunnerHost } from '../../../../server/isolation/process-runner-host.ts';
import { call, createHost, eventually, program } from '../fixture.ts';

/** A host in a process of its own, which a test kills: prints the runner's pid when its call runs. */
const { host } = createHost({ name: 'process', create: (options) => new ProcessRunnerHost(options) });
void call(host, program('misbehaving'), process.argv[2] ?? '');
await eventually('the call runs', () => host.runners()[0]?.runningCalls === 1);
// The step has begun when the runner no longer answers, or a moment later when it still would.
await new Promise((resolve) => setTimeout(resolve, 300));
process.stdout.write(`${host.runners()[0]?.pid}\n`);
