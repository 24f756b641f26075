import type * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Projects } from './client/projects.ts';
import type { Server } from './client/server.ts';
import type { EngineNode } from './views/engine-nodes.ts';
import type { ProjectNode } from './views/project-tree.ts';

/** What every command and view may use. */
export interface Ordo {
  readonly context: vscode.ExtensionContext;
  readonly client: LanguageClient;
  readonly server: Server;
  readonly projects: Projects;
  readonly output: vscode.LogOutputChannel;
  readonly projectView: vscode.TreeView<ProjectNode>;
  readonly engineView: vscode.TreeView<EngineNode>;
  /** Reads what the Engine view shows anew. */
  refreshEngineView(): void;
}
