import type { IncomingMessage } from 'node:http';
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { JsonValue } from '../../../schemas/model/data.ts';
import { RequestRefusal } from '../routes/refusals.ts';
import { readYaml, yamlLimitBytes } from './yaml-body.ts';

/** Deeper data is refused: everything that later walks it may recurse. */
const maximumDepth = 200;

/** Reads the body of a request by its content type and encoding; undefined when there is none. */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<JsonValue | undefined> {
  const format = bodyFormat(request.headers['content-type']);
  const limit = format === 'yaml' ? Math.min(limitBytes, yamlLimitBytes) : limitBytes;
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const bytes = await collect(request, decoder(request.headers['content-encoding']), limit);
  if (bytes.length === 0) return undefined;
  if (format === undefined) {
    throw unreadableType();
  }
  const text = decodeUtf8(bytes);
  const value = format === 'json' ? readJson(text) : readYaml(text);
  checkTree(value);
  return value;
}

/** The refusal of a body in a format that nobody here reads. */
export function unreadableType(): RequestRefusal {
  return new RequestRefusal(415, 'CONTENT-TYPE-ERROR', 'Send the body as application/json or application/x-yaml.');
}

function bodyFormat(contentType: string | undefined): 'json' | 'yaml' | undefined {
  if (contentType === undefined) return undefined;
  const [type, ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8' && charset !== 'us-ascii') {
    throw new RequestRefusal(415, 'CONTENT-TYPE-ERROR', 'The body must be UTF-8.');
  }
  if (type === 'application/json' || /^application\/[\w.-]+\+json$/.test(type ?? '')) return 'json';
  return /^(application|text)\/(x-)?yaml$/.test(type ?? '') ? 'yaml' : undefined;
}

/** Encodings of the manual's HTTP server but for bzip2, and Brotli. */
function decoder(encoding: string | undefined): Transform | undefined {
  switch (encoding?.toLowerCase().trim()) {
    case undefined:
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new RequestRefusal(415, 'CONTENT-ENCODING-ERROR', 'Bodies may be encoded as gzip, deflate or br.');
  }
}

/** Collects at most `limit` bytes after decoding, whatever the body claims of itself. */
async function collect(request: IncomingMessage, decode: Transform | undefined, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  const source: Readable = decode === undefined ? request : request.pipe(decode);
  // A broken connection must end the decoder too, or its consumer waits for ever.
  if (decode !== undefined) request.once('error', (error) => decode.destroy(error));
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > limit) throw tooLarge(limit);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof RequestRefusal) throw error;
    throw new RequestRefusal(400, 'BODY-ERROR', 'The body ended early or is not encoded as its headers say.');
  } finally {
    decode?.destroy();
  }
  return Buffer.concat(chunks);
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new RequestRefusal(400, 'BODY-ERROR', 'The body is not UTF-8.');
  }
}

function readJson(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message : 'it cannot be read';
    throw new RequestRefusal(400, 'JSON-PARSER-ERROR', `The body is not JSON: ${reason.slice(0, 200)}.`);
  }
}

/** Refuses data too deep to walk, and keys that mean something to JavaScript. */
function checkTree(root: JsonValue): void {
  const waiting: { value: unknown; depth: number }[] = [{ value: root, depth: 1 }];
  for (let entry = waiting.pop(); entry; entry = waiting.pop()) {
    const { value, depth } = entry;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > maximumDepth) {
      throw new RequestRefusal(400, 'BODY-ERROR', `The body is nested deeper than ${maximumDepth} levels.`);
    }
    if (Object.hasOwn(value, '__proto__')) {
      throw new RequestRefusal(400, 'BODY-ERROR', 'The body has a key "__proto__", which is not allowed.');
    }
    for (const member of Object.values(value)) waiting.push({ value: member, depth: depth + 1 });
  }
}

function tooLarge(limit: number): RequestRefusal {
  return new RequestRefusal(413, 'BODY-TOO-LARGE', `The body is larger than the ${limit} bytes allowed.`);
}
