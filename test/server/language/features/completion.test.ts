import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { complete } from '../../../../server/language/features/completion/complete.ts';
import type { CompletionItem } from '../../../../server/language/features/completion/item.ts';
import { withMark } from '../../../support/feature-project.ts';
import type { ProjectTexts } from '../../../support/language-project.ts';

function itemsAt(written: string | ProjectTexts): Promise<readonly CompletionItem[]> {
  return withMark(written, ({ project, file, text, offset }) =>
    [...complete(project, file, text, offset)].sort((a, b) => (a.sortText < b.sortText ? -1 : 1)),
  );
}

async function labelsAt(written: string | ProjectTexts): Promise<readonly string[]> {
  return (await itemsAt(written)).map(({ label }) => label);
}

/** The text after the first item (or the one with the label) was taken; `$0` and stops stay as they are. */
async function taken(written: string | ProjectTexts, label?: string): Promise<string> {
  return withMark(written, ({ project, file, text, offset }) => {
    const items = [...complete(project, file, text, offset)].sort((a, b) => (a.sortText < b.sortText ? -1 : 1));
    const item = label === undefined ? items[0] : items.find((each) => each.label === label);
    assert.ok(item, `no ${label ?? 'item'} among ${items.map((each) => each.label).join(', ')}`);
    return text.slice(0, item.start) + item.insert + text.slice(item.end);
  });
}

const shop: ProjectTexts = {
  'pay.step.yaml': 'type: step\nname: pay\nversion: "1.0"\ndesc: Takes money.\nbase-class-name: NormalStep\n',
  'ship.step.yaml':
    'type: step\nname: ship\nversion: "2.0"\ndesc: Ships.\nbase-class-name: AsyncStep\nqueue: answers\n',
  'answers.queue.yaml': 'type: queue\nname: answers\ndesc: What the carrier says.\n',
  'landed.event.yaml': 'type: event\nname: landed\ndesc: A plane landed.\n',
  'shop.errors.yaml': 'type: errors\nname: shop\ndesc: Errors.\nerrors:\n  - name: BUSY\n    desc: Busy.\n',
  'pay.step.ts':
    "import { NormalStep } from 'ordo';\nexport class Pay extends NormalStep {\n  async primary() { throw new PayError('CARD-TIMEOUT'); }\n}\n",
};

describe('keys', () => {
  test('those that must be there come first, those that are there are left out', async () => {
    const labels = await labelsAt('type: step\nname: pay\n<|>\n');
    assert.equal(labels[0], 'version');
    assert.ok(labels.includes('queue') && !labels.includes('name') && !labels.includes('type'));
  });

  test('of an entry of a list, also on the line of its dash', async () => {
    assert.deepEqual((await labelsAt('type: errors\nerrors:\n  - na<|>\n')).slice(0, 2), ['name', 'desc']);
    const labels = await labelsAt('type: errors\nerrors:\n  - name: X\n    <|>\n');
    assert.equal(labels[0], 'desc');
    assert.ok(!labels.includes('name'));
  });

  test('of a hash in braces', async () => {
    assert.deepEqual(await labelsAt('type: workflow\nsteps:\n  - { step: a:1.0, <|>'), ['after']);
  });

  test('take over with their structure', async () => {
    assert.equal(await taken('type: step\nver<|>\n', 'version'), 'type: step\nversion: "${1:1.0}"$0\n');
    assert.equal(await taken('type: workflow\nste<|>\n', 'steps'), 'type: workflow\nsteps:\n  - $0\n');
    assert.match(await taken('type: job\nsched<|>\n', 'schedule'), /schedule:\n {2}minutes: \$\{1\}\n {2}hours: /);
  });

  test('replace a key without touching its value', async () => {
    assert.equal(await taken('type: step\nqu<|>: answers\n', 'queue'), 'type: step\nqueue: answers\n');
  });

  test('have documentation', async () => {
    const [version] = await itemsAt('type: step\nname: pay\nver<|>\n');
    assert.match(version?.documentation ?? '', /identify it/);
    assert.match(version?.detail ?? '', /required/);
  });
});

