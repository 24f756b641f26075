import { once } from 'node:events';
import { asDocument, type Answer, type Cli, type GlobalOptions } from '../cli.ts';
import { stateHome } from '../../base/state-folder.ts';
import { projectFolderOf, stateHomeOption } from '../engine-access.ts';
import { exitCodes } from '../exit-codes.ts';
import { startEndSystems } from './end-systems.ts';

/** `ordo demo --systems`: the end systems alone, on this program's own Node, until Ctrl+C. */
export async function runSystems(cli: Cli, options: GlobalOptions): Promise<Answer> {
  const systems = await startEndSystems(
    cli,
    projectFolderOf(cli, options),
    stateHomeOption(cli, options).stateHome ?? stateHome(cli.env),
  );
  const { pid: _pid, ...addresses } = systems.addresses;
  for (const [name, address] of Object.entries(addresses)) cli.out.note(`${name.padEnd(8)} ${String(address)}`);
  if (!systems.isOurs) {
    return {
      document: asDocument(systems.addresses),
      print: () => cli.out.line('The end systems run already.'),
    };
  }
  cli.out.note('The end systems run. Ctrl+C ends them.');
  if (!cli.signal.aborted) await once(cli.signal, 'abort');
  systems.stop();
  return {
    document: asDocument(systems.addresses),
    print: () => cli.out.line('The end systems have stopped.'),
    exitCode: exitCodes.ok,
  };
}
