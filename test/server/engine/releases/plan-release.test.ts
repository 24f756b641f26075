import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Release } from '../../../../schemas/model/release.ts';
import { identityOf, objectKey, type Deployed } from '../../../../server/engine/releases/deployed.ts';
import { changesNothing, planRelease } from '../../../../server/engine/releases/plan-release.ts';
import { settingsAfterDeploy } from '../../../../server/engine/releases/settings.ts';
import { release, stepManifest, workflowManifest } from '../store/sample.ts';

describe('a release compared with what is deployed', () => {
  test('on an empty engine everything is created', () => {
    const plan = planRelease(release(), deployed(), { autoErrorUpdate: true });
    assert.deepEqual(
      [...plan.workflows, ...plan.steps].map(({ action }) => action),
      ['created', 'created', 'created'],
    );
    assert.deepEqual(
      plan.newBundles.map(({ hash }) => hash),
      ['bundle-1'],
    );
    assert.deepEqual(plan.problems, []);
  });

  test('the same again is unchanged', () => {
    assert.ok(changesNothing(planRelease(release(), deployed(release()), { autoErrorUpdate: true })));
  });

  test('another hash or another manifest is an update', () => {
    const byHash = stepManifest('pay', { source: { file: 'pay.step.yaml', hash: 's2' } });
    const byManifest = stepManifest('check', { timeoutSeconds: 5 });
    const plan = planRelease(release({ steps: [byManifest, byHash] }), deployed(release()), { autoErrorUpdate: true });
    assert.deepEqual(
      plan.steps.map(({ action }) => action),
      ['updated', 'updated'],
    );
    assert.deepEqual(
      plan.workflows.map(({ action }) => action),
      ['unchanged'],
    );
  });

  test('nothing is removed without prune', () => {
    const empty = release({ workflows: [], steps: [], bundles: [] });
    assert.ok(changesNothing(planRelease(empty, deployed(release()), { autoErrorUpdate: true })));
    const pruned = planRelease({ ...empty, prune: true }, deployed(release()), { autoErrorUpdate: true });
    assert.deepEqual(
      pruned.removals.map(({ kind, name }) => `${kind} ${name}`),
      ['workflow shop', 'step check', 'step pay'],
    );
  });
});

/** Each row: what is wrong, the code, and the text. */
const wrong: readonly (readonly [string, Partial<Release>, string, RegExp])[] = [
  ['a step is missing', { steps: [] }, 'ORDO-RELEASE-001', /"shop:1\.0" uses step "check:1\.0"/],
  ['the bundle is missing', { bundles: [] }, 'ORDO-RELEASE-002', /code of workflow "shop:1\.0" \(bundle bundle-1\)/],
  [
    'a step is there twice',
    { steps: [stepManifest('check'), stepManifest('pay'), stepManifest('pay')] },
    'ORDO-RELEASE-003',
    /^Step "pay:1\.0" is in this release twice/,
  ],
  [
    'the format is newer',
    { formatVersion: 2 as 1 },
    'ORDO-RELEASE-004',
    /format version 2; this engine knows version 1/,
  ],
  [
    'the errors are missing',
    { workflows: [workflowManifest({ errors: 'none' })] },
    'ORDO-RELEASE-006',
    /uses the errors "none"/,
  ],
  [
    'a step waits for a step of another workflow',
    { workflows: [workflowManifest({ steps: [{ step: 'pay:1.0', after: ['check:1.0'] }] })] },
    'ORDO-RELEASE-007',
    /step "pay:1\.0" waits for "check:1\.0", which is not a step of the workflow/,
  ],
  [
    'steps wait for each other',
    {
      workflows: [
        workflowManifest({
          steps: [
            { step: 'pay:1.0', after: ['check:1.0'] },
            { step: 'check:1.0', after: ['pay:1.0'] },
          ],
        }),
      ],
    },
    'ORDO-RELEASE-008',
    /the steps pay:1\.0, check:1\.0 wait for each other/,
  ],
];

describe('a release that cannot be installed says why', () => {
  for (const [what, change, code, message] of wrong) {
    test(what, () => {
      const { problems } = planRelease(release(change), deployed(), { autoErrorUpdate: true });
      const found = problems.find((problem) => problem.code === code);
      assert.ok(found, JSON.stringify(problems));
      assert.match(found.message, message);
      assert.notEqual(found.remedy, '');
    });
  }
});

describe('settings that operations manage', () => {
  const manifest = workflowManifest({ autostart: 1, remote: true, slaThresholdSeconds: 60 });
  const byDeploy = { manualAutostart: false, manualRemote: false, manualSlaThreshold: false };

  test('the first deploy takes them from the definition; autostart is 0 when absent', () => {
    const expected = { autostart: 1, remote: true, slaThresholdSeconds: 60, ...byDeploy };
    assert.deepEqual(settingsAfterDeploy(manifest, undefined), expected);
    assert.equal(settingsAfterDeploy(workflowManifest(), undefined).autostart, 0);
  });

  test('what was changed by hand stays, each for itself', () => {
    const known = { autostart: 5, remote: false, slaThresholdSeconds: 7, ...byDeploy };
    assert.equal(settingsAfterDeploy(manifest, known).autostart, 1);
    const byHand = settingsAfterDeploy(manifest, { ...known, manualAutostart: true, manualSlaThreshold: true });
    assert.deepEqual([byHand.autostart, byHand.remote, byHand.slaThresholdSeconds], [5, true, 7]);
  });
});

function deployed(with_: Release = release({ workflows: [], steps: [], bundles: [] })): Deployed {
  return {
    workflows: new Map(with_.workflows.map((manifest) => [identityOf(manifest), manifest])),
    steps: new Map(with_.steps.map((manifest) => [identityOf(manifest), manifest])),
    jobs: new Map((with_.jobs ?? []).map((job) => [job.name, job])),
    objects: new Map(with_.objects.map((object) => [objectKey(object), object])),
    globalErrors: new Map(),
    workflowErrors: new Map(),
    hasBundle: (hash) => with_.bundles.some((known) => known.hash === hash),
    ordersThatNeed: () => ({ count: 0, examples: [] }),
  };
}
