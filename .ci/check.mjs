// `npm run check`: types, lint, format, architecture and unit tests; quick enough to run before each commit.
import { ensureBuild, ensureNode, ensurePackages, say } from './bootstrap.mjs';
import { conclude, lint, stage, tests, types, unitFolders } from './stages.mjs';

try {
  const node = ensureNode();
  ensurePackages();
  ensureBuild(node);
  await stage('types', () => types(node));
  await stage('lint', () => lint(node));
  await stage('architecture', () => tests(node, ['architecture']));
  await stage('unit', () => tests(node, unitFolders));
  conclude();
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
