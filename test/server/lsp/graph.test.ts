import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  editorRequests,
  type GraphDetailsParams,
  type GraphEditParams,
  type GraphResult,
} from '../../../schemas/protocol/editor.ts';
import type {
  GraphDetails,
  GraphEditAnswer,
  GraphGesture,
  PaletteStep,
} from '../../../schemas/model/workflow-graph.ts';
import { LspClient } from './lsp-client.ts';
import { smallProject, workflowFile, workflowText } from './small-project.ts';

const parcel = 'type: step\nname: parcel\nversion: "1.0"\ndesc: Sends it.\nclass-name: Parcel\nqueue: answers\n';
const parcelCode =
  "import { AsyncStep } from 'ordo';\nexport class Parcel extends AsyncStep {\n  async primary() {}\n  async end() {}\n}\n";

async function started(t: Parameters<typeof smallProject>[0]): Promise<LspClient> {
  const { root, home } = smallProject(t, {
    'parcel.step.yaml': parcel,
    'parcel.step.ts': parcelCode,
    'answers.queue.yaml': 'type: queue\nname: answers\ndesc: Answers.\n',
  });
  const client = await LspClient.start(t, root, { home });
  await client.open(workflowFile, workflowText);
  return client;
}

function graphEdit(client: LspClient, version: number, gesture: GraphGesture): Promise<GraphEditAnswer> {
  const params: GraphEditParams = { uri: client.uri(workflowFile), version, gesture };
  return client.connection.sendRequest(editorRequests.graphEdit, params);
}

function graph(client: LspClient): Promise<GraphResult> {
  return client.connection.sendRequest(editorRequests.graph, { uri: client.uri(workflowFile) });
}

test('the graph of an open text, a gesture on it, and the graph of the text that this makes', async (t) => {
  const client = await started(t);
  const first = await graph(client);
  assert.ok(first.type === 'graph');
  assert.deepEqual(
    first.graph.steps.map(({ id, kind }) => [id, kind]),
    [['say-hello:1.0', 'normal']],
  );
  const add: GraphGesture = { type: 'add', step: 'parcel:1.0', after: ['say-hello:1.0'], before: [] };
  const answer = await graphEdit(client, first.version, add);
  const line = { line: 9, character: 0 };
  assert.deepEqual(answer, {
    type: 'edit',
    converted: false,
    files: [
      {
        uri: client.uri(workflowFile),
        edits: [{ range: { start: line, end: line }, text: '  - step: parcel:1.0\n    after: [say-hello]\n' }],
      },
    ],
  });
  const lines = workflowText.split('\n');
  lines.splice(9, 0, '  - step: parcel:1.0', '    after: [say-hello]');
  await client.change(workflowFile, lines.join('\n'), 2);
  const second = await graph(client);
  assert.ok(second.type === 'graph' && second.version === 2);
  assert.deepEqual(
    second.graph.steps.map(({ id, kind, queue, after }) => [id, kind, queue, after.map((edge) => edge.id)]),
    [
      ['say-hello:1.0', 'normal', undefined, []],
      ['parcel:1.0', 'async', 'answers', ['say-hello:1.0']],
    ],
  );
  const refusal = await graphEdit(client, 2, { type: 'connect', from: 'parcel:1.0', to: 'say-hello:1.0' });
  assert.match(refusal.type === 'refused' ? refusal.reason : '', /"parcel:1.0" waits for "say-hello:1.0" already/);
});

test('a gesture on another version of the text is refused, and a broken text has no graph but a place', async (t) => {
  const client = await started(t);
  await client.change(workflowFile, workflowText.replace('after: []', 'after: [}'), 2);
  const broken = await graph(client);
  assert.ok(broken.type === 'broken');
  assert.equal(broken.range.start.line, 8);
  await assert.rejects(graphEdit(client, 1, { type: 'make-explicit' }), /changed since/);
  const answer = await graphEdit(client, 2, { type: 'connect', from: 'say-hello:1.0', to: 'say-hello:1.0' });
  assert.equal(answer.type, 'refused');
});

test('the text of another side of a diff has its graph, in the project of its path', async (t) => {
  const client = await started(t);
  const uri = `${client.uri(workflowFile).replace('file://', 'git:')}?ref=HEAD`;
  const text = workflowText.replace('say-hello:1.0', 'parcel:1.0');
  const before: GraphResult = await client.connection.sendRequest(editorRequests.graph, { uri, text });
  assert.ok(before.type === 'graph' && before.version === 0);
  assert.deepEqual(
    before.graph.steps.map(({ id, kind }) => [id, kind]),
    [['parcel:1.0', 'async']],
  );
});

test('steps to choose from, and the fields and methods of a step and of the workflow', async (t) => {
  const client = await started(t);
  const uri = client.uri(workflowFile);
  const palette: readonly PaletteStep[] = await client.connection.sendRequest(editorRequests.graphPalette, { uri });
  assert.deepEqual(
    palette.map(({ id, kind, isUsed }) => [id, kind, isUsed]),
    [
      ['parcel:1.0', 'async', false],
      ['say-hello:1.0', 'normal', true],
    ],
  );
  const detailsOf = (params: GraphDetailsParams): Promise<GraphDetails> =>
    client.connection.sendRequest(editorRequests.graphDetails, params);
  const step = await detailsOf({ uri, step: 'parcel:1.0' });
  assert.deepEqual(
    step.methods.map(({ name, range }) => [name, range.start.line]),
    [
      ['primary', 2],
      ['end', 3],
    ],
  );
  const queue = step.fields.find(({ key }) => key === 'queue');
  assert.deepEqual([queue?.type, queue?.choices, queue?.value], ['choice', ['answers'], 'answers']);
  const workflow = await detailsOf({ uri });
  assert.equal(workflow.fields.find(({ key }) => key === 'autostart')?.value, 1);
  const change = await graphEdit(client, 1, { type: 'set', step: 'parcel:1.0', key: 'desc', value: 'Sends: it' });
  assert.deepEqual(change.type === 'edit' ? change.files.map(({ uri: file }) => file) : [], [
    client.uri('parcel.step.yaml'),
  ]);
});
