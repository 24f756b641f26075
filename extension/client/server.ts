import type { CancellationToken } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { GraphDetails, GraphEditAnswer, PaletteStep } from '../../schemas/model/workflow-graph.ts';
import {
  editorRequests,
  type DeployParams,
  type DeployResult,
  type EngineCall,
  type EngineCallResult,
  type EngineState,
  type GraphDetailsParams,
  type GraphEditParams,
  type GraphParams,
  type GraphResult,
  type NewObjectAnswer,
  type NewObjectParams,
  type OrderForm,
  type OrderFormParams,
  type ProjectFolder,
  type WorkspaceObject,
} from '../../schemas/protocol/editor.ts';

/** The window's own requests to the language server, typed. */
export class Server {
  readonly #client: LanguageClient;

  constructor(client: LanguageClient) {
    this.#client = client;
  }

  projectFolders(): Promise<readonly ProjectFolder[]> {
    return this.#client.sendRequest(editorRequests.projectFolders);
  }

  objects(folder: string): Promise<readonly WorkspaceObject[]> {
    return this.#client.sendRequest(editorRequests.objects, { folder });
  }

  engineState(folder: string): Promise<EngineState> {
    return this.#client.sendRequest(editorRequests.engineState, { folder });
  }

  /** Texts of a new object; nothing is written. */
  newObject(params: NewObjectParams): Promise<NewObjectAnswer> {
    return this.#client.sendRequest(editorRequests.newObject, params);
  }

  startEngine(folder: string): Promise<EngineState> {
    return this.#client.sendRequest(editorRequests.startEngine, { folder });
  }

  stopEngine(folder: string): Promise<EngineState> {
    return this.#client.sendRequest(editorRequests.stopEngine, { folder });
  }

  restartEngine(folder: string): Promise<EngineState> {
    return this.#client.sendRequest(editorRequests.restartEngine, { folder });
  }

  engineCall(call: EngineCall): Promise<EngineCallResult> {
    return this.#client.sendRequest(editorRequests.engineCall, call);
  }

  deploy(params: DeployParams, token: CancellationToken): Promise<DeployResult> {
    return this.#client.sendRequest(editorRequests.deploy, params, token);
  }

  orderForm(params: OrderFormParams): Promise<OrderForm> {
    return this.#client.sendRequest(editorRequests.orderForm, params);
  }

  graph(params: GraphParams): Promise<GraphResult> {
    return this.#client.sendRequest(editorRequests.graph, params);
  }

  graphEdit(params: GraphEditParams): Promise<GraphEditAnswer> {
    return this.#client.sendRequest(editorRequests.graphEdit, params);
  }

  graphDetails(params: GraphDetailsParams): Promise<GraphDetails> {
    return this.#client.sendRequest(editorRequests.graphDetails, params);
  }

  graphPalette(params: GraphParams): Promise<readonly PaletteStep[]> {
    return this.#client.sendRequest(editorRequests.graphPalette, params);
  }
}
