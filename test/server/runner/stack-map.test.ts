import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';
import { packageRoot } from '../../../server/base/resources.ts';
import { StackMapper } from '../../../server/runner/stack-map.ts';
import { describeThrown, showValue } from '../../../server/runner/thrown.ts';

const ours = path.join(packageRoot, 'server/runner/calls.ts');

describe('stacks for people', () => {
  const { map } = new StackMapper('/state/bundles/abc/program.cjs');

  test('end where our own code begins, and begin where it ends', () => {
    const stack = [
      'TypeError: no',
      `    at update (${ours}:1:1)`,
      '    at Pay.primary (/state/bundles/abc/program.cjs:3:4)',
      '    at process.processTicksAndRejections (node:internal/process/task_queues:104:5)',
      '    at fs.readFile (node:fs:1:1)',
      `    at Calls.invoke (file://${ours}:2:2)`,
      '    at Socket.emit (node:events:1:1)',
    ].join('\n');
    assert.deepEqual(map(stack).split('\n'), [
      'TypeError: no',
      '    at Pay.primary (/state/bundles/abc/program.cjs:3:4)',
      '    at fs.readFile (node:fs:1:1)',
    ]);
  });

  test('which are no stacks stay as they are', () => {
    for (const odd of ['', 'no frames here', '    at']) assert.equal(map(odd), odd);
  });

  test('a stack of our code alone has no frames', () => {
    assert.equal(map(`Error: x\n    at f (${ours}:1:1)`), 'Error: x');
  });
});

describe('what user code threw', () => {
  const same = (stack: string): string => stack;

  test('a mapper that fails costs the mapping, not the error', () => {
    const fails = (): string => {
      throw new Error('broken map');
    };
    const thrown = new Error('real');
    assert.equal(describeThrown(thrown, fails).stack, thrown.stack);
  });

  test('the code of a cause is the alternative name, before the class (manual: alternative error name)', () => {
    class Refused extends Error {
      code = 'REFUSED';
    }
    assert.equal(describeThrown(new Refused('x'), same).alternative, 'Refused');
    assert.equal(describeThrown(new Refused('x', { cause: { code: 'ECONNRESET' } }), same).alternative, 'ECONNRESET');
    assert.equal(describeThrown(new (class PaymentError extends Error {})('x'), same).alternative, 'PaymentError');
    assert.equal(describeThrown(new Error('x'), same).alternative, undefined);
  });

  test('an empty code is no name', () => {
    assert.equal(describeThrown(Object.assign(new TypeError('x'), { code: '' }), same).error, 'TypeError');
  });

  test('values are shown without calling their code', () => {
    const hostile = { toString: () => assert.fail('called'), toJSON: () => assert.fail('called'), a: 1 };
    assert.match(showValue(hostile), /a: 1/);
    assert.equal(showValue('x'.repeat(20), 5), 'xxxxx… (15 more characters)');
  });
});
