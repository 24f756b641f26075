import * as vscode from 'vscode';
import { chooseNode } from './client/choose-node.ts';
import { createLanguageClient, followSettings } from './client/language-client.ts';
import { Projects } from './client/projects.ts';
import { Server } from './client/server.ts';
import { registerDebugging } from './debug/register.ts';
import { registerCommands } from './commands/register.ts';
import type { Ordo } from './ordo.ts';
import { followContextKeys } from './settings/context-keys.ts';
import { provideOrdoInTerminals } from './settings/terminal.ts';
import { EngineTree } from './views/engine-tree.ts';
import { provideGraphEditor } from './views/graph-editor.ts';
import { restoreOrderPages } from './views/order-page.ts';
import { showProblemBadges } from './views/problem-badges.ts';
import { ProjectTree } from './views/project-tree.ts';
import { showEngineInStatusBar } from './views/status-bar.ts';

let running: { stop(): Promise<void> } | undefined;

/** Called by VS Code when something of ours is first needed. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('Ordo', { log: true });
  context.subscriptions.push(output);
  const nodePath = await chooseNode();
  const ordo = buildOrdo(context, output, nodePath);
  running = ordo.client;
  await ordo.client.start();
  await provideOrdoInTerminals(context, nodePath);
}

/** Lets go of the engine; it ends by itself when no window holds it. */
export async function deactivate(): Promise<void> {
  await running?.stop();
}

function buildOrdo(context: vscode.ExtensionContext, output: vscode.LogOutputChannel, nodePath?: string): Ordo {
  const client = createLanguageClient(context, output, nodePath);
  const server = new Server(client);
  const projects = new Projects(server);
  projects.follow(client);
  const engineTree = new EngineTree(projects);
  const ordo: Ordo = {
    context,
    client,
    server,
    projects,
    output,
    projectView: vscode.window.createTreeView('ordo.project', {
      treeDataProvider: new ProjectTree(projects),
      canSelectMany: true,
      showCollapseAll: true,
    }),
    engineView: vscode.window.createTreeView('ordo.engine', { treeDataProvider: engineTree }),
    refreshEngineView: () => engineTree.refresh(),
  };
  context.subscriptions.push(
    projects,
    engineTree,
    ordo.projectView,
    ordo.engineView,
    registerCommands(ordo),
    restoreOrderPages(ordo),
    provideGraphEditor(ordo),
    registerDebugging(ordo, nodePath),
    followContextKeys(ordo),
    followSettings(client),
    showEngineInStatusBar(projects),
    showProblemBadges(),
    vscode.workspace.onDidGrantWorkspaceTrust(() => engineTree.refresh()),
  );
  return ordo;
}
