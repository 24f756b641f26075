import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hoverAt } from '../../../../server/language/features/hover/hover.ts';
import { definitionAt } from '../../../../server/language/features/navigation/definition.ts';
import { referencesAt } from '../../../../server/language/features/navigation/references.ts';
import {
  problemWithNewName,
  renameEdits,
  renameTarget,
} from '../../../../server/language/features/navigation/rename.ts';
import { applied } from '../../../../server/language/features/format/format.ts';
import { withMark, type Marked } from '../../../support/feature-project.ts';
import type { ProjectTexts } from '../../../support/language-project.ts';

const pay = `import { NormalStep, type OrderOf } from 'ordo';

export class Pay extends NormalStep {
  async primary(order: OrderOf<'pay'>) {
    if (order.configItems.url === '') order.stepError('CARD-TIMEOUT');
  }
}
`;

const shop: ProjectTexts = {
  'shop.workflow.yaml': `type: workflow
name: shop
version: "1.0"
desc: Shop.
errors: shop
steps:
  - step: pay:1.0 # first the money
    after: []
  - step: "ship:1.0"
    after: [pay]
`,
  'nested.workflow.yaml':
    'type: workflow\nname: nested\nversion: "1.0"\ndesc: n\nsteps:\n  - pay:1.0\n  - - "ship:1.0"\n',
  'pay.step.yaml':
    'type: step\nname: pay\nversion: "1.0"\ndesc: Takes the money.\nclass-name: Pay\nbase-class-name: NormalStep\nconfig-items:\n  - name: url\n    type: string\n    description: Where the bank is.\n',
  'pay.step.ts': pay,
  'ship.step.yaml':
    'type: step\nname: ship\nversion: "1.0"\ndesc: Ships.\nbase-class-name: AsyncStep\nqueue: answers\nclass-name: Ship\n',
  'answers.queue.yaml': "type: queue\nname: 'answers'\ndesc: What the carrier says.\n",
  'shop.errors.yaml':
    'type: errors\nname: shop\ndesc: Errors.\nerrors:\n  - name: CARD-TIMEOUT\n    desc: Too slow.\n    status: RETRY\n    retry-delay: 30\n',
};

/** Sets the mark before a word of one of the shop's texts. */
function markedAt(name: string, word: string): ProjectTexts {
  const text = shop[name] ?? '';
  assert.ok(text.includes(word), `${word} in ${name}`);
  return { ...shop, [name]: text.replace(word, `<|>${word}`) };
}

/** Places as `file: text`, in order. */
function shown({ project, name }: Marked, places: readonly { file: string; start: number; end: number }[]): string[] {
  return places.map(({ file, start, end }) => {
    const text = project.workspace.files.get(file)?.document.text ?? project.codeText(file) ?? '';
    const line = text.slice(0, start).split('\n').length;
    return `${name(file)}:${line} ${text.slice(start, end)}`;
  });
}

const definition = (texts: ProjectTexts): Promise<string[]> =>
  withMark(texts, (marked) => shown(marked, definitionAt(marked.project, marked.file, marked.offset)));

describe('definition', () => {
  test('of a step, from both written forms and from `after`', async () => {
    const step = ['pay.step.yaml:2 pay'];
    assert.deepEqual(await definition(markedAt('shop.workflow.yaml', 'pay:1.0')), step);
    assert.deepEqual(await definition(markedAt('shop.workflow.yaml', 'pay]')), step);
    assert.deepEqual(await definition(markedAt('nested.workflow.yaml', 'pay:1.0')), step);
  });

  test('of queues, sets of errors, and the class of a step', async () => {
    assert.deepEqual(await definition(markedAt('ship.step.yaml', 'answers')), ['answers.queue.yaml:2 answers']);
    assert.deepEqual(await definition(markedAt('shop.workflow.yaml', 'shop\nsteps')), ['shop.errors.yaml:2 shop']);
    assert.deepEqual(await definition(markedAt('pay.step.yaml', 'Pay\n')), ['pay.step.ts:3 Pay']);
  });

  test('from TypeScript to YAML: step, error, configuration item, class', async () => {
    assert.deepEqual(await definition(markedAt('pay.step.ts', "pay'>")), ['pay.step.yaml:2 pay']);
    assert.deepEqual(await definition(markedAt('pay.step.ts', 'CARD-TIMEOUT')), ['shop.errors.yaml:5 CARD-TIMEOUT']);
    assert.deepEqual(await definition(markedAt('pay.step.ts', 'url')), ['pay.step.yaml:8 url']);
    assert.deepEqual(await definition(markedAt('pay.step.ts', 'Pay extends')), ['pay.step.yaml:5 Pay']);
  });

  test('on the definition of a step itself leads to its class', async () => {
    assert.deepEqual(await definition(markedAt('pay.step.yaml', 'pay\nversion')), ['pay.step.ts:3 Pay']);
  });

  test('nowhere for a word that means nothing', async () => {
    assert.deepEqual(await definition(markedAt('pay.step.yaml', 'Takes')), []);
  });
});

