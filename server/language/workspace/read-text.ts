import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';

/** A text file, or the reason why it cannot be read as one. */
export type TextResult = { readonly text: string } | { readonly reason: string };

/** Above this no file of a project is read; the limits of a kind of file are lower. */
const maxBytes = 8 * 1024 * 1024;

/** Reads a UTF-8 file without its byte order mark, so that positions are those of the editor. Never throws. */
export function readText(file: string): TextResult {
  try {
    const { size, isFile } = statOf(file);
    // Reading a pipe would wait for its writer.
    if (!isFile) return { reason: 'it is not a file' };
    if (size > maxBytes) return { reason: `it has ${size} bytes; at most ${maxBytes} are read` };
    return decodeText(readFileSync(file));
  } catch (error) {
    return { reason: reasonOf(error as NodeJS.ErrnoException) };
  }
}

/** The first bytes of a file, one character each, to see what it is meant to be; '' when there are none to read. */
export function readHead(file: string): string {
  try {
    if (!statOf(file).isFile) return '';
    const bytes = Buffer.alloc(4096);
    const handle = openSync(file, 'r');
    try {
      return bytes.toString('latin1', 0, readSync(handle, bytes));
    } finally {
      closeSync(handle);
    }
  } catch {
    // Why it cannot be read is told by `readText`.
    return '';
  }
}

function statOf(file: string): { size: number; isFile: boolean } {
  const stat = statSync(file);
  return { size: stat.size, isFile: stat.isFile() };
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
