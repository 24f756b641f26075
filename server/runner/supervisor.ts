import { Socket } from 'node:net';
import type { FromSupervisor, ToSupervisor } from '../../schemas/protocol/runner.ts';
import { LineWriter, readLines } from '../base/json-lines.ts';
import { processEntry } from '../base/resources.ts';
import { runWorker, type WorkerThread } from '../base/spawn.ts';
import { channelFd } from './process-role.ts';
import { endProcessGroup } from './watchdog.ts';

/**
 * The main thread of the shared process: one thread per program, and never a line of user code in this one, so that it can
 * end a thread that loops. Lines are `<channel> <message>` and pass through unread; channel 0 is for the supervisor itself.
 */
export function runAsSupervisor(): void {
  const socket = new Socket({ fd: channelFd, readable: true, writable: true });
  const end = (): void => endProcessGroup();
  socket.on('close', end);
  socket.on('end', end);
  socket.on('error', end);
  new Supervisor(new LineWriter(socket), socket).start(end);
}

class Supervisor {
  readonly #writer: LineWriter;
  readonly #socket: Socket;
  readonly #threads = new Map<number, WorkerThread>();
  readonly #waiting = new Map<number, string[]>();

  constructor(writer: LineWriter, socket: Socket) {
    this.#writer = writer;
    this.#socket = socket;
  }

  start(end: () => void): void {
    readLines(this.#socket, {
      maxLength: 64 * 1024 * 1024,
      onTooLong: end,
      onLine: (line) => {
        const space = line.indexOf(' ');
        const channel = Number(line.slice(0, space));
        if (channel === 0) this.#command(JSON.parse(line.slice(space + 1)) as ToSupervisor);
        else this.#forward(channel, line.slice(space + 1));
      },
    });
  }

  #command(message: ToSupervisor): void {
    if (message.type === 'open') this.#open(message.channel, message.heapMb);
    else void this.#threads.get(message.channel)?.terminate();
  }

  #open(channel: number, heapMb: number): void {
    const thread = runWorker(processEntry('runner'), {
      data: { role: 'thread' },
      isQuiet: true,
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
    this.#threads.set(channel, thread);
    let error: string | undefined;
    thread.onMessage((lines) => {
      for (const line of lines as string[]) this.#writer.write(`${channel} ${line}`);
    });
    thread.onError((thrown) => (error = codeOf(thrown)));
    thread.onExit((code) => {
      this.#threads.delete(channel);
      this.#waiting.delete(channel);
      this.#send({ type: 'closed', channel, code, ...(error === undefined ? {} : { error }) });
    });
  }

  /** All lines of one turn in one message, as many as came in one read. */
  #forward(channel: number, line: string): void {
    const waiting = this.#waiting.get(channel);
    if (waiting !== undefined) return void waiting.push(line);
    this.#waiting.set(channel, [line]);
    process.nextTick(() => {
      const lines = this.#waiting.get(channel);
      this.#waiting.delete(channel);
      if (lines !== undefined) this.#threads.get(channel)?.post(lines);
    });
  }

  #send(message: FromSupervisor): void {
    this.#writer.write(`0 ${JSON.stringify(message)}`);
  }
}

function codeOf(thrown: unknown): string {
  const { code, message } = thrown as { code?: unknown; message?: unknown };
  return [code, message].find((text) => typeof text === 'string') ?? 'an error of its thread';
}
