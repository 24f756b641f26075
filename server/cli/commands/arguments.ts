import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { InvalidArgumentError } from 'commander';
import type { JsonObject, JsonValue } from '../../../schemas/model/data.ts';
import { CliError, usageError } from '../cli-error.ts';
import type { Cli } from '../cli.ts';
import { exitCodes } from '../exit-codes.ts';

/** A whole number of at least `minimum`, for commander. */
export function wholeNumber(minimum: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (/^\d+$/.test(value) && Number.isSafeInteger(number) && number >= minimum) return number;
    throw new InvalidArgumentError(`It must be a whole number of at least ${minimum}.`);
  };
}

/** An order id, for commander. */
export function orderId(value: string): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('An order id is a positive whole number.');
}

/** Several order ids, for commander. */
export function orderIds(value: string, before: readonly number[] = []): readonly number[] {
  return [...before, orderId(value)];
}

/** A JSON object from a file, from standard input (`-`), or written on the command line (`{…}`). */
export async function readJsonArgument(cli: Cli, option: string, value: string): Promise<JsonObject> {
  const isInline = value.trimStart().startsWith('{');
  const source = isInline ? `the text of ${option}` : value === '-' ? 'standard input' : value;
  const content = isInline ? value : await readSource(cli, option, value);
  const parsed = parseJson(content, source);
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as JsonObject;
  throw usageError(`${sentenceStart(source)} holds no JSON object.`, `Give ${option} an object like {"sku": "A-1"}.`);
}

async function readSource(cli: Cli, option: string, value: string): Promise<string> {
  if (value === '-') return text(cli.stdin);
  try {
    return await readFile(path.resolve(cli.cwd, value), 'utf8');
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new CliError('USAGE', `The file ${value} cannot be read: ${error.message}.`, {
      remedy: `Give ${option} the name of a file, \`-\` for standard input, or JSON that begins with {.`,
      exitCode: exitCodes.usage,
      cause: error,
    });
  }
}

function parseJson(content: string, source: string): JsonValue {
  try {
    // A byte order mark is not JSON, but editors write it.
    return JSON.parse(content.replace(/^\ufeff/, '')) as JsonValue;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw usageError(`${sentenceStart(source)} is not JSON: ${error.message}.`, 'Correct the JSON there.');
  }
}

function sentenceStart(text: string): string {
  return text.startsWith('the ') || text.startsWith('standard') ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
