// `npm test`: sets up everything, a browser and an offline VS Code included, and runs every check there is.
import { ensureBuild, ensureNode, ensurePackages, root, run, say } from './bootstrap.mjs';
import { conclude, lint, processFolders, stage, tests, types, unitFolders } from './stages.mjs';
import path from 'node:path';

const only = process.argv.slice(2);
const wanted = (name) => only.length === 0 || only.includes(name);
try {
  const node = ensureNode();
  ensurePackages();
  ensureBuild(node);
  if (wanted('editor')) await prepareEditor(node);
  if (wanted('types')) await stage('types', () => types(node));
  if (wanted('lint')) await stage('lint', () => lint(node));
  if (wanted('architecture')) await stage('architecture', () => tests(node, ['architecture']));
  if (wanted('unit')) await stage('unit', () => tests(node, unitFolders));
  if (wanted('process')) await stage('process', () => tests(node, processFolders));
  if (wanted('scenario'))
    await stage('scenario', () => tests(node, ['scenario'], { concurrency: 1, timeoutMs: 300_000 }));
  if (wanted('crash')) await stage('crash', () => tests(node, ['crash'], { concurrency: 2, timeoutMs: 900_000 }));
  if (wanted('editor')) await stage('editor', () => tests(node, ['editor'], { concurrency: 1, timeoutMs: 600_000 }));
  conclude();
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}

/** Chromium, an offline VS Code and the packaged extension. What cannot be installed here is named and fails the run. */
async function prepareEditor(node) {
  for (const script of ['install-vscode.mjs', 'package.mjs']) {
    const code = await run(node, [path.join(root, '.ci', script)]);
    if (code !== 0) throw new Error(`${script} ended with ${code}; the editor tests cannot run without it.`);
  }
}
