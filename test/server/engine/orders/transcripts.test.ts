import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import type { ErrorStatus } from '../../../../schemas/model/errors.ts';
import type { OrderId } from '../../../../schemas/model/ids.ts';
import type { StepCall } from '../../../../server/isolation/runner-host.ts';
import { startEngine } from '../../../support/conformance.ts';
import { type EngineHarness, tester } from '../../../support/engine-harness.ts';
import { checkGoldenText } from '../../../support/golden-text.ts';
import { EndsAs, StepError } from '../../../support/scripted-runner.ts';
import { transcriptOf } from '../../../support/transcript.ts';

/**
 * Each file is a story: what is deployed, what the steps do, what happens, and below the line the order's transcript.
 * `UPDATE_GOLDEN=1` writes the part below the line.
 */
const folder = path.join(import.meta.dirname, 'transcripts');

for (const name of readdirSync(folder)) {
  test(`transcript: ${path.parse(name).name.replaceAll('-', ' ')}`, async (t) => {
    const file = path.join(folder, name);
    const [head = ''] = readFileSync(file, 'utf8').split(/^---\n/m);
    checkGoldenText(file, `${head}---\n${await play(t, head)}`);
  });
}

/** Lines of a story's head: `steps:`, `error:`, `do:` (what a call does), then `run`, `pass: N`, and actions by name. */
async function play(t: TestContext, head: string): Promise<string> {
  const lines = head.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const of = (key: string): string[] =>
    lines.filter((line) => line.startsWith(`${key}:`)).map((line) => line.slice(key.length + 1).trim());
  const deeds = new Map(of('do').map((text) => text.split(' -> ') as [string, string]));
  const steps = of('steps').flatMap((text) => text.split(/; */));
  const methods = steps.flatMap((step) => {
    const stepName = step.replace(/[!\s].*$/, '');
    return [stepName, `${stepName}.validation`];
  });
  const harness = await startEngine(t, {
    script: Object.fromEntries(methods.map((method) => [method, (call: StepCall) => perform(deeds, call)])),
  });
  await harness.deploy({ steps, errors: of('error').map(errorOf) });
  const orderId = await harness.run();
  for (const line of lines) await happen(harness, orderId, line);
  const rows = await harness.engine.orders.history(orderId, { after: 0, limit: 1000 });
  return transcriptOf('order 1', rows);
}

function errorOf(text: string): { error: string; status: ErrorStatus; retryDelaySeconds?: number } {
  const [error = '', status, delay] = text.split(' ');
  const retryDelay = delay === undefined ? {} : { retryDelaySeconds: Number(delay) };
  return { error, status: status as ErrorStatus, ...retryDelay };
}

/** `pay#1 -> throws CARD-TIMEOUT`, `pay.validation#2 -> returns COMPLETE`, `pay#1 -> is lost`. */
function perform(deeds: ReadonlyMap<string, string>, call: StepCall): unknown {
  const method = call.method === 'primary' ? '' : `.${call.method}`;
  const deed = deeds.get(`${call.order.step.name}${method}#${call.order.attempt}`);
  if (deed?.startsWith('throws ') === true) throw new StepError(deed.slice('throws '.length));
  if (deed === 'is lost') throw new EndsAs({ kind: 'lost', reason: 'exited', detail: 'exit code 1' });
  return deed?.startsWith('returns ') === true ? deed.slice('returns '.length) : undefined;
}

async function happen(harness: EngineHarness, orderId: OrderId, line: string): Promise<void> {
  const { orders } = harness.engine;
  if (line.startsWith('pass:')) await harness.pass(Number(line.slice('pass:'.length)));
  const actions: Readonly<Record<string, () => Promise<unknown>>> = {
    retry: () => orders.retry(orderId, tester),
    cancel: () => orders.cancel(orderId, tester),
    uncancel: () => orders.uncancel(orderId, tester),
    block: () => orders.block(orderId, tester),
  };
  await actions[line]?.();
  await harness.settle();
}
