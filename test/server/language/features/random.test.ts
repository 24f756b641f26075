import fc from 'fast-check';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complete } from '../../../../server/language/features/completion/complete.ts';
import { applied, formatEdits } from '../../../../server/language/features/format/format.ts';
import { hoverAt } from '../../../../server/language/features/hover/hover.ts';
import { definitionAt } from '../../../../server/language/features/navigation/definition.ts';
import { referencesAt } from '../../../../server/language/features/navigation/references.ts';
import { renameEdits, renameTarget } from '../../../../server/language/features/navigation/rename.ts';
import { documentSymbols } from '../../../../server/language/features/outline/document-symbols.ts';
import { foldsOf } from '../../../../server/language/features/outline/folding.ts';
import { inlayHints } from '../../../../server/language/features/outline/inlay-hints.ts';
import { lensesOf } from '../../../../server/language/features/outline/lenses.ts';
import { semanticTokens } from '../../../../server/language/features/outline/semantic-tokens.ts';
import { fixesFor } from '../../../../server/language/features/quick-fixes/fixes-for.ts';
import { refactoringsAt } from '../../../../server/language/features/quick-fixes/refactorings.ts';
import { CodeTexts, type FeatureProject } from '../../../../server/language/features/feature-project.ts';
import { LineIndex } from '../../../../server/language/yaml/line-index.ts';
import { withProject } from '../../../support/language-project.ts';

const runs = Number(process.env['ORDO_RANDOM_RUNS'] ?? 60);

const texts: Readonly<Record<string, string>> = {
  'w.workflow.yaml':
    'type: workflow\nname: w\nversion: "1.0"\ndesc: >\n  some\n  text\nerrors: e\nkeylist: [a, b]\nsteps:\n  - step: a:1.0 # x\n    after: []\n  - { step: "b:1.0", after: [a] }\nstaticdata-type:\n  type: object\n  properties:\n    a: { type: string }\n',
  'n.workflow.yaml': 'type: workflow\nname: n\nversion: "1.0"\ndesc: d\nsteps:\n- a:1.0\n- - b:1.0\n  - - a:1.0\n',
  'a.step.yaml':
    'type: step\r\nname: a\r\nversion: "1.0"\r\nclass-name: A\r\nbase-class-name: NormalStep\r\nconfig-items:\r\n  - name: url\r\n',
  'b.step.yaml':
    'type: step\nname: b\nversion: "1.0"\nbase-class-name: AsyncStep\nqueue: &q nowhere\ntags: { x: *q }\n',
  'e.errors.yaml': 'type: errors\nname: e\ndesc: d\nerrors:\n  - name: X\n    status: RETRY\n',
  'j.job.yaml': 'type: job\nname: j\nversion: 1.0\nschedule:\n  minutes: "*/5"\n',
  'a.step.ts':
    "import { NormalStep, type OrderOf } from 'ordo';\nexport class A extends NormalStep {\n  async primary(order: OrderOf<'a'>) { order.stepError('X'); }\n}\n",
};
const names = Object.keys(texts);

/** Pieces that break a text, or mend it. */
const pieces = fc.constantFrom(
  '',
  ' ',
  '\n',
  '\r\n',
  '\t',
  ':',
  ': ',
  '- ',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '#',
  '|',
  '&a ',
  '*a',
  '<<: ',
  'step',
  'type: ',
  'é',
  '😀',
  '\uFEFF',
  '!!set ',
  '? ',
  '---\n',
);

const edits = fc.array(
  fc.record({ file: fc.nat(names.length - 1), at: fc.nat(400), remove: fc.nat(12), piece: pieces }),
  { maxLength: 6 },
);

test('nothing throws, whatever is typed and wherever one looks', async () => {
  await withProject(texts, async (project) => {
    const codes = new CodeTexts();
    const features = await codes.open(project.workspace);
    await fc.assert(
      fc.asyncProperty(edits, fc.array(fc.nat(400), { minLength: 1, maxLength: 4 }), async (changes, offsets) => {
        const now: Record<string, string> = { ...texts };
        for (const { file, at, remove, piece } of changes) {
          const name = names[file] ?? '';
          const text = now[name] ?? '';
          now[name] = text.slice(0, at) + piece + text.slice(at + remove);
        }
        for (const [name, text] of Object.entries(now)) {
          project.updateFile(`${project.root}/${name}`, text);
          codes.set(`${project.root}/${name}`, text);
        }
        for (const [name, text] of Object.entries(now))
          for (const offset of offsets) lookEverywhere(features, `${project.root}/${name}`, text, offset);
        for (const problem of await project.check({ skipTypeScript: true })) {
          if (problem.file === undefined || !problem.range) continue;
          const text = now[problem.file] ?? '';
          const lines = new LineIndex(text);
          const place = { start: lines.offset(problem.range.start), end: lines.offset(problem.range.end) };
          const file = `${project.root}/${problem.file}`;
          for (const fix of fixesFor({
            project: features,
            file,
            text,
            problem: { code: problem.code, ...place, data: problem.data ?? {} },
          }))
            for (const edit of fix.edit.edits)
              within(edit, texts[problem.file] === undefined ? '' : (now[problem.file] ?? ''), edit.file === file);
        }
      }),
      { numRuns: runs },
    );
  });
});

function lookEverywhere(project: FeatureProject, file: string, text: string, offset: number): void {
  for (const item of complete(project, file, text, offset)) within(item, text, true);
  const hover = hoverAt(project, file, offset);
  if (hover) within(hover, text, true);
  definitionAt(project, file, offset);
  referencesAt(project, file, offset, { withDefinition: true });
  const target = renameTarget(project, file, offset);
  if (target) for (const edit of renameEdits(project, target.target, 'other')) within(edit, text, edit.file === file);
  refactoringsAt(project, file, offset);
  lensesOf(project, file);
  inlayHints(project, file, 0, text.length);
  for (const token of semanticTokens(project, file)) within(token, text, true);
  const yaml = project.workspace.files.get(file);
  if (!yaml) return;
  documentSymbols(yaml);
  foldsOf(yaml);
  const tidy = applied(text, formatEdits(file, text));
  assert.equal(applied(tidy, formatEdits(file, tidy)), tidy, 'formatting twice is formatting once');
}

function within({ start, end }: { start: number; end: number }, text: string, isHere: boolean): void {
  assert.ok(start >= 0 && start <= end && (!isHere || end <= text.length), `${start}-${end} of ${text.length}`);
}
