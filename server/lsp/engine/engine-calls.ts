import type { JsonObject } from '../../../schemas/model/data.ts';
import type { EngineCall, EngineCallResult } from '../../../schemas/protocol/editor.ts';
import { ApiError, EngineUnreachable, type EngineClient } from '../../api/client/client.ts';
import { NoEngine, type EngineHost } from './engine-host.ts';

/**
 * Passes a REST call of the window to the engine. Whatever goes wrong comes back as a status and an error body, so that
 * the window has one form to show.
 */
export async function callEngine(host: EngineHost, call: EngineCall, signal: AbortSignal): Promise<EngineCallResult> {
  if (!isPlainPath(call.path)) return refuse(400, 'INVALID-PATH', `"${call.path}" is not a path below /api/latest.`);
  if (host.state.versions === 'engine-newer' && call.method !== 'GET') return refuse(409, 'ENGINE-NEWER', newerEngine);
  try {
    const client = call.start === true ? await host.start() : host.client;
    if (client === undefined) return refuse(503, 'ENGINE-NOT-RUNNING', 'The engine is not running. Start it first.');
    return await send(client, call, signal);
  } catch (error) {
    if (error instanceof NoEngine) return refuse(503, 'ENGINE-NOT-RUNNING', error.message);
    if (error instanceof EngineUnreachable) return refuse(503, 'ENGINE-UNREACHABLE', error.message);
    throw error;
  }
}

async function send(client: EngineClient, call: EngineCall, signal: AbortSignal): Promise<EngineCallResult> {
  try {
    return { status: 200, body: await client.call(call.method, call.path, call.body, { signal }) };
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, body: error.body };
    throw error;
  }
}

/** Below `/api/latest` and nowhere else: no scheme, no leading slash, no way up. */
function isPlainPath(path: string): boolean {
  const [beforeQuery = ''] = path.split('?');
  return /^[A-Za-z]/.test(path) && !beforeQuery.includes(':/') && !beforeQuery.split('/').includes('..');
}

function refuse(status: number, err: string, desc: string): EngineCallResult {
  const body: JsonObject = { err, desc };
  return { status, body };
}

const newerEngine =
  'The running engine belongs to a newer Ordo than this window, so this window only looks. Update the extension and reload the window.';
