import type { WebSocket } from 'ws';
import type { DebugMessage, DebugRequest } from '../../../schemas/protocol/debug.ts';
import { type DebugOperations, EngineRefusal } from '../../engine/engine.ts';
import { messageObject, messageText } from './heartbeat.ts';

/** `/debug`: one debug session for as long as the connection lasts; then its orders run on. */
export function serveDebugSession(debug: DebugOperations, socket: WebSocket): void {
  const send = (message: DebugMessage): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  const peer = debug.open(send);
  socket.on('message', (data) => {
    // Answered by whoever keeps the connection alive.
    if (messageText(data) === 'ping') return;
    const request = readRequest(messageObject(data));
    if (request === undefined) return void socket.close(1008, 'not a debug request');
    const { id, ...command } = request;
    peer
      .perform(command)
      .then((result) => send({ type: 'answer', id, result }))
      .catch((error: unknown) => send({ type: 'refused', id, ...refusalOf(error) }));
  });
  socket.once('close', () => void peer.close());
}

function refusalOf(error: unknown): { error: string; info: string } {
  if (error instanceof EngineRefusal) return { error: error.error, info: error.message };
  return { error: 'INTERNAL-ERROR', info: error instanceof Error ? error.message : String(error) };
}

type Field = 'number' | 'string' | 'boolean' | 'path' | 'any' | 'how';

/** What each command needs, beside its id. */
const fields: Readonly<Record<DebugRequest['type'], Readonly<Record<string, Field>>>> = {
  watch: { orderId: 'number' },
  unwatch: { orderId: 'number' },
  go: { hold: 'number', how: 'how' },
  'set-data': { hold: 'number', target: 'string', path: 'path', value: 'any' },
  inspector: { hold: 'number', open: 'boolean' },
  'kill-runner': { hold: 'number' },
};
const targets = ['staticData', 'dynamicData', 'stepData'];

function readRequest(request: Readonly<Record<string, unknown>> | undefined): DebugRequest | undefined {
  if (request === undefined) return undefined;
  const { type, target } = request;
  if (typeof type !== 'string' || !(type in fields) || !Number.isInteger(request['id'])) return undefined;
  const wanted = fields[type as DebugRequest['type']];
  if (!Object.entries(wanted).every(([name, field]) => fits(request[name], field))) return undefined;
  if (type === 'set-data' && !targets.some((known) => known === target)) return undefined;
  return request as DebugRequest;
}

function fits(value: unknown, field: Field): boolean {
  switch (field) {
    case 'path':
      return Array.isArray(value) && value.length > 0 && value.every((key) => typeof key === 'string');
    case 'any':
      return value !== undefined;
    case 'how':
      return value === undefined || isHow(value);
    default:
      return typeof value === field;
  }
}

function isHow(value: unknown): boolean {
  const { action, error, info } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return action === 'run' || (action === 'raise' && typeof error === 'string' && typeof info === 'string');
}
