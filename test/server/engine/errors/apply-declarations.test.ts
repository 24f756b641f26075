import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { errorLevels, severities, type ErrorDeclaration } from '../../../../schemas/model/errors.ts';
import { applyDeclaration, isSame, type KnownDefinition } from '../../../../server/engine/errors/apply-declarations.ts';

const base = { error: 'E', description: '', severity: 'MAJOR', status: 'RETRY', business: false } as const;
const same: KnownDefinition = { ...base, manuallyUpdated: false };
const other: KnownDefinition = { ...same, severity: 'MINOR' };
const otherByHand: KnownDefinition = { ...other, manuallyUpdated: true };

/** Level, global definition, own definition -> where it goes, with and without auto-error-update. */
const table: readonly (readonly [
  ErrorDeclaration['level'],
  KnownDefinition | undefined,
  KnownDefinition | undefined,
  string,
  string,
])[] = [
  ['AUTO', undefined, undefined, 'global', 'global'],
  ['AUTO', undefined, other, 'global and workflow', 'global'],
  ['AUTO', same, undefined, 'nowhere', 'nowhere'],
  ['AUTO', other, undefined, 'workflow', 'nowhere'],
  ['AUTO', other, other, 'workflow', 'nowhere'],
  ['AUTO', other, same, 'nowhere', 'nowhere'],
  ['AUTO', other, otherByHand, 'nowhere', 'nowhere'],
  ['AUTO', same, other, 'workflow', 'nowhere'],
  ['AUTO', otherByHand, undefined, 'workflow', 'nowhere'],
  ['GLOBAL', undefined, undefined, 'global', 'global'],
  ['GLOBAL', same, undefined, 'nowhere', 'nowhere'],
  ['GLOBAL', other, undefined, 'global', 'nowhere'],
  ['GLOBAL', otherByHand, undefined, 'nowhere', 'nowhere'],
  ['WORKFLOW', undefined, undefined, 'workflow', 'nowhere'],
  ['WORKFLOW', same, undefined, 'workflow', 'nowhere'],
  ['WORKFLOW', undefined, same, 'nowhere', 'nowhere'],
  ['WORKFLOW', undefined, other, 'workflow', 'nowhere'],
  ['WORKFLOW', undefined, otherByHand, 'nowhere', 'nowhere'],
];

describe('an error declaration (manual: global and workflow level)', () => {
  const name = (known: KnownDefinition | undefined): string =>
    known === undefined
      ? 'none'
      : `${isSame(base, known) ? 'same' : 'other'}${known.manuallyUpdated ? ' by hand' : ''}`;
  for (const [level, global, own, ...expected] of table) {
    test(`${level}, global ${name(global)}, own ${name(own)} -> ${expected.join(', without update ')}`, () => {
      const written = [true, false].map((autoUpdate) => places(apply({ ...base, level }, global, own, autoUpdate)));
      assert.deepEqual(written, expected);
    });
  }

  test('without a workflow, only the global level is written', () => {
    assert.deepEqual(apply({ ...base, level: 'WORKFLOW' }, undefined, 'none', true), []);
    assert.deepEqual(apply({ ...base, level: 'AUTO' }, other, 'none', true), []);
  });

  test('loading the same declaration again changes nothing', () => {
    const definition = fc.record({
      error: fc.constant('E'),
      description: fc.constantFrom('', 'd'),
      severity: fc.constantFrom(...severities),
      status: fc.constantFrom('ERROR' as const, 'RETRY' as const),
      business: fc.boolean(),
    });
    const known = fc.option(fc.tuple(definition, fc.boolean()), { nil: undefined });
    const stored = (value: [Omit<KnownDefinition, 'manuallyUpdated'>, boolean] | undefined) =>
      value && { ...value[0], manuallyUpdated: value[1] };
    fc.assert(
      fc.property(
        definition,
        fc.constantFrom(...errorLevels),
        known,
        known,
        (declared, level, globalKnown, ownKnown) => {
          const stands = { global: stored(globalKnown), workflow: stored(ownKnown) };
          for (const change of apply({ ...declared, level }, stands.global, stands.workflow, true)) {
            assert.notEqual(stands[change.place]?.manuallyUpdated, true, 'never over a change by hand');
            stands[change.place] = { ...change.definition, manuallyUpdated: false };
          }
          assert.deepEqual(apply({ ...declared, level }, stands.global, stands.workflow, true), []);
        },
      ),
    );
  });
});

function places(changes: ReturnType<typeof apply>): string {
  return changes.map(({ place }) => place).join(' and ') || 'nowhere';
}

function apply(
  declaration: ErrorDeclaration,
  global: KnownDefinition | undefined,
  own: KnownDefinition | 'none' | undefined,
  autoUpdate: boolean,
) {
  const map = (known: KnownDefinition | undefined) => new Map(known === undefined ? [] : [['E', known] as const]);
  const workflow = own === 'none' ? undefined : map(own);
  return applyDeclaration(declaration, { global: map(global), workflow }, { autoUpdate });
}
