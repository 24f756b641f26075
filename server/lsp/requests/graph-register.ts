import { statSync } from 'node:fs';
import path from 'node:path';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { ErrorCodes, LSPErrorCodes, RequestType, ResponseError, type Connection } from 'vscode-languageserver/node';
import type { GraphDetails, GraphEditAnswer } from '../../../schemas/model/workflow-graph.ts';
import {
  editorRequests,
  type GraphDetailsParams,
  type GraphEditParams,
  type GraphParams,
  type GraphResult,
} from '../../../schemas/protocol/editor.ts';
import type { Sessions } from '../folders/sessions.ts';
import { pathOfUri, uriOfPath } from '../uri.ts';
import { graphDetails } from './graph-details.ts';
import { graphEdit } from './graph-edit.ts';
import { graph, palette, readOrNothing, type GraphDocument } from './graph.ts';

const graphRequest = new RequestType<GraphParams, GraphResult, void>(editorRequests.graph);

const graphEditRequest = new RequestType<GraphEditParams, GraphEditAnswer, void>(editorRequests.graphEdit);

const graphDetailsRequest = new RequestType<GraphDetailsParams, GraphDetails, void>(editorRequests.graphDetails);

/** Answers what the graph of a workflow asks; nothing here changes a file. */
export function registerGraphRequests(
  connection: Connection,
  sessions: Sessions,
  openDocument: (uri: string) => TextDocument | undefined,
): void {
  const texts = new FileTexts(openDocument);
  const document = ({ uri, text }: GraphParams): GraphDocument => {
    const file = text === undefined ? pathOfUri(uri) : pathInUri(uri);
    const session = file === undefined ? undefined : sessions.ofFile(file);
    if (file === undefined || session === undefined)
      throw new ResponseError(ErrorCodes.InvalidParams, `${uri} is in no project folder.`);
    const { project, problems } = session;
    const parts = { project, file, textOf: (name: string) => texts.textOf(name) };
    if (text === undefined) return { ...parts, problems, version: openDocument(uri)?.version ?? 0 };
    // The rules speak of the file as it is now; of another text of it they know nothing.
    const name = path.relative(project.root, file).split(path.sep).join('/');
    return { ...parts, text, version: 0, problems: problems.filter((problem) => problem.file !== name) };
  };
  connection.onRequest(graphRequest, (params) => graph(document(params)));
  connection.onRequest(graphEditRequest, (params) => {
    const version = openDocument(params.uri)?.version ?? 0;
    if (params.version !== version)
      throw new ResponseError(LSPErrorCodes.ContentModified, 'The text has changed since the gesture was made.');
    return graphEdit(document(params), params.gesture);
  });
  connection.onRequest(graphDetailsRequest, (params) => {
    const details = graphDetails(document(params), params.step);
    if (details === undefined)
      throw new ResponseError(ErrorCodes.InvalidParams, 'This file holds no workflow with a name.');
    return details;
  });
  connection.onRequest(editorRequests.graphPalette, (params: GraphParams) => palette(document(params)));
}

/** The file that a URI of any scheme is about (`git:/…/shop.workflow.yaml?…`). */
function pathInUri(uri: string): string | undefined {
  return pathOfUri(URL.canParse(uri) ? `file://${new URL(uri).pathname}` : uri);
}

/** Texts of class files: of an open document, else from disk, read again only when the file has changed. */
class FileTexts {
  readonly #openDocument: (uri: string) => TextDocument | undefined;
  readonly #read = new Map<string, { readonly changed: number; readonly text: string | undefined }>();

  constructor(openDocument: (uri: string) => TextDocument | undefined) {
    this.#openDocument = openDocument;
  }

  textOf(file: string): string | undefined {
    const open = this.#openDocument(uriOfPath(file));
    if (open !== undefined) return open.getText();
    const changed = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    const known = this.#read.get(file);
    if (known?.changed === changed) return known.text;
    const text = readOrNothing(file);
    this.#read.set(file, { changed, text });
    return text;
  }
}
