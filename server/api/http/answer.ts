import { promisify } from 'node:util';
import { brotliCompress, constants, deflate, gzip } from 'node:zlib';
import type { ErrorBody } from '../../../schemas/protocol/rest.ts';
import { logSafe, type Logger } from '../../base/logger.ts';
import { EngineRefusal } from '../../engine/engine.ts';
import { RequestRefusal } from '../routes/refusals.ts';
import { writeYaml } from './yaml-body.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Sent with every answer: nothing of it may be read, framed, cached or guessed at by a page of another origin. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

export type Format = 'json' | 'yaml';

/** What the caller wants to read; refused when it is neither of what there is. */
export function wantedFormat(accept: string | undefined): Format {
  if (accept === undefined || accept.trim() === '') return 'json';
  const types = accept.split(',').map((part) => (part.split(';')[0] ?? '').trim().toLowerCase());
  const isAny = (type: string): boolean => type === '*/*' || type === 'application/*';
  const found = types.find((type) => isAny(type) || formatOf(type) !== undefined);
  if (found === undefined) {
    throw new RequestRefusal(406, 'ACCEPT-ERROR', 'Answers are application/json or application/x-yaml.');
  }
  return formatOf(found) ?? 'json';
}

function formatOf(type: string): Format | undefined {
  if (type === 'application/json' || type.endsWith('+json')) return 'json';
  return /^(application|text)\/(x-)?yaml$/.test(type) ? 'yaml' : undefined;
}

/** Encodes a result; larger ones are compressed when the caller takes that. */
export async function makeAnswer(
  status: number,
  value: unknown,
  format: Format,
  acceptEncoding: string | undefined,
): Promise<Answer> {
  const text = format === 'json' ? JSON.stringify(value ?? null) : writeYaml(value ?? null);
  const type = format === 'json' ? 'application/json; charset=utf-8' : 'application/x-yaml; charset=utf-8';
  const compressed = await compress(text, acceptEncoding);
  const encoding = compressed === undefined ? {} : { 'content-encoding': compressed.encoding };
  return {
    status,
    headers: { 'content-type': type, vary: 'accept, accept-encoding', ...encoding },
    body: compressed?.bytes ?? text,
  };
}

const smallestCompressed = 1400;
const fastBrotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
const encoders: Readonly<Record<string, (text: string) => Promise<Buffer>>> = {
  gzip: promisify<string, Buffer>(gzip),
  br: async (text) => promisify(brotliCompress)(text, fastBrotli),
  deflate: promisify<string, Buffer>(deflate),
};

async function compress(
  text: string,
  accept: string | undefined,
): Promise<{ encoding: string; bytes: Buffer } | undefined> {
  if (accept === undefined || text.length < smallestCompressed) return undefined;
  const wanted = accept
    .toLowerCase()
    .split(',')
    .filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part))
    .map((part) => (part.split(';')[0] ?? '').trim());
  const encoding = Object.keys(encoders).find((name) => wanted.includes(name));
  const encode = encoding === undefined ? undefined : encoders[encoding];
  return encoding === undefined || encode === undefined ? undefined : { encoding, bytes: await encode(text) };
}

/** The refusal that an error means to the caller. What we did wrong is logged in full and told in one sentence. */
export function errorAnswer(error: unknown, what: string, log: Logger): { status: number; body: ErrorBody } {
  if (error instanceof RequestRefusal) {
    const problems = error.problems.length === 0 ? {} : { problems: error.problems };
    return { status: error.status, body: { err: error.err, desc: error.message, ...problems } };
  }
  if (error instanceof EngineRefusal) return { status: error.status, body: { err: error.error, desc: error.message } };
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log.error(`${what} failed: ${logSafe(reason)}`);
  return { status: 500, body: { err: 'INTERNAL-ERROR', desc: 'The engine failed on this request; its log says why.' } };
}
