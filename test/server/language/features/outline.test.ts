import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { applied, formatEdits } from '../../../../server/language/features/format/format.ts';
import { documentSymbols, type OutlineSymbol } from '../../../../server/language/features/outline/document-symbols.ts';
import { foldsOf } from '../../../../server/language/features/outline/folding.ts';
import { inlayHints } from '../../../../server/language/features/outline/inlay-hints.ts';
import { lensesOf } from '../../../../server/language/features/outline/lenses.ts';
import { semanticTokens } from '../../../../server/language/features/outline/semantic-tokens.ts';
import { workspaceSymbols } from '../../../../server/language/features/outline/workspace-symbols.ts';
import { withMark } from '../../../support/feature-project.ts';
import type { ProjectTexts } from '../../../support/language-project.ts';

const texts: ProjectTexts = {
  'w.workflow.yaml': `<|>type: workflow
name: w
version: "1.0"
# what it is
# good for
desc: d
steps:
  - step: a:1.0
    after: []
  - step: b:1.0
    after: [a]
  - step: c:1.0
    after: [b]
`,
  'a.step.yaml': 'type: step\nname: a\nversion: "1.0"\nbase-class-name: NormalStep\n',
  'b.step.yaml': 'type: step\nname: b\nversion: "1.0"\nbase-class-name: AsyncStep\nqueue: q\n',
};

test('the outline shows keys and steps by name', async () => {
  await withMark(texts, ({ project, file }) => {
    const yaml = project.workspace.files.get(file) ?? assert.fail();
    const line = (symbol: OutlineSymbol): string =>
      `${symbol.name}${symbol.detail === undefined ? '' : ` (${symbol.detail})`}`;
    const symbols = documentSymbols(yaml);
    assert.deepEqual(symbols.map(line), ['type (workflow)', 'name (w)', 'version (1.0)', 'desc (d)', 'steps']);
    assert.deepEqual(symbols[4]?.children.map(line), ['a:1.0', 'b:1.0 (after a)', 'c:1.0 (after b)']);
  });
});

test('folds are hashes, lists and comments of several lines', async () => {
  await withMark(texts, ({ project, file }) => {
    const folds = foldsOf(project.workspace.files.get(file) ?? assert.fail());
    assert.deepEqual(
      folds.map(({ from, to }) => [from, to]),
      [
        [3, 4],
        [6, 12],
        [7, 8],
        [9, 10],
        [11, 12],
      ],
    );
  });
});

test('a hint says the segment where there is more than one', async () => {
  await withMark(texts, ({ project, file, text }) => {
    const hints = inlayHints(project, file, 0, text.length).map(({ text: shown }) => shown);
    assert.deepEqual(hints, ['segment 0', 'segment 0', 'segment 1']);
  });
});

test('lenses: what can be done with a workflow, uses of a step', async () => {
  await withMark(texts, ({ project, file, absolute }) => {
    assert.deepEqual(
      lensesOf(project, file).map(({ does }) => does),
      ['run', 'debug', 'graph', 'deploy'],
    );
    const ofStep = lensesOf(project, absolute('a.step.yaml'));
    assert.deepEqual(
      ofStep.map(({ does, uses }) => [does, uses?.length]),
      [
        ['deploy', undefined],
        ['references', 2],
      ],
    );
  });
});

test('a name that nothing answers is marked', async () => {
  await withMark(texts, ({ project, file }) => {
    const missing = semanticTokens(project, file).filter(({ isMissing }) => isMissing);
    assert.equal(missing.length, 1, 'c:1.0 is nowhere');
  });
});

test('symbols of the workspace are found by letters in their order', async () => {
  await withMark(texts, ({ project }) => {
    assert.deepEqual(
      workspaceSymbols(project, 'b1').map(({ name }) => name),
      ['b:1.0'],
    );
    assert.equal(workspaceSymbols(project, '').length, 3);
  });
});

describe('formatting', () => {
  const formatted = (text: string): string => applied(text, formatEdits('x.yaml', text));

  test('puts white space in order and keeps all else', () => {
    const text =
      '\ntype:   workflow  \nname: "w"   # the name \n\n\n\nsteps:\n  -   "a:1.0"\n  - - x:1\n    -   y:1\ndesc: |\n  a  \n\n\n  b   \nend: 1';
    assert.equal(
      formatted(text),
      'type: workflow\nname: "w"   # the name\n\nsteps:\n  - "a:1.0"\n  - - x:1\n    - y:1\ndesc: |\n  a  \n\n\n  b   \nend: 1\n',
    );
  });

  test('keeps the line ends of Windows', () => {
    assert.equal(formatted('type:  queue\r\nname: q  \r\n'), 'type: queue\r\nname: q\r\n');
  });

  test('a second time changes nothing', () => {
    const once = formatted('a:   1\n\n\nb:   [ 1,2 ]  \n');
    assert.equal(formatted(once), once);
  });

  test('leaves a broken text alone', () => {
    assert.deepEqual(formatEdits('x.yaml', 'a:   [1\nb: 2  \n'), []);
  });
});
