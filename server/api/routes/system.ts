import type { JsonObject } from '../../../schemas/model/data.ts';
import { isoFromMicros } from '../../base/clock.ts';
import type { Caller } from '../../engine/engine.ts';
import { anything, flag, hash, integer, text } from './argument-kinds.ts';
import { notFound, RequestRefusal } from './refusals.ts';
import { optional, required, route, type ApiContext, type Route } from './route.ts';
import { anyShape, listOfShape, ok, one } from './shapes.ts';

/** The engine itself (manual: REST API, system). Options are in options.ts. */
export const systemRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: 'public/info',
    text: 'Which engine this is.',
    result: one('PublicInfoHash'),
    isPublic: true,
    run: async ({ context }) => context.system.publicInfo(),
  }),
  route({
    method: 'GET',
    path: 'system',
    text: 'Information about this instance.',
    result: one('SystemHash'),
    run: async ({ context }) => context.system.info(),
  }),
  route({
    method: 'GET',
    path: 'system',
    action: 'ping',
    text: 'Answers OK.',
    result: ok,
    run: async () => 'OK' as const,
  }),
  ...(['GET', 'PUT'] as const).map((method) =>
    route({
      method,
      path: 'system',
      action: 'echo',
      text: 'Answers its arguments.',
      wholeBody: 'anything',
      result: anyShape,
      run: async ({ body }) => body,
    }),
  ),
  route({
    method: 'GET',
    path: 'system/health',
    text: 'GREEN, YELLOW or RED, with the number of alerts.',
    result: one('HealthHash'),
    run: async ({ context }) => context.engine.health(),
  }),
  alerts('system/alerts', 'All alerts.', undefined),
  alerts('system/alerts/ongoing', 'Alerts that last.', 'ONGOING'),
  alerts('system/alerts/transient', 'Alerts of a moment.', 'TRANSIENT'),
  route({
    method: 'GET',
    path: 'system/listeners',
    text: 'Addresses on which this engine listens.',
    result: listOfShape('ListenerHash'),
    run: async ({ context }) => context.system.listeners(),
  }),
  route({
    method: 'GET',
    path: 'system/listeners/{listener}',
    text: 'One listener by its id or name.',
    result: one('ListenerHash'),
    run: async ({ context, path }) => {
      const found = context.system
        .listeners()
        .find((row) => row.name === path.listener || String(row.id) === path.listener);
      if (found === undefined) throw notFound(`There is no listener "${path.listener}".`);
      return found;
    },
  }),
  route({
    method: 'GET',
    path: 'system/processes',
    text: 'Runner processes, with the programs in them.',
    result: listOfShape('ProcessHash'),
    run: async ({ context }) => processes(context),
  }),
  route({
    method: 'GET',
    path: 'system/sessions',
    text: 'Application sessions, newest first.',
    arguments: {
      limit: optional(integer(1, 10_000), 'Most rows; 100 by default.'),
      status: optional(text(), 'Only sessions of this status.'),
    },
    result: listOfShape('SessionRow'),
    run: async ({ context, arguments: given }) => {
      const rows = await context.system.sessions(given.limit ?? 100);
      return rows.filter((row) => given.status === undefined || row.status === given.status);
    },
  }),
  route({
    method: 'PUT',
    path: 'system',
    action: 'rotateLogFiles',
    text: 'Rotate all log files.',
    result: ok,
    run: async ({ context }) => {
      await context.system.rotateLogs();
      return 'OK' as const;
    },
  }),
  route({
    method: 'PUT',
    path: 'system',
    action: 'shutdown',
    text: 'Begin the shutdown and answer at once.',
    result: ok,
    run: async ({ context, caller }) => {
      void context.system.shutdown(caller.source);
      return 'OK' as const;
    },
  }),
  route({
    method: 'PUT',
    path: 'system',
    action: 'shutdownWait',
    text: 'Shut down; answers when workflows, jobs and services are stopped, just before the listeners close.',
    result: ok,
    run: async ({ context, caller }) => {
      await context.system.shutdown(caller.source);
      return 'OK' as const;
    },
  }),
  route({
    method: 'GET',
    path: 'logs',
    aliases: ['list'],
    text: 'Log files and the WebSocket path of each.',
    result: listOfShape('LogHash'),
    run: async ({ context }) => context.system.logs(),
  }),
];

