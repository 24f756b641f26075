import type { JsonObject, JsonValue } from '../model/data.ts';
import type { GraphGesture, StepId, WorkflowGraph } from '../model/workflow-graph.ts';
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
  /** No params; result: `ProjectFolder[]`. */
  projectFolders: 'ordo/projectFolders',
  /** Params: `OrderFormParams`; result: `OrderForm`: what the static data of a new order looks like. */
  orderForm: 'ordo/orderForm',
  /** Params: `GraphParams`; result: `GraphResult`. */
  graph: 'ordo/graph',
  /** Params: `GraphEditParams`; result: `GraphEditAnswer`. Changes nothing itself. */
  graphEdit: 'ordo/graphEdit',
  /** Params: `GraphDetailsParams`; result: `GraphDetails`. */
  graphDetails: 'ordo/graphDetails',
  /** Params: `GraphParams`; result: `PaletteStep[]`. */
  graphPalette: 'ordo/graphPalette',
  /** Params: `NewObjectParams`; result: `NewObjectAnswer`: texts of a new object. Writes nothing itself. */
  newObject: 'ordo/newObject',
} as const;

export const editorNotifications = {
  /** Server -> window: `EngineState`, on each change. */
  engineStateChanged: 'ordo/engineStateChanged',
  /** Server -> window: `EngineEvents`, batched. */
  engineEvents: 'ordo/engineEvents',
  /** Server -> window: `{ folder }` when the list of objects changed. */
  objectsChanged: 'ordo/objectsChanged',
  /** Server -> window: `ProjectFolder[]`, when folders came or went. */
  projectFoldersChanged: 'ordo/projectFoldersChanged',
  /** Window -> server: `EditorSettings`, on each change, and when the workspace becomes trusted. */
  settingsChanged: 'ordo/settingsChanged',
} as const;

/** `initializationOptions` of the language server, and what `settingsChanged` sends. */
export interface EditorSettings {
  /** False in a restricted workspace: only reading and validating work, nothing is started or written. */
  readonly trusted: boolean;
  /** The engine is not tied to windows: it goes on after the last one has closed. */
  readonly keepRunning: boolean;
  /** Node for the engine and runners; absent = the one that runs the language server. */
  readonly nodePath?: string;
}

/** A folder with its own engine: the nearest one with `ordo.options`, else the workspace folder. */
export interface ProjectFolder extends FolderParams {
  readonly name: string;
}

export interface OrderFormParams extends FolderParams {
  readonly workflow: string;
  readonly version?: string;
}

export interface OrderForm {
  /** JSON Schema from the workflow's `staticdata-type`; absent when it has none. */
  readonly schema?: JsonObject;
  /** Data of that type with a value for each required key. */
  readonly example: JsonObject;
}

/** What a new object is to be; what is left out gets a plain default. */
export interface NewObjectParams extends FolderParams {
  readonly kind: string;
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
  /** One of the eight step base classes. */
  readonly baseClass?: string;
  /** Of an asynchronous step and of an event step. */
  readonly queue?: string;
  readonly event?: string;
  /** The first step of a workflow as `name:version`. */
  readonly firstStep?: string;
  /** URI of the folder for the files; absent = beside others of the kind. */
  readonly into?: string;
}

export interface NewObjectAnswer {
  /** Why the name cannot be, in a sentence; the files are those it would have been. */
  readonly problem?: string;
  readonly files: readonly { readonly uri: string; readonly text: string }[];
}

export interface GraphParams {
  /** URI of the workflow's YAML, as it is open now. */
  readonly uri: string;
  /** For a text that the server has not open (another side of a diff): the text itself; its `version` is 0. */
  readonly text?: string;
}

export interface GraphEditParams extends GraphParams {
  /** Version of the open document that the gesture was made on; another one is refused with an error `ContentModified`. */
  readonly version: number;
  readonly gesture: GraphGesture;
}

export interface GraphDetailsParams extends GraphParams {
  /** Absent = the workflow itself. */
  readonly step?: StepId;
}

/** The graph of the text of `version`; or why that text has none, and where. */
export type GraphResult = { readonly version: number } & (
  | { readonly type: 'graph'; readonly graph: WorkflowGraph }
  | { readonly type: 'broken'; readonly reason: string; readonly range: ProblemRange }
);

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
  /** File with what the engine wrote to stdout and stderr since it was first started from an editor. */
  readonly outputFile?: string;
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
  /** True when some were left out: what is shown must be read anew. */
  readonly missed: boolean;
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