describe('references', () => {
  test('of a step: workflows in both forms, `after`, TypeScript', async () => {
    const found = await withMark(markedAt('pay.step.yaml', 'pay\nversion'), (marked) =>
      shown(marked, referencesAt(marked.project, marked.file, marked.offset, { withDefinition: false })),
    );
    assert.deepEqual(found, [
      'nested.workflow.yaml:6 pay',
      'shop.workflow.yaml:7 pay',
      'shop.workflow.yaml:10 pay',
      'pay.step.ts:4 pay',
    ]);
  });

  test('of a class in TypeScript are those of its step, too', async () => {
    const found = await withMark(markedAt('pay.step.ts', 'Pay extends'), (marked) =>
      shown(marked, referencesAt(marked.project, marked.file, marked.offset, { withDefinition: false })),
    );
    assert.ok(found.includes('pay.step.yaml:5 Pay') && found.includes('shop.workflow.yaml:7 pay'));
  });
});

/** The files that a rename changes, as they are after it. */
async function renamed(texts: ProjectTexts, name: string): Promise<Readonly<Record<string, string>>> {
  return withMark(texts, ({ project, file, offset, name: nameOf }) => {
    const found = renameTarget(project, file, offset);
    assert.ok(found, 'nothing to rename here');
    assert.equal(problemWithNewName(project, found.target, name), undefined);
    const edits = renameEdits(project, found.target, name);
    const files = [...new Set(edits.map((edit) => edit.file))];
    return Object.fromEntries(
      files.map((each) => {
        const text = project.workspace.files.get(each)?.document.text ?? project.codeText(each) ?? '';
        return [
          nameOf(each),
          applied(
            text,
            edits.filter((edit) => edit.file === each),
          ),
        ];
      }),
    );
  });
}

describe('rename', () => {
  test('of a step changes every mention, keeps comments and quotes, and leaves versions alone', async () => {
    const after = await renamed(markedAt('shop.workflow.yaml', 'pay:1.0'), 'charge');
    assert.deepEqual(Object.keys(after).sort(), [
      'nested.workflow.yaml',
      'pay.step.ts',
      'pay.step.yaml',
      'shop.workflow.yaml',
    ]);
    assert.match(after['shop.workflow.yaml'] ?? '', /step: charge:1\.0 # first the money\n/);
    assert.match(after['shop.workflow.yaml'] ?? '', /after: \[charge\]/);
    assert.match(after['pay.step.ts'] ?? '', /OrderOf<'charge'>/);
    assert.match(after['pay.step.yaml'] ?? '', /name: charge\n/);
  });

  test('of a queue keeps the quotes it has, and gets those that it needs', async () => {
    const after = await renamed(markedAt('ship.step.yaml', 'answers'), '123');
    assert.match(after['answers.queue.yaml'] ?? '', /name: '123'\n/);
    assert.match(after['ship.step.yaml'] ?? '', /queue: "123"\n/);
  });

  test('of an error from TypeScript', async () => {
    const after = await renamed(markedAt('pay.step.ts', 'CARD-TIMEOUT'), 'CARD-SLOW');
    assert.match(after['shop.errors.yaml'] ?? '', /name: CARD-SLOW\n/);
    assert.match(after['pay.step.ts'] ?? '', /stepError\('CARD-SLOW'\)/);
  });

  test('to a name that is taken or cannot be is refused with a sentence', async () => {
    await withMark(markedAt('shop.workflow.yaml', 'pay:1.0'), ({ project, file, offset }) => {
      const { target } = renameTarget(project, file, offset) ?? assert.fail();
      assert.match(problemWithNewName(project, target, 'ship') ?? '', /already/);
      assert.match(problemWithNewName(project, target, 'a:b') ?? '', /begins with/);
    });
  });

  test('of what only TypeScript knows is not ours', async () => {
    await withMark(markedAt('pay.step.ts', 'primary'), ({ project, file, offset }) => {
      assert.equal(renameTarget(project, file, offset), undefined);
    });
  });
});

const hover = (texts: ProjectTexts): Promise<string> =>
  withMark(texts, ({ project, file, offset }) => (hoverAt(project, file, offset)?.paragraphs ?? []).join('\n'));

describe('hover', () => {
  test('on a step: type, description, segment, users', async () => {
    assert.equal(
      await hover(markedAt('shop.workflow.yaml', 'pay:1.0')),
      [
        '**pay:1.0**',
        'step · NORMAL',
        'Takes the money.',
        'Segment 0',
        'Used by workflow `nested:1.0`, workflow `shop:1.0`, `pay.step.ts`',
      ].join('\n'),
    );
    assert.match(await hover(markedAt('shop.workflow.yaml', 'ship:1.0')), /ASYNC · queue: `answers`/);
  });

  test('on an error in TypeScript: how it is treated', async () => {
    assert.match(await hover(markedAt('pay.step.ts', 'CARD-TIMEOUT')), /MAJOR · RETRY, again after 30 s/);
  });

  test('on a key: what the schema says', async () => {
    assert.match(await hover(markedAt('shop.errors.yaml', 'retry-delay')), /Retry delay.*integer[^]*recover_delay/);
  });

  test('on a reference that nothing answers', async () => {
    const texts = { 'a.step.yaml': 'type: step\nname: a\nversion: "1.0"\nqueue: <|>nowhere\n' };
    assert.match(await hover(texts), /There is no queue of this name/);
  });
});
