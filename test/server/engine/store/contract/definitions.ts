import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ErrorDeclaration, ErrorDefinition } from '../../../../../schemas/model/errors.ts';
import type { PlainObjectManifest } from '../../../../../schemas/model/release.ts';
import type { InstallAnswer } from '../../../../../schemas/protocol/rest.ts';
import { defaultErrorDefinitions } from '../../../../../server/engine/errors/default-definitions.ts';
import {
  bundle,
  createOrder,
  decision,
  installOptions,
  installSample,
  release,
  second,
  stepManifest,
  t0,
  workflowManifest,
} from '../sample.ts';
import type { OpenStore } from '../store-contract.ts';

/** Deploys, what operations manage, and error definitions. */
export function describeDefinitions(name: string, open: OpenStore): void {
  describe(`${name}: definitions`, () => {
    test('a release is answered object by object and loaded as it was sent', async (t) => {
      const store = await open(t);
      const sent = release({ objects: [plainObject('group', 'g')], errors: [errors([declaration('E1')])] });
      const { answer, workflowId, stepId } = await installSample(store, sent);
      assert.deepEqual(actions(answer), [
        ['workflow', 'shop', '1.0', 'created'],
        ['step', 'check', '1.0', 'created'],
        ['step', 'pay', '1.0', 'created'],
        ['errors', 'shop-errors', null, 'created'],
        ['group', 'g', null, 'created'],
      ]);
      assert.deepEqual([answer.installed, answer.releaseid, answer.problems], [true, 1, []]);
      const loaded = await store.loadDefinitions();
      assert.deepEqual(
        loaded.workflows.map(({ manifest, workflowId: id }) => [id, manifest]),
        [[workflowId, sent.workflows[0]]],
      );
      assert.deepEqual(
        loaded.steps.map(({ manifest, stepId: id }) => [id, manifest]),
        sent.steps.map((step) => [stepId(step.name), step]),
      );
      assert.deepEqual(
        loaded.objects.map((object) => [object.kind, object.name]),
        [
          ['errors', 'shop-errors'],
          ['group', 'g'],
        ],
      );
      assert.deepEqual(loaded.releases, [{ releaseId: 1, name: 'shop', created: t0 }]);
      assert.deepEqual(await store.loadBundle('bundle-1'), {
        code: bundle().code,
        sourceMap: bundle().sourceMap,
      });
      assert.equal(await store.loadBundle('no-such'), undefined);
    });

    test('the same release again changes nothing and makes no release', async (t) => {
      const store = await open(t);
      await installSample(store);
      const { answer } = await installSample(store);
      assert.deepEqual(new Set(answer.objects.map(({ action }) => action)), new Set(['unchanged']));
      assert.equal(answer.releaseid, 1);
      assert.equal((await store.loadDefinitions()).releases.length, 1);
    });

    test('a changed object is updated under the same id, a new version gets its own', async (t) => {
      const store = await open(t);
      const first = await installSample(store);
      const changed = await installSample(
        store,
        release({
          workflows: [workflowManifest({ patch: 'p2', source: { file: 'w', hash: 'w2' } })],
          steps: [stepManifest('check'), stepManifest('pay', { source: { file: 's', hash: 's2' } })],
        }),
      );
      assert.equal(changed.workflowId, first.workflowId);
      assert.deepEqual(
        actions(changed.answer).map((line) => line[3]),
        ['updated', 'unchanged', 'updated'],
      );
      const next = await installSample(store, release({ workflows: [workflowManifest({ version: '2.0' })] }));
      assert.notEqual(next.workflowId, first.workflowId);
      assert.equal((await store.loadDefinitions()).workflows.length, 2);
    });

    test('a release with a problem installs nothing', async (t) => {
      const store = await open(t);
      const { answer } = await installSample(store, release({ steps: [stepManifest('check')] }));
      assert.equal(answer.installed, false);
      assert.equal(answer.releaseid, null);
      assert.deepEqual(
        answer.problems.map(({ code, file }) => [code, file]),
        [['ORDO-RELEASE-001', 'shop.workflow.yaml']],
      );
      assert.deepEqual(
        actions(answer).map((line) => line[3]),
        ['refused', 'unchanged'],
      );
      assert.deepEqual((await store.loadDefinitions()).steps, []);
      assert.equal(await store.loadBundle('bundle-1'), undefined);
    });

    test('a part of a project may be deployed alone when the rest is there', async (t) => {
      const store = await open(t);
      await installSample(store);
      const alone = release({
        steps: [],
        bundles: [],
        workflows: [workflowManifest({ source: { file: 'w', hash: 'w2' } })],
      });
      const { answer } = await installSample(store, alone);
      assert.deepEqual(actions(answer), [['workflow', 'shop', '1.0', 'updated']]);
    });

    test('what operations changed survives a deploy, the rest follows it', async (t) => {
      const store = await open(t);
      const { workflowId } = await installSample(store, release({ workflows: [workflowManifest({ autostart: 1 })] }));
      const settings = async () => (await store.loadDefinitions()).workflows[0]?.settings;
      assert.deepEqual([(await settings())?.autostart, (await settings())?.manualAutostart], [1, false]);
      await store.updateWorkflowSettings(workflowId, { autostart: 3, enabled: false }, t0);
      const changed = { autostart: 2, remote: false, slaThresholdSeconds: 5, source: { file: 'w', hash: 'w2' } };
      await installSample(store, release({ workflows: [workflowManifest(changed)] }));
      assert.deepEqual(await settings(), {
        autostart: 3,
        manualAutostart: true,
        enabled: false,
        deprecated: false,
        remote: false,
        manualRemote: false,
        slaThresholdSeconds: 5,
        manualSlaThreshold: false,
      });
    });

    test('the last ten bundles of a workflow are kept, and those of unfinished orders', async (t) => {
      const store = await open(t);
      const deploy = async (n: number) =>
        store.installRelease(
          release({
            workflows: [workflowManifest({ bundle: `b${n}`, source: { file: 'w', hash: `w${n}` } })],
            bundles: [bundle(`b${n}`)],
          }),
          { ...installOptions, now: t0 + n * second },
        );
      const { answer } = { answer: await deploy(0) };
      const workflowId = answer.objects[0]?.id as never;
      await deploy(1);
      const unfinished = await createOrder(store, workflowId, { started: t0 + second + 1 });
      for (let n = 2; n <= 14; n += 1) await deploy(n);
      const kept = async () => {
        const found = await Promise.all(Array.from({ length: 15 }, (_, n) => store.loadBundle(`b${n}`)));
        return found.flatMap((code, n) => (code === undefined ? [] : [n]));
      };
      assert.deepEqual(await kept(), [1, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
      await store.commit(decision(unfinished, workflowId, [{ type: 'order', set: { status: 'COMPLETE' } }]));
      await deploy(15);
      assert.deepEqual(await kept(), [6, 7, 8, 9, 10, 11, 12, 13, 14]);
    });

    test('prune removes what the release does not have, and a later deploy gives the same ids', async (t) => {
      const store = await open(t);
      const everything = release({ objects: [plainObject('group', 'g')] });
      const first = await installSample(store, everything);
      const { answer } = await installSample(store, { ...release({ workflows: [], bundles: [] }), prune: true });
      assert.deepEqual(actions(answer).slice(2), [
        ['workflow', 'shop', '1.0', 'removed'],
        ['group', 'g', null, 'removed'],
      ]);
      const loaded = await store.loadDefinitions();
      assert.deepEqual([loaded.workflows.length, loaded.steps.length, loaded.objects.length], [0, 2, 0]);
      assert.equal(await store.loadBundle('bundle-1'), undefined);
      const again = await installSample(store, everything);
      assert.equal(again.workflowId, first.workflowId);
      assert.ok(await store.loadBundle('bundle-1'));
    });

    test('nothing is pruned that an unfinished order needs', async (t) => {
      const store = await open(t);
      const { workflowId, stepId } = await installSample(store);
      const orderId = await createOrder(store, workflowId);
      const state = { status: 'RETRY', retries: 1, attempt: 1, skip: false, started: t0, completed: null } as const;
      await store.commit(decision(orderId, workflowId, [{ type: 'step', stepId: stepId('pay'), ind: 0, ...state }]));
      const nothing = { ...release({ workflows: [], steps: [], bundles: [] }), prune: true };
      const { answer } = await installSample(store, nothing);
      assert.equal(answer.installed, false);
      assert.deepEqual(
        answer.problems.map(({ code, message }) => [code, message.slice(0, 40)]),
        [
          ['ORDO-RELEASE-005', 'Workflow "shop:1.0" cannot be removed: 1'],
          ['ORDO-RELEASE-005', 'Step "pay:1.0" cannot be removed: 1 unfi'],
        ],
      );
      assert.equal((await store.loadDefinitions()).workflows.length, 1);
      await store.commit(decision(orderId, workflowId, [{ type: 'order', set: { status: 'CANCELED' } }]));
      assert.equal((await installSample(store, nothing)).answer.installed, true);
    });
  });

  describe(`${name}: error definitions`, () => {
    test('a new store has the default errors', async (t) => {
      const store = await open(t);
      const { globalErrors } = await store.loadDefinitions();
      assert.deepEqual(
        globalErrors.map(({ error }) => error).sort(),
        defaultErrorDefinitions.map(({ error }) => error).sort(),
      );
    });

    test('the API creates, changes and deletes definitions, global and of a workflow', async (t) => {
      const store = await open(t);
      const { workflowId } = await installSample(store);
      const put = (definition: ErrorDefinition, ofWorkflow: boolean) =>
        store.putErrorDefinition(definition, { now: t0, ...(ofWorkflow ? { workflowId } : {}) });
      const own = async () => (await store.loadDefinitions()).workflows[0]?.errors;
      const e1 = definition('E1', { retryDelaySeconds: 7, business: true });
      assert.equal(await put(e1, true), 'CREATED');
      assert.equal(await put(e1, true), 'UNCHANGED');
      assert.equal(await put({ ...e1, severity: 'FATAL' }, true), 'UPDATED');
      assert.deepEqual(await own(), [{ ...e1, severity: 'FATAL', manuallyUpdated: true }]);
      assert.equal(await put(e1, false), 'CREATED');
      assert.equal(await store.deleteErrorDefinition('E1', workflowId), true);
      assert.equal(await store.deleteErrorDefinition('E1', workflowId), false);
      assert.deepEqual(await own(), []);
      const { globalErrors } = await store.loadDefinitions();
      assert.ok(globalErrors.some(({ error }) => error === 'E1'));
    });

    test('declarations go where their level says, and the first AUTO makes the global one', async (t) => {
      const store = await open(t);
      const declared = [
        declaration('AUTO-NEW'),
        declaration('OWN', { level: 'WORKFLOW' }),
        declaration('ALL', { level: 'GLOBAL' }),
        declaration('SOCKET-TIMEOUT', { status: 'ERROR' }),
      ];
      await installSample(store, withErrors(declared));
      const loaded = await store.loadDefinitions();
      assert.deepEqual(
        loaded.workflows[0]?.errors.map(({ error }) => error),
        ['OWN', 'SOCKET-TIMEOUT'],
      );
      for (const error of ['AUTO-NEW', 'ALL']) assert.ok(loaded.globalErrors.some((known) => known.error === error));
    });

    test('what operations changed is not overwritten by a deploy', async (t) => {
      const store = await open(t);
      const { workflowId } = await installSample(store, withErrors([declaration('OWN', { level: 'WORKFLOW' })]));
      const changed = definition('OWN', { severity: 'MINOR' });
      await store.putErrorDefinition(changed, { workflowId, now: t0 });
      await installSample(store, withErrors([declaration('OWN', { level: 'WORKFLOW', severity: 'FATAL' })], 'e2'));
      assert.deepEqual((await store.loadDefinitions()).workflows[0]?.errors, [{ ...changed, manuallyUpdated: true }]);
    });

    test('a workflow deployed after its errors gets its own definitions', async (t) => {
      const store = await open(t);
      const own = declaration('OWN', { level: 'WORKFLOW' });
      await installSample(store, release({ workflows: [], bundles: [], errors: [errors([own])] }));
      await installSample(store, release({ workflows: [workflowManifest({ errors: 'shop-errors' })] }));
      const [workflow] = (await store.loadDefinitions()).workflows;
      assert.deepEqual(
        workflow?.errors.map(({ error }) => error),
        ['OWN'],
      );
    });
  });
}

function actions(answer: InstallAnswer): readonly (readonly [string, string, string | null, string])[] {
  return answer.objects.map(({ kind, name, version, action }) => [kind, name, version, action]);
}

function plainObject(kind: string, name: string): PlainObjectManifest {
  return { kind, name, description: '', definition: { name }, source: { file: `${name}.${kind}.yaml`, hash: 'o1' } };
}

function definition(error: string, change: Partial<ErrorDefinition> = {}): ErrorDefinition {
  return { error, description: '', severity: 'MAJOR', status: 'RETRY', business: false, ...change };
}

function declaration(error: string, change: Partial<ErrorDeclaration> = {}): ErrorDeclaration {
  return { ...definition(error), level: 'AUTO', ...change };
}

function errors(declared: readonly ErrorDeclaration[], hash = 'e1') {
  return { name: 'shop-errors', description: '', errors: declared, source: { file: 'shop.errors.yaml', hash } };
}

function withErrors(declared: readonly ErrorDeclaration[], hash = 'e1') {
  return release({ workflows: [workflowManifest({ errors: 'shop-errors' })], errors: [errors(declared, hash)] });
}
