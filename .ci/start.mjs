// `npm start [-- --once]`: sets up what is missing, builds, and runs the sample project on an engine of its own.
import { ensureBuild, ensureNode, ensurePackages, root, run, say } from './bootstrap.mjs';
import path from 'node:path';

try {
  const node = ensureNode();
  ensurePackages();
  ensureBuild(node);
  process.exitCode = await run(node, [path.join(root, 'dist', 'ordo.mjs'), 'demo', ...process.argv.slice(2)]);
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
