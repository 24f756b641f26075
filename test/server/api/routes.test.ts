import { Ajv2020 } from 'ajv/dist/2020.js';
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import document from '../../../schemas/protocol/openapi.generated.json' with { type: 'json' };
import { routes } from '../../../server/api/routes/table.ts';
import type { Route } from '../../../server/api/routes/route.ts';
import { jobRelease } from '../../support/job-release.ts';
import { runnableRelease, startTestHost, waitForStatus, type TestHost } from '../../support/test-host.ts';
import { waitFor } from '../../support/wait.ts';

/** What a sample call needs to have been done before it. */
interface World {
  readonly host: TestHost;
  /** A new order of a workflow that does not run. */
  order(status?: 'READY' | 'BLOCKED'): Promise<number>;
  /** An order whose step failed. */
  failedOrder(): Promise<number>;
  /** An order whose asynchronous step waits for an answer under the order's id. */
  waitingOrder(): Promise<number>;
  /** An execution instance of the workflow `idle`. */
  execution(): Promise<number>;
  errorDefinition(): Promise<string>;
}

interface Sample {
  /** Values of the varying parts of the path. */
  readonly path?: (world: World) => Promise<Readonly<Record<string, string | number>>>;
  readonly body?: (world: World) => Promise<unknown>;
  readonly query?: string | ((world: World) => Promise<string>);
  /** Ends the engine, so it gets one of its own. */
  readonly isLast?: boolean;
}

const noPath: Sample = {};
const orderPath: Sample = { path: async (world) => ({ order: await world.order() }) };
const idle: Sample = { path: async () => ({ workflow: 'idle' }) };
const allIdle: Sample = { body: async () => ({ ids: 'idle:1.0' }) };
const given = (sample: Sample, values: object): Sample => ({ ...sample, body: async () => values });
const errorValues = { description: 'a test', severity: 'MINOR', status: 'RETRY', retry_delay_secs: 5 };
let errorCount = 0;
const newError = async (): Promise<object> => ({ error: `NEW-${(errorCount += 1)}`, ...errorValues });

const stepOf = async (host: TestHost): Promise<{ stepid: number }> => {
  const { stepid } = (await host.request('GET', 'steps/fail')).body as { stepid: number };
  return { stepid };
};
const failedStep: Sample = {
  path: async (world) => ({ order: await world.failedOrder() }),
};
const stepQuery = async ({ host }: World): Promise<string> => `stepid=${(await stepOf(host)).stepid}`;
const lockedOrder: Sample = {
  path: async (world) => {
    const order = await world.order();
    await world.host.request('PUT', `orders/${order}/lock`, { note: 'mine' });
    return { order };
  },
};

const item: Sample = { path: async () => ({ workflow: 'spare', step: 'spare', name: 'warehouse' }) };
const subject = { skey: 'customer', svalue: 'C-1' };
const sensitiveOrder: Sample = {
  path: async (world) => {
    const order = await world.order();
    await world.host.request('PUT', `orders/${order}/sensitiveData`, { ...subject, data: { a: 1 } });
    return { order };
  },
};

/** An order whose step `ask` waits in the queue `answers` for a key that is the order's id. */
const waitingOrder = async (world: World): Promise<{ order: number }> => ({ order: await world.waitingOrder() });
const takenForm = async (world: World): Promise<{ order: number }> => {
  const path = await waitingOrder(world);
  const answer = await world.host.request('POST', `orders/${path.order}/lockUserInteractionStep`, {});
  assert.equal(answer.status, 200, answer.text);
  return path;
};
const asksBody = async ({ host }: World): Promise<{ stepid: number }> => {
  const { stepid } = (await host.request('GET', 'steps/ask')).body as { stepid: number };
  return { stepid };
};
const asksQuery = async (world: World): Promise<string> => `stepid=${(await asksBody(world)).stepid}`;
const answers: Sample = { path: async () => ({ queue: 'answers' }) };
const arrivals: Sample = { path: async () => ({ type: 'arrivals' }) };

