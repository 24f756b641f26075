import { CommanderError } from 'commander';
import type { JsonValue } from '../../schemas/model/data.ts';
import { ApiError, EngineUnreachable } from '../api/client/client.ts';
import { Cancelled } from '../base/cancel.ts';
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';

/** A failure as a person is told it. */
export interface Explanation {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly details: Readonly<Record<string, JsonValue>>;
  readonly exitCode: number;
}

/** Sorts every failure into: wrong command line, no engine, refused, interrupted, or a fault of ours. */
export function explainError(error: unknown, signal: AbortSignal): Explanation {
  const explain = (code: string, message: string, exitCode: number, remedy = ''): Explanation => ({
    code,
    message,
    remedy,
    details: {},
    exitCode,
  });
  if (error instanceof CliError) return error;
  if (error instanceof CommanderError) return explain('USAGE', usageMessage(error), exitCodes.usage, usageRemedy);
  if (signal.aborted || error instanceof Cancelled)
    return explain('INTERRUPTED', 'Interrupted.', exitCodes.interrupted);
  if (error instanceof ApiError)
    return { ...explain(error.err, refusal(error), exitCodes.refused), details: bodyOf(error) };
  if (error instanceof EngineUnreachable) {
    const remedy = 'It may have ended just now: look with `ordo status`, start it with `ordo serve --dev`.';
    return explain('NO-ENGINE', error.message, exitCodes.noEngine, remedy);
  }
  return explain('INTERNAL', internalMessage(error), exitCodes.internal, 'This is a fault of Ordo: please report it.');
}

const usageRemedy = 'See `ordo --help` or `ordo COMMAND --help`.';

/** Commander's messages begin with `error: ` and end without a full stop; a guess follows in brackets. */
function usageMessage(error: CommanderError): string {
  const [text = '', guess] = error.message
    .replace(/^error: /, '')
    .trim()
    .split(/\s+\((?=Did you mean)/);
  const sentence = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  const whole = /[.?]$/.test(sentence) ? sentence : `${sentence}.`;
  return guess === undefined ? whole : `${whole} ${guess.replace(/\)$/, '')}`;
}

function refusal(error: ApiError): string {
  return `${error.err}: ${error.message}`;
}

function bodyOf(error: ApiError): Readonly<Record<string, JsonValue>> {
  const body = error.body;
  if (typeof body !== 'object' || body === null || !('problems' in body)) return {};
  return { problems: body['problems'] ?? [] };
}

function internalMessage(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
