import { Readable, Writable } from 'node:stream';
import { SystemClock } from '../../server/base/clock.ts';
import { runCli } from '../../server/cli/run.ts';
import { Output } from '../../server/cli/terminal/output.ts';

export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `ordo` in the test's own process: as quick as a call, for what needs no process of its own. */
export async function runCliHere(args: readonly string[], cwd = '/'): Promise<CliRun> {
  const [stdout, stderr] = [collector(), collector()];
  const streams = { stdout: stdout.stream, stderr: stderr.stream, env: {} };
  const code = await runCli(args, {
    out: new Output(streams),
    stdin: Readable.from([]) as NodeJS.ReadStream,
    stderr: stderr.stream,
    cwd,
    env: {},
    clock: new SystemClock(),
    signal: new AbortController().signal,
    releaseSignals: () => undefined,
    canAsk: false,
  });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function collector(): { readonly stream: NodeJS.WriteStream; text(): string } {
  let text = '';
  const stream = new Writable({
    write: (chunk: Buffer | string, _encoding, done) => {
      text += chunk.toString();
      done();
    },
  });
  return { stream: stream as NodeJS.WriteStream, text: () => text };
}