const newListener = async ({ host }: World): Promise<{ listener: number }> => {
  const [listener] = (await host.request('POST', 'system/listeners', { bind: '127.0.0.1:0' })).body as { id: number }[];
  return { listener: listener?.id ?? 0 };
};
const putProperty = async ({ host }: World): Promise<{ domain: string; key: string }> => {
  await host.request('PUT', 'system/props/shop/open/set', { value: true });
  return { domain: 'shop', key: 'open' };
};
const shopProperties: Sample = { path: putProperty };
const shopProperty: Sample = { path: putProperty };
/** A workflow that has logged something has a log. */
const loggingWorkflow: Sample = {
  path: async (world) => {
    await world.failedOrder();
    return { workflow: 'failing' };
  },
};

/** One call of every row of the table. A row without one fails the test below. */
const ofJob: Sample = { path: async () => ({ job: 'tick' }) };

const samples: Readonly<Record<string, Sample>> = {
  'GET public/info': noPath,
  'GET system': noPath,
  'GET system ping': noPath,
  'GET system echo': { query: 'a=1' },
  'PUT system echo': given(noPath, { a: 1 }),
  'GET system/health': noPath,
  'GET system/alerts': noPath,
  'GET system/alerts/ongoing': noPath,
  'GET system/alerts/transient': noPath,
  'GET system/listeners': noPath,
  'GET system/listeners/{listener}': { path: async () => ({ listener: 1 }) },
  'GET system/processes': noPath,
  'GET system/sessions': { query: 'limit=5' },
  'PUT system rotateLogFiles': noPath,
  'GET logs': noPath,
  'GET system/options': noPath,
  'PUT system/options set': given(noPath, { options: { recover_delay: 7, 'max-retries': '3' } }),
  'GET system/options/{option}': { path: async () => ({ option: 'recover_delay' }) },
  'PUT system/options/{option} set': given({ path: async () => ({ option: 'recover_delay' }) }, { value: 9 }),
  'POST system/listeners': given(noPath, { bind: '127.0.0.1:0' }),
  'POST system/listeners/{listener} stop': { path: newListener },
  'DELETE system/listeners/{listener}': { path: newListener },
  'GET system/loggers': noPath,
  ...Object.fromEntries(
    ['qorus-core', 'http', 'audit', 'alert', 'monitoring'].flatMap((type) => [
      [`GET system/${type}/logger`, noPath],
      [`PUT system/${type}/logger`, given(noPath, { level: 10000 })],
      [`DELETE system/${type}/logger`, noPath],
    ]),
  ),
  'GET workflows/{workflow}/logger': loggingWorkflow,
  'PUT workflows/{workflow}/logger': given(loggingWorkflow, { level: 'DEBUG' }),
  'DELETE workflows/{workflow}/logger': loggingWorkflow,
  'GET system/props': { query: async (world) => `domain=${(await putProperty(world)).domain}` },
  'GET system/props export': noPath,
  'PUT system/props import': given(noPath, { domains: { shop: { till: 3 } } }),
  'PUT system/props updateMany': given(noPath, { domains: { shop: { till: null } } }),
  'PUT system/props replaceAll': given(noPath, { props: { shop: { open: true, till: 3 } } }),
  'PUT system/props set': given(noPath, { domain: 'shop', key: 'open', value: [1] }),
  'GET system/props/{domain}': shopProperties,
  'POST system/props/{domain}': given(shopProperties, { keys: { a: 1 } }),
  'PUT system/props/{domain} updateMany': given(shopProperties, { keys: { a: 2 } }),
  'PUT system/props/{domain} set': given(shopProperties, { key: 'a', value: 3 }),
  'GET system/props/{domain}/{key}': shopProperty,
  'POST system/props/{domain}/{key}': given(shopProperty, { value: 'yes' }),
  'PUT system/props/{domain}/{key} set': given(shopProperty, { value: 'no' }),
  'DELETE system/props/{domain}/{key}': shopProperty,
  'DELETE system/props/{domain}': shopProperties,
  'PUT system/options flush': noPath,
  'GET system/audit': { query: 'events=API-CALL&limit=5' },
  'GET system/events': { query: 'classes=WORKFLOW&limit=5' },
  'POST system/events': given(noPath, { event: 'SHOP-OPENED', severity: 'INFO', info: { till: 3 } }),
  'GET workflows': { query: 'date=2020-01-01&deprecated=true' },
  'GET workflows listErrors': { query: 'limit=3' },
  'GET workflows/{workflow}': { ...idle, query: 'lib_source=true' },
  'GET workflows/{workflow} listErrors': idle,
  'GET workflows/{workflow} options': idle,
  'GET workflows/{workflow}/instances': idle,
  'GET workflows/{workflow}/orders': { ...idle, query: 'status=READY,ERROR&sort=priority&desc=false' },
  'GET workflows/{workflow}/orders listErrors': idle,
  'GET workflows/{workflow}/orders overview': idle,
  'POST workflows/{workflow} kill': idle,
  'POST workflows/{workflow} createOrder': given(idle, { staticdata: { a: 1 }, priority: 3 }),
  'PUT workflows/{workflow} reset': idle,
  'PUT workflows/{workflow} enable': idle,
  'PUT workflows/{workflow} disable': { path: async () => ({ workflow: 'spare' }) },
  'PUT workflows/{workflow} setAutostart': given(idle, { autostart: 0 }),
  'PUT workflows/{workflow} incAutostart': idle,
  'PUT workflows/{workflow} decAutostart': idle,
  'PUT workflows/{workflow} setRemote': given(idle, { remote: 'yes' }),
  'PUT workflows/{workflow} setSla': given(idle, { sla: 60 }),
  'PUT workflows/{workflow} start': idle,
  'PUT workflows/{workflow} stop': idle,
  'PUT workflows/{workflow} setOptions': given(idle, { options: { recover_delay: 3 } }),
  'PUT workflows/{workflow} setDeprecated': given(idle, { deprecated: false }),
  'PUT workflows setDeprecated': given(noPath, { ids: 'idle', deprecated: 'no' }),
  'PUT exec/{execution} setOptions': {
    path: async (world) => ({ execution: await world.execution() }),
    body: async () => ({ options: { 'max-retries': '4' } }),
  },
  'GET exec/{execution} desc': { path: async (world) => ({ execution: await world.execution() }) },
  'PUT workflows reset': allIdle,
  'PUT workflows enable': allIdle,
  'PUT workflows disable': { body: async () => ({ ids: ['spare'] }) },
  'PUT workflows setAutostart': given(noPath, { ids: 'idle', autostart: 0 }),
  'PUT workflows incAutostart': allIdle,
  'PUT workflows decAutostart': allIdle,
  'PUT workflows start': allIdle,
  'PUT workflows stop': allIdle,
  'PUT workflows stopAll': noPath,
  'PUT workflows resetAll': noPath,
  'GET exec': noPath,
  'PUT exec stopAll': noPath,
  'PUT exec stopMany': { body: async (world) => ({ args: [await world.execution()] }) },
  'GET exec/{execution}': { path: async (world) => ({ execution: await world.execution() }) },
  'PUT exec/{execution} stop': { path: async (world) => ({ execution: await world.execution() }) },
  'GET orders': { query: 'limit=2&key=a&keyvalue=b' },
  'GET orders listErrors': { query: 'severity=major&retry=false' },
  'GET steps/{step}/config': item,
  'GET steps/{step}/config/{name}': item,
  'PUT steps/{step}/config/{name}': given(item, { value: 'north' }),
  'DELETE steps/{step}/config/{name}': item,
  'GET workflows/{workflow}/config': item,
  'POST workflows/{workflow}/config': given(item, { name: 'warehouse', value: 'south' }),
  'GET workflows/{workflow}/config/{name}': item,
  'PUT workflows/{workflow}/config/{name}': given(item, { value: 'north' }),
  'DELETE workflows/{workflow}/config/{name}': item,
  'GET workflows/{workflow}/stepinfo/{step}/config': item,
  'GET workflows/{workflow}/stepinfo/{step}/config/{name}': item,
  'GET system/config': item,
  'POST system/config': given(item, { name: 'warehouse', value: '$static:where', is_value_templated_string: true }),
  'GET system/config/{name}': item,
  'PUT system/config/{name}': given(item, { value: 'west' }),
  'DELETE system/config/{name}': item,
  'GET orders searchSensitiveData': { query: 'skey=customer&svalue=C-1' },
  'DELETE orders purgeSensitiveData': { query: 'skey=customer&svalue=C-2&force=true' },
  'PUT orders/{order} sensitiveData': given(orderPath, { ...subject, data: { a: 1 }, meta: { PURPOSE: 'test' } }),
  'GET orders/{order} sensitiveData': { ...sensitiveOrder, query: 'skey=customer&svalue=C-1' },
  'PUT orders/{order} yamlSensitiveData': given(orderPath, { ...subject, data: 'when: 2026-01-02T03:04:05Z' }),
  'GET orders/{order} yamlSensitiveData': { ...sensitiveOrder, query: 'skey=customer&svalue=C-1' },
  'GET orders/{order}': orderPath,
  'GET orders/{order} listErrors': orderPath,
  'GET orders/{order} notes': orderPath,
  'GET orders/{order} history': orderPath,
  'POST orders/{order} notes': given(orderPath, { note: 'seen' }),
  'PUT orders/{order} retry': { path: async (world) => ({ order: await world.failedOrder() }) },
  'PUT orders/{order} setError': { path: async (world) => ({ order: await world.order('BLOCKED') }) },
  'PUT orders/{order} skipStep': {
    path: async (world) => ({ order: await world.failedOrder() }),
    body: async ({ host }) => {
      const { stepid } = (await host.request('GET', 'steps/fail')).body as { stepid: number };
      return { stepid, ind: '0', noretry: true };
    },
  },
  'PUT orders/{order} cancel': orderPath,
  'PUT orders/{order} uncancel': {
    path: async (world) => {
      const order = await world.order();
      await world.host.client.cancelOrder(order);
      return { order };
    },
  },
  'PUT orders/{order} block': orderPath,
  'PUT orders/{order} unblock': { path: async (world) => ({ order: await world.order('BLOCKED') }) },
  'PUT orders/{order} reschedule': given(orderPath, { date: '2035-01-01' }),
  'PUT orders/{order} setPriority': given(orderPath, { priority: '7' }),
  'GET orders/{order} yamlStaticData': orderPath,
  'GET orders/{order} yamlDynamicData': orderPath,
  'GET orders/{order} stepData': { ...failedStep, query: stepQuery },
  'GET orders/{order} yamlStepData': { ...failedStep, query: stepQuery },
  'PUT orders/{order} staticData': given(orderPath, { newdata: { a: 2 } }),
  'PUT orders/{order} dynamicData': given(orderPath, { newdata: { a: 2 } }),
  'PUT orders/{order} updateDynamicData': given(orderPath, { newdata: { b: 2 } }),
  'PUT orders/{order} updateDynamicDataPath': given(orderPath, { path: 'a.b', value: [1] }),
  'PUT orders/{order} stepData': {
    ...failedStep,
    body: async ({ host }) => ({ ...(await stepOf(host)), newdata: { x: 1 } }),
  },
  'PUT orders/{order} yamlStaticData': given(orderPath, { newdata: 'when: 2026-01-02T03:04:05Z' }),
  'PUT orders/{order} yamlDynamicData': given(orderPath, { newdata: 'n: 1' }),
  'PUT orders/{order} yamlUpdateDynamicData': given(orderPath, { newdata: 'm: 1' }),
  'PUT orders/{order} yamlUpdateDynamicDataPath': given(orderPath, { path: 'a', value: '[1, 2]' }),
  'PUT orders/{order} yamlStepData': {
    ...failedStep,
    body: async ({ host }) => ({ ...(await stepOf(host)), newdata: 'x: 1' }),
  },
  'PUT orders/{order} updateKeys': given(orderPath, { orderkeys: { a: ['x', 'y'] } }),
  'PUT orders/{order} lock': given(orderPath, { note: 'mine' }),
  'PUT orders/{order} unlock': lockedOrder,
  'PUT orders/{order} breakLock': given(lockedOrder, { note: 'they left' }),
  'GET orders processingSummary': { query: 'seconds=60&grouping=hourly' },
  'GET workflows processingSummary': { query: 'global=true' },
  'GET workflows/{workflow}/orders processingSummary': idle,
  'GET orders/{order}/async-queue': { path: waitingOrder, query: asksQuery },
  'POST orders/{order}/async-queue correct': { path: waitingOrder, body: asksBody },
  'POST orders/{order} lockUserInteractionStep': { path: waitingOrder },
  'POST orders/{order} releaseUserInteractionStepLock': { path: takenForm, body: asksBody },
  'POST orders/{order} breakUserInteractionStepLock': {
    path: takenForm,
    body: async (world) => ({ ...(await asksBody(world)), note: 'they left' }),
  },
  'POST workflows/{workflow} lockUserInteractionStep': {
    path: async (world) => {
      await waitingOrder(world);
      return { workflow: 'asking' };
    },
    body: async () => ({ stepname: 'ask' }),
  },
  'GET workflows/{workflow}/segments': { path: async () => ({ workflow: 'asking' }) },
  'GET async-queues': noPath,
  'GET async-queues/{queue}': answers,
  'GET async-queues/{queue} status': answers,
  'GET async-queues/{queue} info': { ...answers, query: async (world) => `key=${(await waitingOrder(world)).order}` },
  'GET async-queues/{queue} qinfo': { ...answers, query: 'status=WAITING,USED&limit=3' },
  'POST async-queues/{queue} update': {
    ...answers,
    body: async (world) => ({ key: String((await waitingOrder(world)).order), data: { ok: true } }),
  },
  'POST async-queues/{queue} insert': given(answers, { key: 'comes later', data: 1 }),
  'POST async-queues/{queue} cancel': {
    ...answers,
    body: async (world) => ({ key: String((await waitingOrder(world)).order) }),
  },
  'PUT async-queues/{queue} key': {
    ...answers,
    body: async (world) => {
      const { order } = await waitingOrder(world);
      return { oldkey: order, newkey: `new ${order}` };
    },
  },
  'GET sync-events': { query: 'list=false' },
  'GET sync-events events': { query: 'posted=true' },
  'GET sync-events/{type}': arrivals,
  'GET sync-events/{type} events': { ...arrivals, query: 'limit=2' },
  'PUT sync-events/{type} post': given(arrivals, { eventkey: 'ship 1' }),
  'GET sync-events/{type}/{key}': {
    path: async ({ host }) => {
      await host.request('PUT', 'sync-events/arrivals/post', { eventkey: 'ship 2' });
      return { type: 'arrivals', key: 'ship 2' };
    },
  },
  'PUT sync-events/{type}/{key} post': { path: async () => ({ type: 'arrivals', key: 'ship 3' }) },
  'PUT orders retry': { body: async (world) => ({ ids: [await world.failedOrder()] }) },
  'PUT orders cancel': { body: async (world) => ({ ids: [await world.order()] }) },
  'PUT orders uncancel': { body: async (world) => ({ ids: [await world.order()], dryrun: true }) },
  'PUT orders block': { body: async (world) => ({ ids: [await world.order()] }) },
  'PUT orders setError': { body: async (world) => ({ ids: [await world.order('BLOCKED')] }) },
  'PUT orders setPriority': given(noPath, { workflowid: 'spare', statuses: 'READY', priority: 3, dryrun: true }),
  'PUT orders reschedule': { body: async (world) => ({ ids: [await world.order()], date: '2035-01-01' }) },
  'GET workflows/{workflow}/stepcounts': idle,
  'PUT orders unblock': { body: async (world) => ({ ids: [await world.order()] }) },
  'GET errors': { query: 'filter=global' },
  'GET errors/global': { query: 'list=true' },
  'GET errors/workflow': { query: 'short=true' },
  'GET errors/workflow/{workflow}': idle,
  'GET errors/{error}': { path: async (world) => ({ error: await world.errorDefinition() }) },
  'POST errors': { body: newError },
  'POST errors/global': { body: newError },
  'POST errors/workflow/{workflow}': { ...idle, body: newError },
  'POST errors createOrUpdate': { body: newError },
  'POST errors/global createOrUpdate': { body: newError },
  'POST errors/workflow/{workflow} createOrUpdate': { ...idle, body: newError },
  'PUT errors/global/{error}': given(
    { path: async (world) => ({ error: await world.errorDefinition() }) },
    { severity: 'FATAL' },
  ),
  'PUT errors/workflow/{workflow}/{error}': given(
    {
      path: async (world) => {
        await world.host.request('POST', 'errors/workflow/idle', { error: 'OWN', ...errorValues });
        return { workflow: 'idle', error: 'OWN' };
      },
    },
    { business_flag: true },
  ),
  'PUT errors/{error}': given(
    { path: async (world) => ({ error: await world.errorDefinition() }) },
    { description: 'changed' },
  ),
  'DELETE errors/{error}': { path: async (world) => ({ error: await world.errorDefinition() }) },
  'GET jobs': { query: 'list=false' },
  'GET jobs/{job}': ofJob,
  'GET jobs/{job} options': ofJob,
  'GET jobs/{job} nextTimes': { ...ofJob, query: 'count=2' },
  'GET jobs/{job} stateData': ofJob,
  'GET jobs/{job} persistentStateData': ofJob,
  'PUT jobs/{job} run': ofJob,
  'PUT jobs run': given(noPath, { ids: 'tick,nothing' }),
  'GET jobs/{job}/results': { ...ofJob, query: 'statuses=COMPLETE' },
  'GET jobs/{job}/results overview': ofJob,
  'GET jobresults': { query: 'limit=2' },
  'GET jobresults overview': noPath,
  'GET jobresults/{result}': {
    path: async ({ host }) => ({
      result: ((await host.client.call('PUT', 'jobs/tick/run')) as { readonly job_instanceid: number }).job_instanceid,
    }),
  },
  'PUT jobs/{job} reset': ofJob,
  'PUT jobs reset': given(noPath, { ids: ['tick'] }),
  'PUT jobs/{job} disable': ofJob,
  'PUT jobs disable': given(noPath, { ids: ['tick'] }),
  'PUT jobs/{job} enable': ofJob,
  'PUT jobs enable': given(noPath, { ids: ['tick'] }),
  'PUT jobs/{job} schedule': given(ofJob, { schedule: '0 5 * * sun' }),
  'PUT jobs/{job} setActive': given(ofJob, { active: true }),
  'PUT jobs/{job} setExpiry': given(ofJob, { date: '2099-01-01' }),
  'PUT jobs/{job} setRemote': given(ofJob, { remote: true }),
  'PUT jobs/{job} setOptions': given(ofJob, { options: { limit: 1 } }),
  'PUT jobs/{job} setStateData': given(ofJob, { data: { page: 1 } }),
  'PUT jobs/{job} setPersistentStateData': given(ofJob, { data: null }),
  'POST jobs/{job} kill': ofJob,
  'DELETE jobs/{job}': { path: async () => ({ job: 'gone' }) },
  'GET steps': { query: 'list=false' },
  'GET steps/{step}': { path: async () => ({ step: 'wait' }) },
  'GET releases': { query: 'limit=1' },
  'GET releases/{release}': {
    path: async ({ host }) => {
      const rows = (await host.client.call('GET', 'releases')) as readonly { readonly name: string }[];
      return { release: rows[0]?.name ?? '' };
    },
  },
  'POST releases': { body: async () => runnableRelease({ name: 'more', steps: ['once'] }, { once: '' }) },
  'POST releases knownBundles': given(noPath, { hashes: 'a,b' }),
  'GET openapi': noPath,
  'PUT system shutdownWait': { isLast: true },
  'PUT system shutdown': { isLast: true },
};

