import type { BulkWorkflowRow, WorkflowHash } from '../../../schemas/protocol/rest.ts';
import { EngineRefusal, type Caller, type WorkflowOperations, type WorkflowReference } from '../../engine/engine.ts';
import { flag, hash, integer, listOf, oneOf } from './argument-kinds.ts';
import { optional, required, route, type Argument, type Route } from './route.ts';
import { anyShape, hashOf, listOfShape, ok } from './shapes.ts';
import { workflowReference } from './workflow-reference.ts';

/** What one action did to one workflow, under the manual's flag name. */
type Done = Readonly<Record<string, string | number | boolean>>;
type Act = (workflows: WorkflowOperations, workflow: WorkflowReference, caller: Caller, value: number) => Promise<Done>;

interface WorkflowAction {
  readonly text: string;
  readonly act: Act;
  readonly argument?: { readonly name: string; readonly value: Argument<number> };
  /** The manual's name of the flag and of the error in calls on many workflows. */
  readonly bulk: { readonly flag: string } | undefined;
}

const autostart = { name: 'autostart', value: required(integer(0, 1000), 'Execution instances to keep running.') };
const sla = { name: 'sla', value: required(integer(0, 315_360_000), 'Threshold in seconds.', 'sla_threshold') };
const remote = {
  name: 'remote',
  value: required<number>(
    { schema: flag.schema, read: (value, name, zone) => Number(flag.read(value, name, zone)) },
    'Run in a process of its own.',
  ),
};

const changeAutostart =
  (next: (now: number, value: number) => number): Act =>
  async (workflows, workflow, caller, value) => {
    const target = Math.max(0, next((await workflows.get(workflow)).autostart, value));
    await workflows.setAutostart(workflow, target, caller);
    return { updated: true, autostart: target, info: `autostart set to ${target}` };
  };

/** Actions on workflows (manual: REST API, workflows); each row serves one workflow and, where it says so, many. */
const actions: Readonly<Record<string, WorkflowAction>> = {
  reset: {
    text: 'Reload the workflow and restart what runs of it.',
    act: async (workflows, workflow, caller) => {
      await workflows.reset(workflow, caller);
      return { reset: true, info: 'reset' };
    },
    bulk: { flag: 'reset' },
  },
  enable: {
    text: 'Allow the workflow to run.',
    act: async (workflows, workflow, caller) => {
      await workflows.setEnabled(workflow, true, caller);
      return { enabled: true, info: 'enabled' };
    },
    bulk: { flag: 'enabled' },
  },
  disable: {
    text: 'Stop the workflow and do not let it run.',
    act: async (workflows, workflow, caller) => {
      await workflows.setEnabled(workflow, false, caller);
      return { stopped: true, info: 'disabled' };
    },
    bulk: { flag: 'stopped' },
  },
  setAutostart: {
    text: 'Set how many execution instances are kept running.',
    act: changeAutostart((_, value) => value),
    argument: autostart,
    bulk: { flag: 'updated' },
  },
  incAutostart: {
    text: 'Keep one more execution instance running.',
    act: changeAutostart((now) => now + 1),
    bulk: { flag: 'updated' },
  },
  decAutostart: {
    text: 'Keep one execution instance less running.',
    act: changeAutostart((now) => now - 1),
    bulk: { flag: 'updated' },
  },
  setRemote: {
    text: 'Run the workflow in a process of its own, or beside others.',
    act: async (workflows, workflow, caller, value) => {
      await workflows.setRemote(workflow, value === 1, caller);
      return { updated: true, remote: value === 1, info: `remote set to ${value === 1}` };
    },
    argument: remote,
    bulk: undefined,
  },
  setDeprecated: {
    text: 'Deprecate the workflow: it stops, is hidden and cannot be started; or take that back.',
    act: async (workflows, workflow, caller, value) => {
      const stopped = await workflows.setDeprecated(workflow, value === 1, caller);
      return { updated: true, stopped, info: value === 1 ? 'deprecated' : 'no longer deprecated' };
    },
    argument: {
      name: 'deprecated',
      value: required<number>(
        { schema: flag.schema, read: (value, name, zone) => Number(flag.read(value, name, zone)) },
        'Whether it is.',
      ),
    },
    bulk: { flag: 'updated' },
  },
  setSla: {
    text: 'Set the SLA threshold.',
    act: async (workflows, workflow, caller, value) => {
      await workflows.setSla(workflow, value, caller);
      return { updated: true, sla: value, info: `SLA threshold set to ${value} seconds` };
    },
    argument: sla,
    bulk: undefined,
  },
};

const identity = ({
  workflowid,
  name,
  version,
}: WorkflowHash): { workflowid: number; name: string; version: string } => ({
  workflowid,
  name,
  version,
});

function single(name: string, action: WorkflowAction): Route {
  return route({
    method: 'PUT',
    path: 'workflows/{workflow}',
    action: name,
    text: action.text,
    arguments: action.argument === undefined ? {} : { [action.argument.name]: action.argument.value },
    result: anyShape,
    run: async ({ context, path, arguments: given, caller }) => {
      const { workflows } = context.engine;
      const value = action.argument === undefined ? 0 : (given as Record<string, number>)[action.argument.name];
      const done = await action.act(workflows, path.workflow, caller, value ?? 0);
      return { ...identity(await workflows.get(path.workflow)), ...done };
    },
  });
}

const ids = required(listOf(workflowReference, 1000), 'Workflows by id, name or name:version.', 'id', 'workflows');

