import type { Command } from 'commander';
import type { JsonObject, JsonValue } from '../../../schemas/model/data.ts';
import { usageError } from '../cli-error.ts';
import type { Answer, Cli, GlobalOptions } from '../cli.ts';
import { openEngine } from '../engine-access.ts';
import type { Answering } from '../program.ts';
import { readJsonArgument } from './arguments.ts';

const methods = ['GET', 'PUT', 'POST', 'DELETE'] as const;
type Method = (typeof methods)[number];

interface RestOptions extends GlobalOptions {
  readonly data?: string;
}

/** `ordo rest`: any call of the REST API, in the way of the manual's `qrest`. */
export function addRest(program: Command, cli: Cli, answering: Answering): void {
  program
    .command('rest <arguments...>')
    .usage('[options] [get|put|post|delete] PATH [name=value ...]')
    .summary('make any call of the REST API')
    .description(
      'Calls the REST API below /api/latest and prints the answer as JSON. Without a method it is `get`. Arguments follow as\n' +
        'name=value (a value that is JSON counts as such); they go into the query of a get and else into the body.',
    )
    .option('-d, --data <json>', 'the body: a file, - for standard input, or JSON')
    .addHelpText('after', help)
    .action(async (args: readonly string[], _options: unknown, command: Command) => {
      answering(await rest(cli, args, command.optsWithGlobals<RestOptions>()));
    });
}

const help = `
Examples:
  ordo rest system
  ordo rest put workflows/shop/start
  ordo rest 'orders?statuses=ERROR;limit=10'
  ordo rest post workflows/shop/createOrder 'staticdata={"sku": "A-1"}' priority=10
  ordo rest delete errors/CARD-TIMEOUT`;

async function rest(cli: Cli, args: readonly string[], options: RestOptions): Promise<Answer> {
  const { method, path, values } = readArguments(args);
  const fromFile = options.data === undefined ? undefined : await readJsonArgument(cli, '--data', options.data);
  const body = fromFile === undefined && Object.keys(values).length === 0 ? undefined : { ...fromFile, ...values };
  const { client } = await openEngine(cli, options);
  const signal = { signal: cli.signal };
  const document =
    method === 'GET'
      ? await client.call(method, withQuery(path, values), undefined, signal)
      : await client.call(method, path, body, signal);
  return { document, print: () => cli.out.line(JSON.stringify(document, undefined, 2)) };
}

function readArguments(args: readonly string[]): { method: Method; path: string; values: JsonObject } {
  const named = methods.find((method) => method === args[0]?.toUpperCase());
  const [path, ...rest] = named === undefined ? args : args.slice(1);
  if (path === undefined) throw usageError('No path is given.', 'Write for example `ordo rest get system`.');
  if (/^[a-z]+:\/\//i.test(path)) {
    throw usageError(`"${path}" is a URL.`, 'Give the path below /api/latest, and choose the engine with `--url`.');
  }
  return { method: named ?? 'GET', path: normalPath(path), values: Object.fromEntries(rest.map(readValue)) };
}

/** The prefix is understood, and `;` parts arguments as `&` does (as in `qrest`). */
function normalPath(path: string): string {
  const [name = '', query] = path
    .replace(/^\/+/, '')
    .replace(/^api\/latest\//, '')
    .split(/\?(.*)/s);
  return query === undefined ? name : `${name}?${query.replaceAll(';', '&')}`;
}

function readValue(text: string): readonly [string, JsonValue] {
  const equals = text.indexOf('=');
  if (equals <= 0) throw usageError(`"${text}" is no argument.`, 'Write arguments as name=value.');
  const value = text.slice(equals + 1);
  try {
    return [text.slice(0, equals), JSON.parse(value) as JsonValue];
  } catch {
    // Not JSON: it is the text itself.
    return [text.slice(0, equals), value];
  }
}

function withQuery(path: string, values: JsonObject): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    query.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  if (query.size === 0) return path;
  return `${path}${path.includes('?') ? '&' : '?'}${query.toString()}`;
}
