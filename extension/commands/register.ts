import * as vscode from 'vscode';
import type { Ordo } from '../ordo.ts';
import { deployAll, deployFile, deploySelection } from './deploy.ts';
import { engineMenu, restartEngine, startEngine, stopEngine } from './engine.ts';
import { reportFailure } from './failure.ts';
import { openGraph, openGraphText, showOrderOnGraph } from './graph.ts';
import { showEngineOutput, showLog } from './logs.ts';
import { newProject } from './new-project.ts';
import { newObject, newStep } from './new-object.ts';
import { newWorkflow } from './new-workflow.ts';
import { openCode, openObject } from './open-object.ts';
import { cancelOrder, retryOrder, showOrder } from './orders.ts';
import { runJob } from './run-job.ts';
import { runOrder } from './run-order.ts';
import { debugOrder } from '../debug/debug-order.ts';
import { createFiles } from './create-files.ts';
import { showReferences } from './show-references.ts';
import { startWorkflow } from './start-workflow.ts';

type Command = (ordo: Ordo, ...args: unknown[]) => Promise<void>;

/** Every command of the extension; a new one is a row here and one in the manifest. */
const commands: Readonly<Record<string, Command>> = {
  'ordo.newProject': newProject,
  'ordo.newWorkflow': newWorkflow,
  'ordo.newStep': newStep,
  'ordo.newObject': newObject,
  'ordo.showReferences': showReferences,
  'ordo.createFiles': createFiles,
  'ordo.startEngine': startEngine,
  'ordo.stopEngine': stopEngine,
  'ordo.restartEngine': restartEngine,
  'ordo.engineMenu': engineMenu,
  'ordo.deployFile': deployFile,
  'ordo.deploySelection': deploySelection,
  'ordo.deployAll': deployAll,
  'ordo.runOrder': runOrder,
  'ordo.debugOrder': debugOrder,
  'ordo.startWorkflow': startWorkflow,
  'ordo.runJob': runJob,
  'ordo.retryOrder': retryOrder,
  'ordo.cancelOrder': cancelOrder,
  'ordo.showOrder': showOrder,
  'ordo.showLog': showLog,
  'ordo.showEngineOutput': showEngineOutput,
  'ordo.openGraph': openGraph,
  'ordo.openGraphText': openGraphText,
  'ordo.showOrderOnGraph': showOrderOnGraph,
  'ordo.openObject': openObject,
  'ordo.openCode': openCode,
  'ordo.refresh': (ordo) => Promise.resolve(ordo.refreshEngineView()),
};

/** Registers all commands; what one of them throws is shown with a button that helps. */
export function registerCommands(ordo: Ordo): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([id, command]) =>
      vscode.commands.registerCommand(id, async (...args: unknown[]) => {
        try {
          await command(ordo, ...args);
        } catch (error) {
          await reportFailure(ordo, error);
        }
      }),
    ),
  );
}