/** Options (manual: REST API, system options). */
export const optionRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: 'system/options',
    text: 'All options; with `hash`, one hash from name to value.',
    arguments: { hash: optional(flag, 'One hash instead of a list.') },
    result: anyShape,
    run: async ({ context, arguments: given }) => {
      const rows = context.system.options();
      if (given.hash !== true) return rows as never;
      return Object.fromEntries(rows.map((row) => [row.name, row.value]));
    },
  }),
  route({
    method: 'PUT',
    path: 'system/options',
    action: 'set',
    aliases: ['setOptions'],
    text: 'Set several options: all of them, or none.',
    arguments: { options: required(hash, 'Hash from name to value.') },
    result: ok,
    run: async ({ context, arguments: given, caller }) => setOptions(context, given.options, caller),
  }),
  route({
    method: 'PUT',
    path: 'system/options',
    action: 'flush',
    text: 'Write the options that were changed at run time into the options file, so that they hold at the next start.',
    result: ok,
    run: async ({ context, caller }) => {
      const { names, problems } = await context.system.flushOptions();
      const first = problems[0];
      if (first !== undefined)
        throw new RequestRefusal(409, 'OPTION-ERROR', `${first.message} ${first.remedy}`, problems);
      await context.engine.audit.recordCall('options flushed', caller, names.join(', '));
      return 'OK' as const;
    },
  }),
  route({
    method: 'GET',
    path: 'system/options/{option}',
    text: 'One option.',
    result: one('OptionHash'),
    run: async ({ context, path }) => {
      const found = context.system.options().find((row) => row.name === path.option);
      if (found === undefined) throw notFound(`There is no option "${path.option}".`);
      return found;
    },
  }),
  route({
    method: 'PUT',
    path: 'system/options/{option}',
    action: 'set',
    text: 'Set one option until the engine ends.',
    arguments: { value: required(anything, 'The new value.') },
    result: ok,
    run: async ({ context, path, arguments: given, caller }) => {
      if (!context.system.options().some((row) => row.name === path.option)) {
        throw notFound(`There is no option "${path.option}".`);
      }
      return setOptions(context, { [path.option]: given.value }, caller);
    },
  }),
];

async function setOptions(context: ApiContext, options: JsonObject, caller: Caller): Promise<'OK'> {
  const problems = context.system.setOptions(options);
  const first = problems[0];
  if (first === undefined) {
    await context.engine.audit.recordCall('options set', caller, Object.keys(options).join(', '));
    return 'OK';
  }
  throw new RequestRefusal(409, 'OPTION-ERROR', `${first.message} ${first.remedy}`, problems);
}

function alerts(path: string, about: string, type: 'ONGOING' | 'TRANSIENT' | undefined): Route {
  return route({
    method: 'GET',
    path,
    text: about,
    result: listOfShape('AlertHash'),
    run: async ({ context }) =>
      context.engine.alerts.list().filter((alert) => type === undefined || alert.alerttype === type),
  });
}

function processes({ engine }: ApiContext): {
  id: string;
  pid: number;
  type: 'process' | 'shared';
  programs: readonly string[];
  running_calls: number;
  memory: number | null;
  started: string;
}[] {
  return engine.runners().map((runner) => ({
    id: String(runner.pid),
    pid: runner.pid,
    type: runner.form,
    programs: runner.programs,
    running_calls: runner.runningCalls,
    memory: runner.rssBytes ?? null,
    started: isoFromMicros(runner.startedAt),
  }));
}
