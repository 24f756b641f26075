import { SystemClock } from './base/clock.ts';
import type { HostConfig, ServeArguments } from './host/host-config.ts';
import { watchProcess } from './host/process-events.ts';
import { startHost } from './host/start-host.ts';
import { exitCodes, StartFailure } from './host/start-failure.ts';

export type { ServeArguments } from './host/host-config.ts';
export { startHost, type Host } from './host/start-host.ts';
export { StartFailure } from './host/start-failure.ts';

/** `ordo serve`: runs an engine in this process until it is told to end, and answers the manual's exit code. */
export async function runServe(args: ServeArguments): Promise<number> {
  const tell = (line: string): void => void process.stderr.write(`${line}\n`);
  const config: HostConfig = { ...args, clock: new SystemClock(), environment: process.env, tell };
  const watch = watchProcess(tell);
  try {
    const host = await startHost(config);
    watch.serving(host);
    process.stdout.write(
      `Ordo engine "${host.file.instanceKey}" is ready at ${host.file.url} (process ${process.pid})\n`,
    );
    return await host.ended;
  } catch (error) {
    tell(error instanceof StartFailure ? error.message : `The engine cannot start: ${reasonOf(error)}`);
    return error instanceof StartFailure ? error.exitCode : exitCodes.other;
  } finally {
    watch.dispose();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
