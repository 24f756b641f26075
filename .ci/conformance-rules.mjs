/**
 * The list of rules of the manuals and their tests (test/conformance/rules): checks it and writes it as a page.
 * Run alone: node .ci/conformance-rules.mjs; it fails when a rule has no test, or names one that is not there.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);

async function readTopics() {
  const { ruleTopics } = await import(path.join(root, 'test/conformance/rules/index.ts'));
  return ruleTopics;
}

/** What is wrong with the list, in words. */
export async function ruleGaps() {
  const gaps = [];
  const seen = new Set();
  for (const { topic, rules } of await readTopics()) {
    for (const { id, says, tests } of rules) {
      if (seen.has(id)) gaps.push(`${id}: this id stands twice`);
      seen.add(id);
      if (tests.length === 0) gaps.push(`${id} (${topic}): no test for "${says}"`);
      for (const test of tests) if (!isThere(test)) gaps.push(`${id} (${topic}): there is no test "${test}"`);
    }
  }
  return gaps;
}

/** The list as a page. */
export async function rulesPage() {
  const topics = await readTopics();
  const count = topics.reduce((sum, { rules }) => sum + rules.length, 0);
  const parts = topics.map(({ topic, rules }) => {
    const rows = rules.map(({ id, says, tests }) => `| ${id} | ${cell(says)} | ${tests.map(cell).join('<br>')} |`);
    return `## ${topic}\n\n| rule | what the manual promises | shown by |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  const head = `# Rules of the manuals and their tests\n\nGenerated from \`test/conformance/rules\` by \`npm run generate\`. ${count} rules.\n`;
  return `${head}\n${parts.join('\n')}`;
}

function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

const names = new Map();

function isThere(test) {
  const [, file, start] = /^([\w./-]+\.test\.ts): (.*)$/.exec(test) ?? [];
  return file !== undefined && testNames(file).some((name) => name.startsWith(start) || isTemplateOf(name, start));
}

/** Names of a file's tests as they are written; templates keep their `${…}`. */
function testNames(file) {
  if (names.has(file)) return names.get(file);
  const full = path.join(root, 'test', file.includes('/') ? '' : 'conformance', file);
  const text = existsSync(full) ? readFileSync(full, 'utf8') : '';
  const found = [...text.matchAll(/\btest(?:\.\w+)?\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g)].map((match) =>
    match[2].replaceAll(/\\(['"`])/g, '$1'),
  );
  names.set(file, found);
  return found;
}

/** `severities: ${severity} is logged` may be named with any of its values. */
function isTemplateOf(name, start) {
  const fixed = name.split('${')[0];
  return fixed.length > 3 && fixed !== name && start.startsWith(fixed);
}

if (process.argv[1] === import.meta.filename) {
  const gaps = await ruleGaps();
  for (const gap of gaps) console.error(gap);
  process.exitCode = gaps.length === 0 ? 0 : 1;
}