function many(name: string, action: WorkflowAction, flagName: string): Route {
  const own = action.argument === undefined ? {} : { [action.argument.name]: action.argument.value };
  return route({
    method: 'PUT',
    path: 'workflows',
    action: name,
    text: `${action.text} For many at once.`,
    arguments: { ...own, ids },
    result: listOfShape('BulkWorkflowRow'),
    run: async ({ context, arguments: given, caller }) => {
      const value = action.argument === undefined ? 0 : (given as Record<string, unknown>)[action.argument.name];
      const rows: BulkWorkflowRow[] = [];
      for (const arg of given.ids) {
        rows.push(
          await actOnOne(context.engine.workflows, arg, flagName, (workflow) =>
            action.act(context.engine.workflows, workflow, caller, Number(value)),
          ),
        );
      }
      return rows;
    },
  });
}

/** One row of a bulk answer; a refusal is a row too, so that the others go on (manual: notes on semantics). */
async function actOnOne(
  workflows: WorkflowOperations,
  reference: WorkflowReference,
  flagName: string,
  act: (workflow: WorkflowReference) => Promise<Done>,
): Promise<BulkWorkflowRow> {
  const arg = String(reference);
  try {
    const done = await act(reference);
    return { info: '', ...done, arg, ...identity(await workflows.get(reference)) };
  } catch (error) {
    if (!(error instanceof EngineRefusal)) throw error;
    return { arg, [flagName]: false, info: `${error.error}: ${error.message}` };
  }
}

const startedShape = hashOf<{ name: string; version: string; ids: readonly number[]; exec: readonly object[] }>({
  name: { type: 'string' },
  version: { type: 'string' },
  ids: { type: 'array', items: { type: 'integer' } },
  exec: { type: 'array', items: { type: 'object' } },
});
const stoppedShape = hashOf<{ count: number; workflows: number; msg: string }>({
  count: { type: 'integer' },
  workflows: { type: 'integer' },
  msg: { type: 'string' },
});

/** Starting and stopping, which has forms of its own. */
const running: readonly Route[] = [
  route({
    method: 'PUT',
    path: 'workflows/{workflow}',
    action: 'setOptions',
    text: 'Set options of the workflow; null takes a value back. They hold for all its execution instances and survive deploys.',
    arguments: { options: required(hash, 'Hash from option name to value.') },
    result: ok,
    run: async ({ context, path, arguments: given, caller }) => {
      await context.engine.workflows.setOptions(path.workflow, given.options, caller);
      return 'OK' as const;
    },
  }),
  route({
    method: 'PUT',
    path: 'workflows/{workflow}',
    action: 'start',
    text: 'Start execution instances by hand.',
    arguments: {
      count: optional(integer(1, 100), 'How many; one by default.'),
      mode: optional(oneOf(['normal', 'recovery', 'both']), 'Accepted; instances do both.'),
    },
    result: startedShape,
    run: async ({ context, path, arguments: given, caller }) => {
      const exec = [];
      for (let index = 0; index < (given.count ?? 1); index += 1) {
        exec.push(await context.engine.workflows.start(path.workflow, caller));
      }
      const { name, version } = await context.engine.workflows.get(path.workflow);
      return { name, version, ids: exec.map((instance) => instance.executionID), exec };
    },
  }),
  route({
    method: 'PUT',
    path: 'workflows/{workflow}',
    action: 'stop',
    text: 'Stop its execution instances after the steps in progress.',
    result: ok,
    run: async ({ context, path, caller }) => {
      await context.engine.workflows.stop(path.workflow, caller);
      return 'OK' as const;
    },
  }),
  route({
    method: 'PUT',
    path: 'workflows',
    action: 'stopAll',
    text: 'Stop every execution instance.',
    result: stoppedShape,
    run: async ({ context }) => {
      const workflows = new Set(context.engine.executions.list().map((instance) => instance.workflowid)).size;
      const count = await context.engine.executions.stopAll();
      return { count, workflows, msg: `${count} execution instances of ${workflows} workflows stopped` };
    },
  }),
  route({
    method: 'PUT',
    path: 'workflows',
    action: 'resetAll',
    text: 'Reset every workflow.',
    result: listOfShape('BulkWorkflowRow'),
    run: async ({ context, caller }) => {
      const { workflows } = context.engine;
      const rows: BulkWorkflowRow[] = [];
      for (const { workflowid } of await workflows.list()) {
        rows.push(
          await actOnOne(workflows, workflowid, 'reset', async (workflow) => {
            await workflows.reset(workflow, caller);
            return { reset: true, info: 'reset' };
          }),
        );
      }
      return rows;
    },
  }),
  many('start', startMany(), 'started'),
  many('stop', stopMany(), 'stopped'),
];

function startMany(): WorkflowAction {
  const act: Act = async (workflows, workflow, caller) => {
    const instance = await workflows.start(workflow, caller);
    return { started: true, exec_id: instance.executionID, info: 'started' };
  };
  return { text: 'Start an execution instance by hand.', act, bulk: { flag: 'started' } };
}

function stopMany(): WorkflowAction {
  const act: Act = async (workflows, workflow, caller) => {
    const count = await workflows.stop(workflow, caller);
    return { stopped: true, count, info: `${count} stopped` };
  };
  return { text: 'Stop the execution instances after the steps in progress.', act, bulk: { flag: 'stopped' } };
}

export const workflowActionRoutes: readonly Route[] = [
  ...Object.entries(actions).map(([name, action]) => single(name, action)),
  ...Object.entries(actions).flatMap(([name, action]) =>
    action.bulk === undefined ? [] : [many(name, action, action.bulk.flag)],
  ),
  ...running,
];
