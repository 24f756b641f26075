import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  CodeActionKind,
  ErrorCodes,
  ResponseError,
  type Connection,
  type ServerCapabilities,
} from 'vscode-languageserver/node';
import { editorRequests, type NewObjectParams } from '../../../schemas/protocol/editor.ts';
import type { Sessions } from '../folders/sessions.ts';
import { actions, fixAllKind, format } from './actions.ts';
import { completion } from './completion.ts';
import { FeatureContext } from './feature-context.ts';
import { hover } from './hover.ts';
import { hints, lenses } from './lenses.ts';
import { definition, references } from './navigation.ts';
import { newObject } from './new-object.ts';
import { prepareRename, rename } from './rename.ts';
import { folding, links, namedThings, outline } from './symbols.ts';
import { tokenLegend, tokens } from './tokens.ts';

/** What the server can do, as it tells the editor. */
export const featureCapabilities: ServerCapabilities = {
  // A dash and a blank open a new place, quotes and brackets a value.
  completionProvider: { triggerCharacters: [' ', ':', '-', '"', "'", '[', ','] },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  documentLinkProvider: {},
  codeLensProvider: {},
  inlayHintProvider: true,
  semanticTokensProvider: { legend: tokenLegend, full: true },
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
  documentFormattingProvider: true,
};

/** Answers the editor's questions about documents. */
export function registerFeatures(
  connection: Connection,
  sessions: Sessions,
  openDocument: (uri: string) => TextDocument | undefined,
): FeatureContext {
  const context = new FeatureContext(sessions, openDocument);
  const answer: FeatureContext['answer'] = (uri, token, nothing, work) => context.answer(uri, token, nothing, work);
  connection.onCompletion(({ textDocument, position }, token) =>
    answer(textDocument.uri, token, null, (open) => completion(open, open.document.offsetAt(position))),
  );
  connection.onHover(({ textDocument, position }, token) =>
    answer(textDocument.uri, token, null, (open) => hover(open, open.document.offsetAt(position))),
  );
  connection.onDefinition(({ textDocument, position }, token) =>
    answer(textDocument.uri, token, null, (open) => definition(open, open.document.offsetAt(position))),
  );
  connection.onReferences(({ textDocument, position, context: { includeDeclaration } }, token) =>
    answer(textDocument.uri, token, null, (open) =>
      references(open, open.document.offsetAt(position), includeDeclaration),
    ),
  );
  connection.onPrepareRename(({ textDocument, position }, token) =>
    answer(textDocument.uri, token, null, (open) => prepareRename(open, open.document.offsetAt(position))),
  );
  connection.onRenameRequest(({ textDocument, position, newName }, token) =>
    answer(textDocument.uri, token, null, (open) => rename(context, open, open.document.offsetAt(position), newName)),
  );
  connection.onDocumentSymbol(({ textDocument }, token) => answer(textDocument.uri, token, null, outline));
  connection.onFoldingRanges(({ textDocument }, token) => answer(textDocument.uri, token, null, folding));
  connection.onDocumentLinks(({ textDocument }, token) => answer(textDocument.uri, token, null, links));
  connection.onCodeLens(({ textDocument }, token) => answer(textDocument.uri, token, null, lenses));
  connection.onDocumentFormatting(({ textDocument }, token) => answer(textDocument.uri, token, null, format));
  connection.onCodeAction((params, token) =>
    answer(params.textDocument.uri, token, null, (open) => actions(context, open, params)),
  );
  connection.languages.inlayHint.on(({ textDocument, range }, token) =>
    answer(textDocument.uri, token, null, (open) => hints(open, range)),
  );
  connection.languages.semanticTokens.on(({ textDocument }, token) =>
    answer(textDocument.uri, token, { data: [] }, tokens),
  );
  connection.onRequest(editorRequests.newObject, async (params: NewObjectParams) => {
    const session = sessions.byUri(params.folder);
    if (session === undefined)
      throw new ResponseError(ErrorCodes.InvalidParams, `${params.folder} is no project folder.`);
    return newObject(session.project.workspace, params);
  });
  connection.onWorkspaceSymbol(async ({ query }) =>
    namedThings(
      (await context.projects()).map(({ project }) => project),
      query,
    ),
  );
  return context;
}
