import type { Command } from 'commander';
import type { JsonObject, JsonValue } from '../../../schemas/model/data.ts';
import type { Answer, Cli, GlobalOptions } from '../cli.ts';
import { openEngine } from '../engine-access.ts';
import type { Answering } from '../program.ts';

/** One call of the REST API: what a verb of the command line stands for. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** Arguments: the body, or the query of a GET; what is undefined is left out. */
  readonly values?: Readonly<Record<string, JsonValue | undefined>>;
}

/** A verb that makes one call; a row of a table. */
export interface Verb {
  /** Name and positional arguments as commander writes them. */
  readonly usage: string;
  readonly alias?: string;
  readonly summary: string;
  readonly description: string;
  readonly options?: readonly (readonly [flags: string, text: string])[];
  readonly examples: readonly string[];
  call(args: readonly string[], options: Readonly<Record<string, unknown>>, cli: Cli): Call | Promise<Call>;
  /** Keys of the rows to show as a table, when the answer is a list. */
  readonly columns?: readonly string[];
  /** What to say when it was done; without it the answer is shown. */
  done?(answer: JsonValue, args: readonly string[]): string;
  /** What to say when the answer is an empty list. */
  readonly empty?: string;
}

/** Adds verbs below a command. */
export function addVerbs(parent: Command, verbs: readonly Verb[], cli: Cli, answering: Answering): void {
  for (const verb of verbs) {
    const command = parent.command(verb.usage).summary(verb.summary).description(verb.description);
    if (verb.alias !== undefined) command.alias(verb.alias);
    for (const [flags, text] of verb.options ?? []) command.option(flags, text);
    const lines = verb.examples.map((example) => `\n  ordo ${example}`).join('');
    command.addHelpText('after', `\nExamples:${lines}`).action(async () => {
      const options = command.optsWithGlobals<GlobalOptions & Record<string, unknown>>();
      answering(await run(cli, verb, command.processedArgs as string[], options));
    });
  }
}

async function run(
  cli: Cli,
  verb: Verb,
  given: readonly string[],
  options: GlobalOptions & Record<string, unknown>,
): Promise<Answer> {
  const { method, path, values = {} } = await verb.call(given, options, cli);
  const { client } = await openEngine(cli, options);
  const sent = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as JsonObject;
  const signal = { signal: cli.signal };
  const document =
    method === 'GET'
      ? await client.call(method, withQuery(path, sent), undefined, signal)
      : await client.call(method, path, sent, signal);
  return { document, print: () => print(cli, verb, document, given) };
}

function print(cli: Cli, verb: Verb, document: JsonValue, given: readonly string[]): void {
  if (verb.done !== undefined) return cli.out.line(verb.done(document, given));
  if (!Array.isArray(document) || verb.columns === undefined) {
    return cli.out.line(typeof document === 'string' ? document : JSON.stringify(document, undefined, 2));
  }
  const rows = document as readonly JsonObject[];
  if (rows.length === 0) return cli.out.line(verb.empty ?? 'Nothing.');
  cli.out.table(
    rows,
    verb.columns.map((key) => ({ title: key.replaceAll('_', ' '), value: (row: JsonObject) => shown(row[key]) })),
  );
}

function shown(value: JsonValue | undefined): string | number | null {
  if (value === undefined || value === null || typeof value === 'number' || typeof value === 'string')
    return value ?? null;
  return typeof value === 'boolean' ? (value ? 'yes' : '') : JSON.stringify(value);
}

function withQuery(path: string, values: JsonObject): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    query.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return query.size === 0 ? path : `${path}${path.includes('?') ? '&' : '?'}${query.toString()}`;
}

/** One part of a path. */
export const part = (text: string | undefined): string => encodeURIComponent(text ?? '');

/** An option's value as text. */
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
export const flagOf = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);

/** A value that is JSON counts as such; anything else is the text itself. */
export function jsonOrText(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}
