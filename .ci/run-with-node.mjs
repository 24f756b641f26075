// run-with-node.mjs [--build] SCRIPT [ARGS…]: sets up what is missing, then runs the script on the project's Node.
import { ensureBuild, ensureNode, ensurePackages, root, run, say } from './bootstrap.mjs';
import path from 'node:path';

const args = process.argv.slice(2);
const needsBuild = args[0] === '--build';
if (needsBuild) args.shift();
try {
  const node = ensureNode();
  ensurePackages();
  if (needsBuild) ensureBuild(node);
  const [script, ...rest] = args;
  // Run where the user stands, so that relative paths mean what they say.
  const cwd = process.env.INIT_CWD ?? process.cwd();
  process.exitCode = await run(node, [path.resolve(root, script), ...rest], { cwd: needsBuild ? cwd : root });
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
