import * as vscode from 'vscode';
import type { FileEdits, GraphGesture, StepId } from '../../schemas/model/workflow-graph.ts';
import type { FromGraphPage } from '../../schemas/protocol/graph-page.ts';
import type { Ordo } from '../ordo.ts';
import { duplicateFiles, newStepFiles, renameStep } from './graph-files.ts';
import type { NewFile } from '../commands/new-files.ts';

export interface EditAnswer {
  readonly refused?: string;
  readonly select?: readonly StepId[];
}

/** Does what a person did in the graph to the text: one gesture, one `WorkspaceEdit`, one undo step; one at a time. */
export class GraphEdits {
  readonly #ordo: Ordo;
  readonly #document: vscode.TextDocument;
  #last: Promise<unknown> = Promise.resolve();

  constructor(ordo: Ordo, document: vscode.TextDocument) {
    this.#ordo = ordo;
    this.#document = document;
  }

  perform(message: FromGraphPage): Promise<EditAnswer> {
    // The next gesture is asked about the text that this one left.
    const mine = this.#last.then(() => this.#perform(message));
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #perform(message: FromGraphPage): Promise<EditAnswer> {
    const parts = { ordo: this.#ordo, document: this.#document };
    switch (message.type) {
      case 'gesture':
        return this.#apply(message.gesture, []);
      case 'new-step': {
        const made = await newStepFiles(parts);
        if (made === undefined) return {};
        const { after, before } = message;
        return this.#apply({ type: 'add', step: made.step, after, before }, made.files);
      }
      case 'duplicate': {
        const made = await duplicateFiles(parts, message.step);
        if (made === undefined) return {};
        return this.#apply({ type: 'add', step: made.step, after: made.after, before: [] }, made.files);
      }
      case 'rename':
        return renameStep(parts, message.step);
      default:
        return {};
    }
  }

  async #apply(gesture: GraphGesture, files: readonly NewFile[]): Promise<EditAnswer> {
    if (this.#document.uri.scheme !== 'file') return { refused: vscode.l10n.t('This text cannot be changed.') };
    const uri = this.#document.uri.toString();
    const answer = await this.#ordo.server.graphEdit({ uri, version: this.#document.version, gesture });
    if (answer.type === 'refused') return { refused: answer.reason };
    const edit = workspaceEdit(answer.files, files);
    if (!(await vscode.workspace.applyEdit(edit))) {
      return { refused: vscode.l10n.t('The text has changed meanwhile. Please try again.') };
    }
    return { select: selectedAfter(gesture) };
  }
}

function workspaceEdit(changes: readonly FileEdits[], files: readonly NewFile[]): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { uri, text } of files) {
    edit.createFile(uri, { contents: new TextEncoder().encode(text), overwrite: false });
  }
  for (const { uri, edits } of changes) {
    const textEdits = edits.map(({ range: { start, end }, text }) => {
      const range = new vscode.Range(start.line, start.character, end.line, end.character);
      return vscode.TextEdit.replace(range, text);
    });
    edit.set(vscode.Uri.parse(uri), textEdits);
  }
  return edit;
}

/** What a person goes on with after a gesture. */
function selectedAfter(gesture: GraphGesture): readonly StepId[] {
  switch (gesture.type) {
    case 'add':
      return [gesture.step];
    case 'replace':
      return [gesture.by];
    case 'paste':
      return gesture.steps.map(({ step }) => step);
    default:
      return [];
  }
}
