import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { editWorkflow } from '../../../../server/language/edits/edit-workflow.ts';
import { applyEdits, invertEdits } from '../../../../server/language/edits/text-edits.ts';
import { graphOf } from '../../../../server/language/edits/verify.ts';
import { readYaml } from '../../../../server/language/yaml/read-yaml.ts';
import { drawnGesture, gestureFor, meantGraph, type PlainGraph } from './random-gestures.ts';
import { checkLines } from './untouched-lines.ts';
import { fixSeed } from '../../../support/fixed-seed.ts';

fixSeed('ORDO_GRAPH_GESTURES');

const folder = path.resolve(import.meta.dirname, '../../../fixtures/graph-edits');
const corpus = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]),
);
/** 10,000 and more with ORDO_GRAPH_GESTURES=10000. */
const gestures = Number(process.env['ORDO_GRAPH_GESTURES'] ?? 600);
const inTurn = 4;

function plainGraph(text: string): PlainGraph {
  return new Map(graphOf(readYaml(text)).steps.map(({ identity, after }) => [identity, new Set<string>(after)]));
}

test('the corpus is read without errors', () => {
  for (const [name, text] of corpus) assert.deepEqual(readYaml(text).faults, [], name);
  assert.ok(corpus.size >= 25);
  assert.match(corpus.get('crlf.yaml') ?? '', /\r\n/);
});

test('random gestures: the graph that was meant, every other line as it was, undo to the byte', () => {
  const drawn = fc.tuple(
    fc.constantFrom(...corpus.keys()),
    fc.array(drawnGesture, { minLength: inTurn, maxLength: inTurn }),
  );
  let done = 0;
  fc.assert(
    fc.property(drawn, ([name, list]) => {
      let text = corpus.get(name) ?? '';
      for (const each of list) {
        const before = plainGraph(text);
        const gesture = gestureFor(before, each);
        const meant = meantGraph(before, gesture);
        const document = readYaml(text);
        const edit = editWorkflow(document, [gesture]);
        const told = `${name}: ${JSON.stringify(gesture)}\n${text}`;
        if (edit.type === 'refused') {
          // A form that only a program would write may refuse, never damage.
          assert.ok(
            meant === undefined || rarelyRefuses.has(name) || isForm(gesture.type, text),
            `${edit.reason}\n${told}`,
          );
          continue;
        }
        assert.ok(meant, `done although impossible\n${told}`);
        const result = applyEdits(text, edit.edits);
        assert.deepEqual(sorted(plainGraph(result)), sorted(meant), `${told}\n----\n${result}`);
        assert.deepEqual(readYaml(result).faults, [], `${told}\n----\n${result}`);
        assert.equal(applyEdits(result, invertEdits(text, edit.edits)), text);
        checkLines({ text, result, before, meant, gesture, converted: edit.converted });
        text = result;
        done += 1;
      }
    }),
    { numRuns: Math.ceil(gestures / inTurn) },
  );
  assert.ok(done > gestures / 3, `only ${done} gestures were possible`);
});

test('several gestures in one give the graph that they give one after another', () => {
  const drawn = fc.tuple(fc.constantFrom(...corpus.keys()), fc.array(drawnGesture, { minLength: 2, maxLength: 5 }));
  fc.assert(
    fc.property(drawn, ([name, list]) => {
      const text = corpus.get(name) ?? '';
      let graph: PlainGraph = plainGraph(text);
      const possible = list.flatMap((each) => {
        const gesture = gestureFor(graph, each);
        const meant = meantGraph(graph, gesture);
        if (meant === undefined || gesture.type === 'make-explicit') return [];
        graph = meant;
        return [gesture];
      });
      const edit = editWorkflow(readYaml(text), [{ type: 'several', gestures: possible }]);
      if (edit.type === 'refused') return assert.ok(rarelyRefuses.has(name), `${edit.reason} ${name}`);
      const result = applyEdits(text, edit.edits);
      const told = `${name}: ${JSON.stringify(possible)}\n${text}\n----\n${result}`;
      assert.deepEqual(sorted(plainGraph(result)), sorted(graph), told);
      assert.equal(applyEdits(result, invertEdits(text, edit.edits)), text);
    }),
    { numRuns: Math.ceil(gestures / 6) },
  );
});

const rarelyRefuses: ReadonlySet<string> = new Set(['folded.yaml', 'merge.yaml']);

/** Explicit edges cannot become explicit again. */
function isForm(type: string, text: string): boolean {
  return type === 'make-explicit' && graphOf(readYaml(text)).form !== 'nested';
}

function sorted(graph: PlainGraph): readonly (readonly [string, readonly string[]])[] {
  return [...graph].map(([id, after]) => [id, [...after].sort()] as const).sort(([a], [b]) => (a < b ? -1 : 1));
}
