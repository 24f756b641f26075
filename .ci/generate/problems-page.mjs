import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The page of all problem codes, from every table made with `defineProblems`. */
export async function problemsPage(root) {
  const rows = new Map();
  for (const file of tableFiles(root)) {
    const module = await import(path.join(root, file));
    for (const [code, text] of Object.values(module).flatMap(codesOf)) rows.set(code, text);
  }
  const areas = Map.groupBy(
    [...rows].sort(([a], [b]) => (a < b ? -1 : 1)),
    ([code]) => code.split('-')[1],
  );
  const sections = [...areas].map(([area, codes]) => `## ORDO-${area}\n\n${table(codes)}`);
  const about =
    'What Ordo says when something is wrong, in the editor, on the command line and in answers of the API. Words in *italics* stand for names and values.';
  return (
    [
      '# Problem codes',
      '<!-- Made from the problem tables in server; do not edit: run npm run generate. -->',
      about,
      ...sections,
    ].join('\n\n') + '\n'
  );
}

function tableFiles(root) {
  const files = globSync('server/**/*.ts', { cwd: root })
    .map((file) => file.split(path.sep).join('/'))
    .sort();
  return files.filter((file) => /= defineProblems\(/.test(readFileSync(path.join(root, file), 'utf8')));
}

function codesOf(exported) {
  if (typeof exported !== 'object' || exported === null) return [];
  return Object.entries(exported).filter(([key]) => /^ORDO-[A-Z]+-\d+$/.test(key));
}

function table(codes) {
  const rows = codes.map(
    ([code, { severity, message, remedy }]) => `| ${code} | ${severity} | ${shown(message)} | ${shown(remedy)} |`,
  );
  return ['| Code | Severity | What is wrong | What to do |', '|---|---|---|---|', ...rows].join('\n');
}

function shown(text) {
  return text
    .replaceAll('|', '\\|')
    .replaceAll(/\{(\w+)\}/g, '*$1*')
    .trim();
}
