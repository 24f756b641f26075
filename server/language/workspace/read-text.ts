import { readFileSync, statSync } from 'node:fs';

/** A text file, or the reason why it cannot be read as one. */
export type TextResult = { readonly text: string } | { readonly reason: string };

/** Above this no file of a project is read; the limits of a kind of file are lower. */
const maxBytes = 8 * 1024 * 1024;

/** Reads a UTF-8 file without its byte order mark, so that positions are those of the editor. Never throws. */
export function readText(file: string): TextResult {
  try {
    const { size } = statSync(file);
    if (size > maxBytes) return { reason: `it has ${size} bytes; at most ${maxBytes} are read` };
    return decodeText(readFileSync(file));
  } catch (error) {
    return { reason: reasonOf(error as NodeJS.ErrnoException) };
  }
}

function decodeText(bytes: Uint8Array): TextResult {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { reason: 'it is not UTF-8 text' };
  }
}

function reasonOf(error: NodeJS.ErrnoException): string {
  if (error.code === 'EACCES' || error.code === 'EPERM') return 'permission denied';
  if (error.code === 'ENOENT') return 'it does not exist';
  return error.code ?? error.message;
}
