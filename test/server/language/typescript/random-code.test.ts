import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { withProject } from '../../../support/language-project.ts';

const code = `import { NormalStep, type OrderOf } from 'ordo';
import { price } from './price.ts';
/** @param order {OrderOf} */
export class Pay<T extends { a: number }> extends NormalStep {
  static #count = 0;
  @log accessor x = 1;
  override async primary(order: OrderOf<'pay'>): Promise<void> {
    for await (const each of [1, 2]) await order.dynamicData.update({ [\`k\${each}\`]: price?.(each) ?? /x+/u });
  }
  validation = () => 'RETRY' as const;
}
export default Pay;
`;
const words = code.match(/\w+|\s+|[^\w\s]/g) ?? [];

const edit = fc.record({
  at: fc.nat(words.length - 1),
  remove: fc.nat(4),
  insert: fc.array(fc.oneof(fc.constantFrom(...new Set(words)), fc.string({ maxLength: 3 })), { maxLength: 4 }),
});

test('no code makes the check throw, and every problem has its place in a file', () =>
  withProject({ 'pay.step.yaml': 'type: step\nname: pay\nversion: "1.0"\n', 'pay.step.ts': code }, (project) =>
    fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 6 }), async (edits) => {
        const text = [...words];
        for (const { at, remove, insert } of edits) text.splice(at, remove, ...insert);
        project.updateFile(path.join(project.root, 'pay.step.ts'), text.join(''));
        for (const { file, range, message } of await project.check()) {
          assert.ok(file !== undefined && range !== undefined, message);
          assert.ok(range.start.line <= range.end.line);
        }
      }),
      { numRuns: 300 },
    ),
  ));
