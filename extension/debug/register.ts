import * as vscode from 'vscode';
import type { Ordo } from '../ordo.ts';
import { startEngineOf } from './start-engine.ts';

/** Sessions of type `ordo`: the debug adapter is a process of its own, the same that other editors start. */
export function registerDebugging(ordo: Ordo, nodePath: string | undefined): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.debug.registerDebugAdapterDescriptorFactory('ordo', {
      createDebugAdapterDescriptor: () =>
        new vscode.DebugAdapterExecutable(
          nodePath ?? process.execPath,
          [ordo.context.asAbsolutePath('dist/ordo.mjs'), 'debug-adapter'],
          { env: { ELECTRON_RUN_AS_NODE: '1' } },
        ),
    }),
    vscode.debug.registerDebugConfigurationProvider('ordo', {
      resolveDebugConfiguration: (_folder, configuration) => withoutFile(configuration),
      resolveDebugConfigurationWithSubstitutedVariables: async (_folder, configuration) => {
        await startEngineOf(ordo, configuration);
        return configuration;
      },
    }),
  );
}

/** F5 without a launch file: the command asks for what a session needs. */
function withoutFile(configuration: vscode.DebugConfiguration): vscode.DebugConfiguration | undefined {
  if (configuration.type !== '') return configuration;
  void vscode.commands.executeCommand('ordo.debugOrder', vscode.window.activeTextEditor?.document.uri);
  return undefined;
}
