import {
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
  WorkDoneProgress,
  type WorkDoneProgressBegin,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
  type CancellationToken,
  type Connection,
} from 'vscode-languageserver/node';
import {
  editorRequests,
  type DeployParams,
  type DeployResult,
  type EngineCall,
  type FolderParams,
  type OrderFormParams,
} from '../../../schemas/protocol/editor.ts';
import { callEngine } from '../engine/engine-calls.ts';
import { NoEngine } from '../engine/engine-host.ts';
import type { Sessions } from '../folders/sessions.ts';
import type { ProjectSession } from '../project/project-session.ts';
import { deploy, isCancelled, type DeployReport } from './deploy.ts';
import { orderForm } from './order-form.ts';

/** Answers the window's own requests (`schemas/protocol/editor.ts`). */
export function registerRequests(connection: Connection, sessions: Sessions): void {
  const session = (params: FolderParams): ProjectSession => {
    const found = sessions.byUri(params.folder);
    if (found === undefined)
      throw new ResponseError(ErrorCodes.InvalidParams, `${params.folder} is no project folder.`);
    return found;
  };
  connection.onRequest(editorRequests.projectFolders, () => sessions.projectFolders);
  connection.onRequest(editorRequests.objects, (params: FolderParams) => session(params).objects);
  connection.onRequest(editorRequests.engineState, (params: FolderParams) => session(params).engine.state);
  connection.onRequest(editorRequests.startEngine, (params: FolderParams) => started(session(params), 'start'));
  connection.onRequest(editorRequests.restartEngine, (params: FolderParams) => started(session(params), 'restart'));
  connection.onRequest(editorRequests.stopEngine, async (params: FolderParams) => {
    await session(params).engine.stop();
    return session(params).engine.state;
  });
  connection.onRequest(editorRequests.engineCall, (params: EngineCall, token: CancellationToken) =>
    callEngine(session(params).engine, params, signalOf(token)),
  );
  connection.onRequest(editorRequests.orderForm, (params: OrderFormParams) =>
    orderForm(session(params).project, params),
  );
  connection.onRequest(editorRequests.deploy, (params: DeployParams, token: CancellationToken) =>
    answerDeploy(connection, session(params), params, signalOf(token)),
  );
}

async function started(session: ProjectSession, how: 'start' | 'restart'): Promise<unknown> {
  try {
    await session.engine[how]();
  } catch (error) {
    // The state says why; the window shows it with what can be done.
    if (!(error instanceof NoEngine)) throw error;
  }
  return session.engine.state;
}

async function answerDeploy(
  connection: Connection,
  session: ProjectSession,
  params: DeployParams,
  signal: AbortSignal,
): Promise<DeployResult> {
  try {
    return await deploy(session, params, reportTo(connection, params.workDoneToken), signal);
  } catch (error) {
    if (isCancelled(error)) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The deploy was cancelled.');
    if (error instanceof NoEngine) throw new ResponseError(LSPErrorCodes.RequestFailed, error.message);
    throw error;
  }
}

function reportTo(connection: Connection, token: string | number | undefined): DeployReport {
  const send = (value: WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd): void => {
    if (token !== undefined) connection.sendProgress(WorkDoneProgress.type, token, value).catch(() => undefined);
  };
  return {
    begin: (title) => send({ kind: 'begin', title, cancellable: true, percentage: 0 }),
    step: (message, percentage) => send({ kind: 'report', message, percentage }),
    end: () => send({ kind: 'end' }),
  };
}

function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
