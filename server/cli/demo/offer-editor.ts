import { accessSync, constants, readdirSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../base/resources.ts';
import { runProgram } from '../../base/spawn.ts';
import type { Cli } from '../cli.ts';
import { askYesNo } from '../terminal/ask.ts';

/** Offers to install the extension and open the sample in VS Code; says how where that cannot be done here. */
export async function offerEditor(cli: Cli, project: string): Promise<void> {
  const code = findOnPath(cli.env, 'code');
  const packageFile = findPackage();
  if (code === undefined || packageFile === undefined || !cli.canAsk || cli.out.isJson) {
    return sayHow(cli, project, { hasCode: code !== undefined, packageFile });
  }
  if (!(await askYesNo(cli, `Install ${path.basename(packageFile)} in VS Code and open the sample?`))) {
    return sayHow(cli, project, { hasCode: true, packageFile });
  }
  const installed = await runProgram(code, ['--install-extension', packageFile, '--force']);
  if (installed === 0) await runProgram(code, [project]);
}

function sayHow(cli: Cli, project: string, found: { hasCode: boolean; packageFile: string | undefined }): void {
  const { out } = cli;
  out.line(out.paint('bold', 'In VS Code'));
  if (found.packageFile === undefined)
    out.line('  npm run package                  makes the extension (.vsix) for this machine');
  const file = found.packageFile === undefined ? 'ordo-….vsix' : path.relative(cli.cwd, found.packageFile);
  if (found.hasCode) out.line(`  code --install-extension ${file} && code ${path.relative(cli.cwd, project) || '.'}`);
  else out.line(`  Extensions view > ⋯ > Install from VSIX… > ${file}, then open the folder ${project}`);
  out.line();
}

/** The newest `.vsix` that was made in this checkout. */
function findPackage(): string | undefined {
  const files = readdirSync(packageRoot).filter((name) => name.startsWith('ordo-') && name.endsWith('.vsix'));
  const fitting = files.filter((name) => name.includes(`${process.platform}-${process.arch}`)).sort();
  return fitting.length === 0 ? undefined : path.join(packageRoot, fitting.at(-1) ?? '');
}

function findOnPath(env: NodeJS.ProcessEnv, program: string): string | undefined {
  // On Windows it is a batch file, which no program can start without a shell.
  if (process.platform === 'win32') return undefined;
  const candidates = (env['PATH'] ?? '').split(path.delimiter).map((folder) => path.join(folder, program));
  return candidates.find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return path.isAbsolute(file);
  } catch {
    // Not there or not ours to run: the next folder of the path.
    return false;
  }
}
