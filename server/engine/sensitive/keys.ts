import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SensitiveCipher } from './cipher.ts';

/** Why the keys cannot be used; the engine does not start then (manual: sensitive-data-key). */
export class SensitiveKeyError extends Error {}

/**
 * The keys that the options name, both or neither. Without them there is no cipher and sensitive data is refused, except in the dev
 * profile, which keeps keys of its own in the state folder.
 */
export function readSensitiveKeys(
  options: { text(name: string): string; readonly profile: string },
  keyFolder: string,
): SensitiveCipher | undefined {
  const dataFile = options.text('sensitive-data-key');
  const valueFile = options.text('sensitive-value-key');
  if (dataFile !== '' && valueFile !== '') {
    return new SensitiveCipher({
      data: readKey('sensitive-data-key', dataFile, 32, 32),
      value: readKey('sensitive-value-key', valueFile, 4, 56),
    });
  }
  if (dataFile !== '' || valueFile !== '') {
    throw new SensitiveKeyError('The options sensitive-data-key and sensitive-value-key are set both or neither.');
  }
  return options.profile === 'dev' ? ownKeys(keyFolder) : undefined;
}

function ownKeys(folder: string): SensitiveCipher {
  const [data, value] = ['sensitive-data.key', 'sensitive-value.key'].map((name) => {
    const file = path.join(folder, name);
    if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600, flag: 'wx' });
    return readKey(name, file, 32, 32);
  }) as [Uint8Array, Uint8Array];
  return new SensitiveCipher({ data, value });
}

function readKey(option: string, file: string, least: number, most: number): Uint8Array {
  const key = attempt(option, file, () => readFileSync(file));
  const mode = attempt(option, file, () => statSync(file).mode);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new SensitiveKeyError(`The key file ${file} (${option}) can be read by others: chmod 600 it.`);
  }
  if (key.length >= least && key.length <= most) return key;
  const expected = least === most ? `${least}` : `${least} to ${most}`;
  throw new SensitiveKeyError(`The key file ${file} (${option}) has ${key.length} bytes; expected are ${expected}.`);
}

function attempt<T>(option: string, file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SensitiveKeyError(`The key file ${file} (${option}) cannot be read: ${reason}.`);
  }
}