/** Calls whose sample needs files of its own; they are tested elsewhere. */
const elsewhere = ['POST system/listeners/{listener} reloadCertificate'];

const nameOf = (route: Route): string => [route.method, route.path, route.action].filter(Boolean).join(' ');
const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema(document, 'openapi');

function checkShape(route: Route, body: unknown): void {
  const schema = JSON.parse(JSON.stringify(route.result.schema).replaceAll('"#/', '"openapi#/')) as object;
  const validate = ajv.compile(schema);
  assert.ok(validate(body), `${JSON.stringify(validate.errors?.slice(0, 3))} in ${JSON.stringify(body).slice(0, 500)}`);
}

describe('every call of the route table', () => {
  let host: TestHost;
  let world: World;

  before(async () => {
    host = await startTestHost(undefined);
    const release = (name: string, step: string, body: string): object =>
      runnableRelease(
        {
          name,
          steps: [step],
          errors: [{ error: 'BROKEN', status: 'ERROR' }],
          workflow: { keylist: ['a'] },
          step: { configItems: [{ name: 'warehouse', type: 'string' }] },
        },
        { [step]: body },
      );
    for (const [name, step, body] of [
      ['idle', 'wait', ''],
      ['spare', 'spare', ''],
      ['failing', 'fail', "throw Object.assign(new Error('no'), { code: 'BROKEN' });"],
    ] as const) {
      const answer = (await host.request('POST', 'releases', release(name, step, body))).body as { installed: boolean };
      assert.ok(answer.installed, JSON.stringify(answer));
    }
    const asking = runnableRelease(
      { name: 'asking', steps: ['ask [AsyncStep]'], step: { userInteraction: true, methods: ['primary'] } },
      { ask: 'await order.submitAsyncKey(String(order.orderId));' },
    );
    const arriving = runnableRelease({ name: 'arriving', steps: ['arrive [EventStep]'] }, { arrive: '' });
    for (const waiting of [asking, arriving]) {
      const answer = (await host.request('POST', 'releases', waiting)).body as { installed: boolean };
      assert.ok(answer.installed, JSON.stringify(answer));
    }
    const code = "exports.job = class extends require('ordo').Job { run() {} };";
    const jobs = jobRelease({ name: 'tick', code }, { name: 'gone', code: `${code} ` });
    const deployedJobs = (await host.request('POST', 'releases', jobs)).body as { installed: boolean };
    assert.ok(deployedJobs.installed, JSON.stringify(deployedJobs));
    world = worldOf(host);
  });
  after(() => host.stop('the test ended'));

  test('has a sample here', () => {
    assert.deepEqual(
      routes.map(nameOf).filter((name) => !(name in samples) && !elsewhere.includes(name)),
      [],
    );
    assert.deepEqual(
      Object.keys(samples).filter((name) => !routes.map(nameOf).includes(name)),
      [],
    );
  });

  for (const [name, sample] of Object.entries(samples)) {
    test(`${name} answers what the OpenAPI document says`, async (t) => {
      const asked = sample.isLast === true ? await startTestHost(t) : host;
      const route = routes.find((row) => nameOf(row) === name);
      assert.ok(route);
      const parts = (await sample.path?.(world)) ?? {};
      const path = route.path.replaceAll(/\{(\w+)\}/g, (_, part: string) => encodeURIComponent(String(parts[part])));
      const query = [
        ...(route.action === undefined ? [] : [`action=${route.action}`]),
        typeof sample.query === 'function' ? await sample.query(world) : sample.query,
      ].filter(Boolean);
      const target = `${path}${query.length > 0 ? `?${query.join('&')}` : ''}`;
      const answer = await asked.request(route.method, target, await sample.body?.(world));
      assert.equal(answer.status, 200, answer.text);
      checkShape(route, answer.body);
    });
  }
});

