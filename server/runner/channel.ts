import { Socket } from 'node:net';
import type { FromRunner, ToRunner } from '../../schemas/protocol/runner.ts';
import { LineWriter, readLines } from '../base/json-lines.ts';
import type { WorkerParent } from '../base/spawn.ts';

/** The runner's line to its host. When the host is gone, so is the runner: nobody is left to commit what it does. */
export interface RunnerChannel {
  send(message: FromRunner): void;
  onMessage(listener: (message: ToRunner) => void): void;
  /** Bytes the host has not read yet; log lines are dropped when it grows. */
  readonly backlog: number;
}

/** A line is one message; the largest carries one order's data (16 MiB at most, more when escaped). */
const maxLineLength = 64 * 1024 * 1024;

// Kept from before user code loads, so that a changed JSON harms that code alone.
const { parse, stringify } = JSON;

/** The duplex pipe that the host gave this process. */
export function pipeChannel(fd: number, onClosed: () => void): RunnerChannel {
  const socket = new Socket({ fd, readable: true, writable: true });
  const writer = new LineWriter(socket);
  socket.on('close', onClosed);
  socket.on('end', onClosed);
  socket.on('error', onClosed);
  return {
    send: (message) => writer.write(stringify(message)),
    onMessage: (listener) => {
      readLines(socket, {
        maxLength: maxLineLength,
        onLine: (line) => listener(parse(line) as ToRunner),
        onTooLong: onClosed,
      });
    },
    get backlog() {
      return writer.backlog;
    },
  };
}

/** The line of a thread to its supervisor, which passes texts on without reading them. */
export function threadChannel(parent: WorkerParent): RunnerChannel {
  let pending: string[] = [];
  const flush = (): void => {
    const lines = pending;
    pending = [];
    parent.post(lines);
  };
  return {
    send: (message) => {
      if (pending.length === 0) process.nextTick(flush);
      pending.push(stringify(message));
    },
    onMessage: (listener) => {
      parent.onMessage((lines) => {
        for (const line of lines as string[]) listener(parse(line) as ToRunner);
      });
    },
    get backlog() {
      return 0;
    },
  };
}
