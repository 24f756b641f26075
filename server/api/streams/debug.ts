import type { WebSocket } from 'ws';
import type { JsonValue } from '../../../schemas/model/data.ts';
import type { DebugMessage, DebugRequest } from '../../../schemas/protocol/debug.ts';
import { type DebugOperations, EngineRefusal } from '../../engine/engine.ts';
import { messageText } from './heartbeat.ts';

/** `/debug`: one debug session for as long as the connection lasts; then its orders run on. */
export function serveDebugSession(debug: DebugOperations, socket: WebSocket): void {
  const send = (message: DebugMessage): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  const peer = debug.open(send);
  socket.on('message', (data) => {
    const request = readRequest(messageText(data));
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

function readRequest(text: string): DebugRequest | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const request = value as Readonly<Record<string, JsonValue | undefined>>;
  const { type, target } = request;
  if (typeof type !== 'string' || !(type in fields) || !Number.isInteger(request['id'])) return undefined;
  const wanted = fields[type as DebugRequest['type']];
  if (!Object.entries(wanted).every(([name, field]) => fits(request[name], field))) return undefined;
  if (type === 'set-data' && !targets.some((known) => known === target)) return undefined;
  return value as DebugRequest;
}

function fits(value: JsonValue | undefined, field: Field): boolean {
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

function isHow(value: JsonValue): boolean {
  const { action, error, info } = (value ?? {}) as Readonly<Record<string, JsonValue>>;
  return action === 'run' || (action === 'raise' && typeof error === 'string' && typeof info === 'string');
}
