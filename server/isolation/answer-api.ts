import type { JsonText } from '../../schemas/model/data.ts';
import type { ApiRequest } from '../../schemas/protocol/runner.ts';
import { ApiCallError, type CallPeer } from './runner-host.ts';

/** The part of an `ApiReply` that depends on the engine. */
export type ApiAnswer =
  | { readonly ok: true; readonly value?: JsonText }
  | { readonly ok: false; readonly error: { readonly error: string; readonly info: string } };

/** Asks the engine for what user code asked for. A refusal is an answer; a fault of ours is one too, and is logged. */
export async function answerApi(
  peer: CallPeer<ApiRequest['call']> | undefined,
  call: ApiRequest['call'],
  logFault: (info: string) => void,
): Promise<ApiAnswer> {
  if (peer === undefined) return { ok: false, error: { error: 'CALL-ENDED', info: 'The call has ended.' } };
  try {
    const value = await peer.api(call);
    return { ok: true, ...(value === undefined ? {} : { value }) };
  } catch (error) {
    if (error instanceof ApiCallError) return { ok: false, error: { error: error.error, info: error.message } };
    const info = error instanceof Error ? error.message : String(error);
    logFault(`${call.name} failed: ${info}`);
    return { ok: false, error: { error: 'ENGINE-ERROR', info } };
  }
}
