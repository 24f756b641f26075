import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ErrorDefinition } from '../../../../schemas/model/errors.ts';
import { defaultErrorDefinitions } from '../../../../server/engine/errors/default-definitions.ts';
import { resolveErrorDefinition } from '../../../../server/engine/errors/resolve-error-definition.ts';

const defined = (error: string, description: string): [string, ErrorDefinition] => [
  error,
  { error, description, severity: 'MINOR', status: 'ERROR', business: false },
];
const definitions = {
  workflow: new Map([defined('OWN', 'own'), defined('BOTH', 'own'), defined('ALIAS', 'own')]),
  global: new Map([defined('GLOBAL', 'global'), defined('BOTH', 'global')]),
};

for (const [error, alternative, expected] of [
  ['OWN', undefined, 'own'],
  ['GLOBAL', undefined, 'global'],
  ['BOTH', undefined, 'own'],
  ['UNKNOWN', 'ALIAS', 'own'],
  ['UNKNOWN', 'GLOBAL', 'global'],
  ['GLOBAL', 'ALIAS', 'global'],
] as const) {
  test(`"${error}" (or "${alternative ?? 'nothing'}") is found as ${expected}`, () => {
    const raised = alternative === undefined ? { error } : { error, alternative };
    const { definition, isDefined } = resolveErrorDefinition(raised, definitions);
    assert.deepEqual([definition.description, isDefined], [expected, true]);
  });
}

test('an error that nobody defined is MAJOR with status ERROR', () => {
  const { definition, isDefined } = resolveErrorDefinition({ error: 'X', alternative: 'Y' }, definitions);
  assert.equal(isDefined, false);
  assert.deepEqual(definition, { error: 'X', description: '', severity: 'MAJOR', status: 'ERROR', business: false });
});

test('the default definitions are those of the manual and our two, each once', () => {
  const names = defaultErrorDefinitions.map(({ error }) => error);
  assert.equal(new Set(names).size, names.length);
  assert.equal(names.length, 6 + 3 + 6 + 17 + 15 + 2 + 6 + 2);
  const byName = new Map(defaultErrorDefinitions.map((definition) => [definition.error, definition]));
  const say = (name: string) => {
    const { severity, status, business } = byName.get(name) ?? {};
    return [severity, status, business];
  };
  for (const name of ['SOCKET-TIMEOUT', 'RETRY-ERROR', 'STEP-TIMEOUT', 'RUNNER-LOST']) {
    assert.deepEqual(say(name), ['MAJOR', 'RETRY', false], name);
  }
  assert.deepEqual(say('BUSINESS-ERROR'), ['MAJOR', 'ERROR', true]);
  assert.deepEqual(say('BUSINESS-RETRY-ERROR'), ['MAJOR', 'RETRY', true]);
  assert.deepEqual(say('RETRIES-EXCEEDED-ERROR'), ['MAJOR', 'ERROR', false]);
  assert.deepEqual(say('BUSINESS-WARNING').slice(0, 1), ['WARNING']);
});