function worldOf(host: TestHost): World {
  const create = async (workflow: string, more: object): Promise<number> => {
    const body = { staticdata: { n: 1 }, ...more };
    const answer = await host.request('POST', `workflows/${workflow}?action=createOrder`, body);
    assert.equal(answer.status, 200, answer.text);
    return (answer.body as { workflow_instanceid: number }).workflow_instanceid;
  };
  return {
    host,
    order: (status = 'READY') => create('spare', { status, orderkeys: { a: 'b' } }),
    failedOrder: async () => {
      const order = await create('failing', {});
      // Other samples stop everything.
      await host.request('PUT', 'workflows/failing/start');
      await waitForStatus(host.client, order, 'ERROR');
      return order;
    },
    waitingOrder: async () => {
      const order = await create('asking', {});
      await host.request('PUT', 'workflows/asking/start');
      await waitForStatus(host.client, order, 'ASYNC-WAITING');
      return order;
    },
    execution: async () => {
      const answer = await host.request('PUT', 'workflows/idle/start');
      const id = (answer.body as { ids: number[] }).ids[0] ?? 0;
      await waitFor('the instance to run', async () => (await host.request('GET', `exec/${id}`)).status === 200);
      return id;
    },
    errorDefinition: async () => {
      const definition = (await newError()) as { error: string };
      await host.request('POST', 'errors/global', definition);
      return definition.error;
    },
  };
}
