import type { LoggerHash } from '../../../schemas/protocol/rest.ts';
import { logLevels, type LogLevel } from '../../base/logger.ts';
import type { Caller } from '../../engine/engine.ts';
import { oneOf, type ArgumentKind } from './argument-kinds.ts';
import { badArgument, notFound } from './refusals.ts';
import { required, route, type ApiContext, type Route } from './route.ts';
import { listOfShape, one } from './shapes.ts';

/** A level by its word, or by the manual's number (INFO is 20000). */
const numbers: Readonly<Record<string, LogLevel>> = {
  50000: 'fatal',
  40000: 'error',
  30000: 'warn',
  20000: 'info',
  10000: 'debug',
  5000: 'trace',
};
const level: ArgumentKind<LogLevel> = {
  schema: { type: ['string', 'integer'], enum: [...logLevels, ...Object.keys(numbers).map(Number)] },
  read: (value, name, zone) =>
    numbers[typeof value === 'number' || typeof value === 'string' ? value : ''] ??
    oneOf(logLevels).read(value, name, zone),
};
const levelArgument = {
  level: required(level, 'Least severe lines that are logged: a word such as debug, or its number.'),
};

/** Parts of the engine with a log of their own; a varying part of the path would stand in the way of keys of `system`. */
const systemLogs = ['qorus-core', 'http', 'audit', 'alert', 'monitoring'] as const;

/** Logs and their levels at run time (manual: REST API, loggers). What is set holds until the engine ends. */
export const loggerRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: 'system/loggers',
    text: 'All loggers with their levels and files.',
    result: listOfShape('LoggerHash'),
    run: async ({ context }) => context.system.loggers(),
  }),
  ...systemLogs.flatMap((type) => loggerOf(`system/${type}/logger`, `of ${type}`, async () => [type, undefined])),
  ...loggerOf('workflows/{workflow}/logger', 'of a workflow', async ({ engine }, path) => {
    const { name, version } = await engine.workflows.get(path['workflow'] as string);
    return ['workflow', `${name}:${version}`];
  }),
];

type Find = (
  context: ApiContext,
  path: Readonly<Record<string, unknown>>,
) => Promise<readonly [type: string, id: string | undefined]>;

/** Look at a logger, give it a level of its own, and take that back. */
function loggerOf(path: string, about: string, find: Find): readonly Route[] {
  return [
    route({
      method: 'GET',
      path,
      text: `The logger ${about}.`,
      result: one('LoggerHash'),
      run: async ({ context, path: parts }) => {
        const [type, id] = await find(context, parts);
        const found = context.system
          .loggers()
          .find((row) => row.interface === type && (id === undefined || row.params.name === id));
        if (found === undefined) throw noLogger(type, id);
        return found;
      },
    }),
    route({
      method: 'PUT',
      path,
      text: `Give the logger ${about} a level of its own.`,
      arguments: levelArgument,
      result: one('LoggerHash'),
      run: async ({ context, path: parts, arguments: given, caller }) =>
        set(context, await find(context, parts), given.level, caller),
    }),
    route({
      method: 'DELETE',
      path,
      text: `Take back the own level of the logger ${about}; the option log-level holds again.`,
      result: one('LoggerHash'),
      run: async ({ context, path: parts, caller }) => set(context, await find(context, parts), undefined, caller),
    }),
  ];
}

async function set(
  context: ApiContext,
  [type, id]: readonly [string, string | undefined],
  to: LogLevel | undefined,
  caller: Caller,
): Promise<LoggerHash> {
  const logger = context.system.setLogLevel(type, id, to);
  if (logger === undefined) throw noLogger(type, id);
  const { name, level: inForce } = logger.params;
  await context.engine.audit.recordCall(`log level of ${name}`, caller, inForce.value);
  context.engine.events.publish('LOGGER_UPDATED', {
    loggerId: logger.loggerid,
    interface: type,
    params: { name, level: inForce },
  });
  return logger;
}

function noLogger(type: string, id: string | undefined): Error {
  if (id !== undefined) return notFound(`${id} has not logged anything yet, so there is no logger of it.`);
  return type === '' ? badArgument('A logger has a name.') : notFound(`There is no logger "${type}".`);
}
