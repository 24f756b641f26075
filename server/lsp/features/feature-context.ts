import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type Location as LspLocation,
  type Position,
  type Range,
} from 'vscode-languageserver/node';
import type { FeatureProject } from '../../language/features/feature-project.ts';
import type { Location } from '../../language/features/navigation/definition.ts';
import { LineIndex } from '../../language/yaml/line-index.ts';
import type { Sessions } from '../folders/sessions.ts';
import type { ProjectSession } from '../project/project-session.ts';
import { pathOfUri, uriOfPath } from '../uri.ts';

/** An open document of a project, and the way between its offsets and the editor's positions. */
export interface OpenFile {
  readonly session: ProjectSession;
  readonly project: FeatureProject;
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
  readonly document: TextDocument;
}

/** Finds what a request is about, and answers each request once: with a result or as cancelled. */
export class FeatureContext {
  readonly #sessions: Sessions;
  readonly #openDocument: (uri: string) => TextDocument | undefined;

  constructor(sessions: Sessions, openDocument: (uri: string) => TextDocument | undefined) {
    this.#sessions = sessions;
    this.#openDocument = openDocument;
  }

  /**
   * Answers a request about an open document of a project; `nothing` for other documents. What the editor no longer wants
   * is not worked out: it cancels each question that a further key press has made stale.
   */
  async answer<T>(
    uri: string,
    token: CancellationToken,
    nothing: T,
    work: (open: OpenFile) => T | Promise<T>,
  ): Promise<T> {
    // Messages that wait already are read first, so that a cancelled request costs nothing.
    await new Promise((resolve) => setImmediate(resolve));
    throwIfCancelled(token);
    const file = pathOfUri(uri);
    const session = file === undefined ? undefined : this.#sessions.ofFile(file);
    if (file === undefined || session === undefined) return nothing;
    const project = await session.features();
    const document = this.#openDocument(uri);
    if (!document) return nothing;
    throwIfCancelled(token);
    const result = await work({ session, project, file, text: document.getText(), document });
    throwIfCancelled(token);
    return result;
  }

  /** Every project of the window, for questions that are about no document. */
  async projects(): Promise<readonly { readonly session: ProjectSession; readonly project: FeatureProject }[]> {
    return Promise.all(this.#sessions.all.map(async (session) => ({ session, project: await session.features() })));
  }

  /** Version of an open document; null for one that is not open. */
  versionOf(uri: string): number | null {
    return this.#openDocument(uri)?.version ?? null;
  }
}

function throwIfCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'No longer wanted.');
}

/** Positions of offsets in any file of a project. */
export class Places {
  readonly #project: FeatureProject;
  readonly #lines = new Map<string, LineIndex>();

  constructor(project: FeatureProject) {
    this.#project = project;
  }

  range(file: string, start: number, end: number): Range {
    return this.#linesOf(file).range(start, end);
  }

  position(file: string, offset: number): Position {
    return this.#linesOf(file).position(offset);
  }

  location({ file, start, end }: Location): LspLocation {
    return { uri: uriOfPath(file), range: this.range(file, start, end) };
  }

  #linesOf(file: string): LineIndex {
    const yaml = this.#project.workspace.files.get(file);
    if (yaml) return yaml.document.lines;
    let lines = this.#lines.get(file);
    if (!lines) this.#lines.set(file, (lines = new LineIndex(this.#project.codeText(file) ?? '')));
    return lines;
  }
}

/** True for the YAML documents, whose every feature is ours; TypeScript has VS Code's own. */
export function isYaml({ file }: OpenFile): boolean {
  return /\.ya?ml$/i.test(file);
}
