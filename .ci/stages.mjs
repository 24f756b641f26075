// The stages of `npm run check` and `npm test`. Each counts what passed, failed and was skipped.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { root, run, say } from './bootstrap.mjs';

export const totals = { passed: 0, failed: 0, skipped: 0 };

/** Runs one stage; a failure does not stop the next, so that one run shows everything. */
export async function stage(name, work) {
  const started = Date.now();
  say(`\n── ${name}`);
  const before = { ...totals };
  try {
    await work();
  } catch (error) {
    totals.failed += 1;
    say(`✖ ${name}: ${error.message}`);
  }
  say(
    `   ${name}: ${totals.passed - before.passed} passed, ${totals.failed - before.failed} failed, ${totals.skipped - before.skipped} skipped in ${((Date.now() - started) / 1000).toFixed(1)} s`,
  );
}

export async function command(title, program, args, options) {
  const code = await run(program, args, options);
  if (code === 0) totals.passed += 1;
  else totals.failed += 1;
  say(`${code === 0 ? '✔' : '✖'} ${title}`);
}

export const typeScopes = ['schemas', 'server', 'extension', 'webview', 'test'];

export async function types(node) {
  mkdirSync(path.join(root, 'node_modules', '.cache', 'tsc'), { recursive: true });
  // Two at a time: the checks are independent and the machines this runs on have two cores.
  const queue = [...typeScopes];
  const work = async () => {
    for (let scope = queue.shift(); scope; scope = queue.shift()) {
      await command(`types of ${scope}`, node, ['node_modules/typescript/bin/tsc', '-p', scope]);
    }
  };
  await Promise.all([work(), work()]);
}

export async function lint(node) {
  await command('lint', node, [
    'node_modules/eslint/bin/eslint.js',
    '--max-warnings',
    '0',
    '--cache',
    '--cache-strategy',
    'content',
    '--cache-location',
    'node_modules/.cache/eslint/',
    '.',
  ]);
  await command('format', node, [
    'node_modules/prettier/bin/prettier.cjs',
    '--check',
    '--log-level',
    'warn',
    '--cache',
    '--cache-strategy',
    'content',
    '.',
  ]);
}

/** Runs test files below the given folders; `concurrency` files at a time. */
export async function tests(node, folders, { concurrency = 2, timeoutMs = 120_000, env = {} } = {}) {
  const files = folders.flatMap(testFiles).sort();
  if (files.length === 0) throw new Error(`no tests in ${folders.join(', ')}`);
  const summary = path.join(root, 'node_modules', '.cache', `tests-${folders[0].replaceAll('/', '-')}.json`);
  rmSync(summary, { force: true });
  const code = await new Promise((resolve, reject) => {
    const args = [
      '--test',
      `--test-concurrency=${concurrency}`,
      `--test-timeout=${timeoutMs}`,
      `--test-reporter=./.ci/test-reporter.mjs`,
      ...files,
    ];
    const child = spawn(node, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env, ORDO_TEST_SUMMARY: summary },
    });
    child.on('error', reject);
    child.on('exit', resolve);
  });
  if (!existsSync(summary)) throw new Error(`the test runner ended with ${code} and left no summary`);
  const counts = JSON.parse(readFileSync(summary, 'utf8'));
  totals.passed += counts.passed;
  totals.failed += counts.failed + counts.cancelled;
  totals.skipped += counts.skipped + counts.todo;
  // A file that ends badly outside of its tests must not pass unseen.
  if (code !== 0 && counts.failed + counts.cancelled === 0) totals.failed += 1;
}

function testFiles(folder) {
  const top = path.join(root, 'test', folder);
  if (!existsSync(top)) return [];
  const names = readdirSync(top, { recursive: true }).filter((name) => name.endsWith('.test.ts'));
  return names.map((name) => path.join('test', folder, name));
}

/** Tests without processes of ours: quick enough for the inner loop. */
export const unitFolders = [
  'conformance',
  'extension',
  'server/api',
  'server/base',
  'server/engine',
  'server/language',
  'server/options',
  'server/runner',
  'server/sdk',
  'webview',
];
/** Tests that start real processes: engines, runners, language servers, the command line. */
export const processFolders = [
  'server/cli',
  'server/debug',
  'server/deploy',
  'server/host',
  'server/isolation',
  'server/lsp',
];

/** Prints the one line that says how it went, and sets the exit code. */
export function conclude() {
  say(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
  process.exitCode = totals.failed === 0 && (totals.skipped === 0 || !process.env.CI) ? 0 : 1;
}
