import { existsSync } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import type { WorkflowHash } from '../../../schemas/protocol/rest.ts';
import type { EngineClient } from '../../api/client/client.ts';
import { throwIfCancelled } from '../../base/cancel.ts';
import { DisposableStack } from '../../base/disposable.ts';
import { resourcePath } from '../../base/resources.ts';
import { stateHome } from '../../base/state-folder.ts';
import { CliError } from '../cli-error.ts';
import { asDocument, type Answer, type Cli, type GlobalOptions } from '../cli.ts';
import { printProblems } from '../commands/print-problems.ts';
import { progressText } from '../commands/project-access.ts';
import { exitCodes } from '../exit-codes.ts';
import { compareEnds, type ComparedEnd } from './compare-ends.ts';
import { startDemoEngine, type DemoEngine } from './demo-engine.ts';
import { startEndSystems, type EndSystems } from './end-systems.ts';
import { createLiveView } from './live-view.ts';
import { offerEditor } from './offer-editor.ts';
import { printNextThings } from './next-things.ts';
import { sendOrders } from './sent-orders.ts';
import { watchOrders } from './watch-orders.ts';

export interface DemoOptions extends GlobalOptions {
  readonly once?: boolean;
  readonly keep?: boolean;
}

/** Everything of the demo that runs and where. */
export interface Demo {
  readonly engine: DemoEngine;
  readonly systems: EndSystems;
  readonly project: string;
  readonly key: string;
  readonly stateHome: string;
}

const defaultKey = 'ordo-demo';

/** Engine, end systems, sample, orders: all of it, until Ctrl+C or, with `--once`, until the orders have ended. */
export async function runDemo(cli: Cli, options: DemoOptions): Promise<Answer> {
  const running = new DisposableStack();
  try {
    const demo = await startAll(cli, options, running);
    await deploySample(cli, demo);
    await startWorkflows(demo.engine.client);
    const ends = await runOrders(cli, demo);
    if (options.once !== true) await stay(cli, demo, ends);
    return answerOf(demo, ends);
  } finally {
    cli.out.progress('Stopping …');
    await running.dispose();
    cli.out.endProgress();
  }
}

async function startAll(cli: Cli, options: DemoOptions, running: DisposableStack): Promise<Demo> {
  const keep = options.keep === true;
  const place = {
    project:
      options.project === undefined ? resourcePath('extension', 'sample') : path.resolve(cli.cwd, options.project),
    key: options.key ?? defaultKey,
    stateHome: options.state === undefined ? defaultStateHome(cli) : path.resolve(cli.cwd, options.state),
  };
  cli.out.progress('Starting the end systems of the shop …');
  const systems = await startEndSystems(cli, place.project, place.stateHome);
  running.defer(() => (keep ? undefined : systems.stop()));
  cli.out.progress('Starting the engine …');
  const engine = await startDemoEngine(cli, { ...place, keep });
  running.defer(() => engine.stop());
  return { ...place, systems, engine };
}

/** In a checkout an ignored folder of it; in an installed product the user's own state folder. */
function defaultStateHome(cli: Cli): string {
  return existsSync(resourcePath('server', 'cli')) ? resourcePath('.ordo-dev') : stateHome(cli.env);
}

async function deploySample(cli: Cli, { engine, project: folder }: Demo): Promise<void> {
  const { loadProject } = await import('../../language/workspace/load-project.ts');
  const { deployProject, disposeDeploy } = await import('../../deploy/pipeline.ts');
  const project = await loadProject(folder, { signal: cli.signal });
  try {
    const { answer, problems } = await deployProject({
      project,
      client: engine.client,
      signal: cli.signal,
      onProgress: (step, detail) => cli.out.progress(progressText(step, detail)),
    });
    if (answer.installed) return;
    printProblems(cli, problems);
    throw new CliError('DEPLOY-ERROR', 'The sample was not deployed.', {
      remedy: 'Mend the problems above and start the demo again.',
      details: { problems: asDocument(problems) },
    });
  } finally {
    await disposeDeploy(project);
  }
}

/** A workflow that was stopped in an earlier demo must run for this one. */
async function startWorkflows(client: EngineClient): Promise<void> {
  const stopped = (await client.workflows()).filter((workflow: WorkflowHash) => workflow.exec_count === 0);
  for (const { workflowid } of stopped) await client.call('PUT', `workflows/${workflowid}?action=start`);
}

async function runOrders(cli: Cli, { engine, systems, project }: Demo): Promise<readonly ComparedEnd[]> {
  cli.out.progress('Sending the orders …');
  const sent = await sendOrders(cli, engine.client, path.join(project, 'orders'));
  cli.out.line(`${sent.length} orders are on their way.\n`);
  const orders = await watchOrders(cli, engine.client, sent, createLiveView(cli));
  throwIfCancelled(cli.signal, 'The demo');
  const ends = await compareEnds(engine.client, sent, orders, systems.dataFolder);
  printEnds(cli, ends);
  return ends;
}

function printEnds(cli: Cli, ends: readonly ComparedEnd[]): void {
  const wrong = ends.filter((end) => end.differences.length > 0);
  const right = ends.length - wrong.length;
  const all = wrong.length === 0 ? 'All' : `${right} of`;
  cli.out.line(
    `\n${cli.out.paint(wrong.length === 0 ? 'green' : 'red', `${all} ${ends.length} orders ended as their files say.`)}`,
  );
  for (const { file, workflow_instanceid: id, differences } of wrong) {
    cli.out.line(`  ${file} (order ${id}): ${differences.join('; ')}`);
  }
}

async function stay(cli: Cli, demo: Demo, ends: readonly ComparedEnd[]): Promise<void> {
  printNextThings(cli, demo, ends);
  await offerEditor(cli, demo.project);
  cli.out.note('Ctrl+C ends the demo.');
  if (!cli.signal.aborted) await once(cli.signal, 'abort');
}

function answerOf(demo: Demo, ends: readonly ComparedEnd[]): Answer {
  const isAsExpected = ends.every((end) => end.differences.length === 0);
  return {
    document: asDocument({ url: demo.engine.file.url, ok: isAsExpected, orders: ends }),
    print: () => undefined,
    exitCode: isAsExpected ? exitCodes.ok : exitCodes.orderFailed,
  };
}