describe('values', () => {
  test('of an enumeration, without the older spelling', async () => {
    const labels = await labelsAt('type: step\nbase-class-name: <|>\n');
    assert.equal(labels.length, 8);
    assert.ok(labels.every((label) => !label.startsWith('Qorus')));
  });

  test('get the blank after the colon that is missing', async () => {
    assert.equal(await taken('type: step\nuser-interaction:<|>\n', 'true'), 'type: step\nuser-interaction: true\n');
  });

  test('keep the quotes that were begun, and replace the whole word', async () => {
    const written = { ...shop, 'new.step.yaml': "type: step\nqueue: 'an<|>y'\n" };
    assert.equal(await taken(written), "type: step\nqueue: 'answers'\n");
  });

  test('are in quotes where YAML would read them as something else', async () => {
    assert.equal(
      await taken('type: job\nschedule:\n  minutes: <|>\n', '*/5'),
      'type: job\nschedule:\n  minutes: "*/5"\n',
    );
    const odd = { 'n.queue.yaml': 'type: queue\nname: "007"\ndesc: x\n', 's.step.yaml': 'type: step\nqueue: <|>\n' };
    assert.equal(await taken(odd), 'type: step\nqueue: "007"\n');
  });

  test('nothing is offered in comments and block texts', async () => {
    assert.deepEqual(await labelsAt('type: step # <|>\n'), []);
    assert.deepEqual(await labelsAt('type: step\ndesc: |\n  some <|>\n'), []);
  });
});

describe('names of the project', () => {
  const inShop = (name: string, text: string): ProjectTexts => ({ ...shop, [name]: text });

  test('steps with their versions, those that the workflow has already last', async () => {
    const text = 'type: workflow\nname: w\nsteps:\n  - step: pay:1.0\n    after: []\n  - step: <|>\n';
    assert.deepEqual(await labelsAt(inShop('w.workflow.yaml', text)), ['ship:2.0', 'pay:1.0']);
  });

  test('steps in nested lists', async () => {
    const text = 'type: workflow\nname: w\nsteps:\n  - - "<|>\n';
    assert.equal(await taken(inShop('w.workflow.yaml', text)), 'type: workflow\nname: w\nsteps:\n  - - "pay:1.0"\n');
  });

  test('steps to wait for are those of this workflow, but not the step itself', async () => {
    const text =
      'type: workflow\nname: w\nsteps:\n  - step: pay:1.0\n    after: []\n  - step: ship:2.0\n    after: [<|>]\n';
    assert.deepEqual(await labelsAt(inShop('w.workflow.yaml', text)), ['pay']);
  });

  test('queues, events, sets of errors', async () => {
    assert.deepEqual(await labelsAt(inShop('x.step.yaml', 'type: step\nqueue: <|>\n')), ['answers']);
    assert.deepEqual(await labelsAt(inShop('x.step.yaml', 'type: step\nevent: <|>\n')), ['landed']);
    assert.deepEqual(await labelsAt(inShop('x.workflow.yaml', 'type: workflow\nerrors: <|>\n')), ['shop']);
  });

  test('classes of the code file, and errors that the code throws', async () => {
    assert.deepEqual(await labelsAt({ ...shop, 'pay.step.yaml': 'type: step\nname: pay\nclass-name: <|>\n' }), ['Pay']);
    const errors = 'type: errors\nname: e\nerrors:\n  - name: <|>\n';
    assert.deepEqual(await labelsAt(inShop('e.errors.yaml', errors)), ['CARD-TIMEOUT']);
  });

  test('an entry whose dash stands in the column of its key', async () => {
    const text =
      'type: workflow\nname: w\nstaticdata-type:\n  type: object\n  properties:\n    sku: { type: string }\n  required:\n  - <|>\n';
    assert.deepEqual(await labelsAt(inShop('w.workflow.yaml', text)), ['sku']);
  });

  test('keys of the static data for order keys', async () => {
    const text =
      'type: workflow\nname: w\nstaticdata-type:\n  type: object\n  properties:\n    sku: { type: string }\nkeylist:\n  - <|>\n';
    assert.deepEqual(await labelsAt(inShop('w.workflow.yaml', text)), ['sku']);
  });
});

describe('whole objects', () => {
  test('are offered in an empty file, of the kind that its name says', async () => {
    assert.deepEqual((await labelsAt({ ...shop, 'new.queue.yaml': '<|>' })).slice(0, 2), ['queue', 'type']);
    const text = await taken({ ...shop, 'new.queue.yaml': '<|>' }, 'queue');
    assert.equal(text, 'type: queue\nname: ${1:new}\ndesc: ${2:What arrives in this queue.}\n$0');
  });

  test("not in another program's file", async () => {
    assert.deepEqual(await labelsAt({ ...shop, 'compose.yaml': 'services:\n  a: 1\n<|>' }), []);
  });
});
