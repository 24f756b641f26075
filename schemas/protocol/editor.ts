import type { JsonValue } from '../model/data.ts';
import type { EngineFile } from './engine-file.ts';
import type { SystemEvent } from './event.ts';
import type { Problem, ProblemRange } from './problem.ts';
import type { InstallAnswer } from './rest.ts';

/**
 * Requests between the VS Code window and the language server beyond the language server protocol. The window never
 * talks to the engine itself: what it wants passes as `engineCall` (the public REST API), what it shows arrives as
 * `engineEvents`.
 */
export const editorRequests = {
  /** Params: `{ folder }`; result: `EngineState`. */
  engineState: 'ordo/engineState',
  startEngine: 'ordo/startEngine',
  stopEngine: 'ordo/stopEngine',
  restartEngine: 'ordo/restartEngine',
  /** Params: `EngineCall`; result: `EngineCallResult`. */
  engineCall: 'ordo/engineCall',
  /** Params: `DeployParams`; result: `DeployResult`. Supports work-done progress and cancellation. */
  deploy: 'ordo/deploy',
  /** Params: `{ folder }`; result: `WorkspaceObject[]`. */
  objects: 'ordo/objects',
} as const;

export const editorNotifications = {
  /** Server -> window: `EngineState`, on each change. */
  engineStateChanged: 'ordo/engineStateChanged',
  /** Server -> window: `EngineEvents`, batched. */
  engineEvents: 'ordo/engineEvents',
  /** Server -> window: `{ folder }` when the list of objects changed. */
  objectsChanged: 'ordo/objectsChanged',
} as const;

export interface FolderParams {
  /** `file:` URI of the project folder. */
  readonly folder: string;
}

export interface EngineState {
  readonly folder: string;
  readonly status: 'stopped' | 'starting' | 'running' | 'stopping' | 'crashed' | 'refused';
  /** Why, in one sentence, when crashed or refused. */
  readonly reason?: string;
  readonly engine?: Omit<EngineFile, 'token'>;
  readonly versions?: 'same' | 'engine-older' | 'engine-newer';
}

export interface EngineCall extends FolderParams {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/api/latest`, without a leading slash, for example `workflows/1?action=createOrder`. */
  readonly path: string;
  readonly body?: JsonValue;
  /** Start the engine when none runs. */
  readonly start?: boolean;
}

export interface EngineCallResult {
  readonly status: number;
  readonly body: JsonValue;
}

export interface EngineEvents extends FolderParams {
  readonly events: readonly SystemEvent[];
}

export interface DeployParams extends FolderParams {
  /** File URIs of objects to deploy with all they need; absent = the whole project. */
  readonly files?: readonly string[];
  readonly workDoneToken?: string | number;
}

export interface DeployResult {
  readonly answer: InstallAnswer;
  readonly problems: readonly Problem[];
  readonly milliseconds: number;
}

export interface WorkspaceObject {
  readonly kind: string;
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
  readonly uri: string;
  readonly range: ProblemRange;
  readonly codeUri?: string;
  readonly problemCount: number;
}
