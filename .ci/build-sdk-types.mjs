// Makes `dist/sdk/ordo.d.ts`: what user code imports as 'ordo', in one file that needs no other. `.ordo/` gets a copy.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(import.meta.dirname, '..');
const entry = path.join(root, 'server/sdk/index.ts');

// A source run imports this file to make `.ordo/` from the sources as they are.
if (process.argv[1] === import.meta.filename) {
  const target = process.argv[2] ?? path.join(root, 'dist/sdk/ordo.d.ts');
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, sdkDeclarationText());
}

/** The text of `ordo.d.ts`. */
export function sdkDeclarationText() {
  return joinDeclarations(emitDeclarations());
}

/** Declaration text by source file, in the order in which the compiler read them (what is imported comes first). */
function emitDeclarations() {
  const { config } = ts.readConfigFile(path.join(root, 'server/tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, include: [], files: [entry] },
    ts.sys,
    path.join(root, 'server'),
  );
  const program = ts.createProgram([entry], {
    ...options,
    // Not where the command happens to run.
    typeRoots: [path.join(root, 'node_modules', '@types')],
    noEmit: false,
    incremental: false,
    tsBuildInfoFile: undefined,
    declaration: true,
    emitDeclarationOnly: true,
    stripInternal: true,
  });
  const texts = new Map();
  const { diagnostics } = program.emit(undefined, (_file, text, _bom, _error, sources) => {
    for (const source of sources ?? []) texts.set(source.fileName, text);
  });
  const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (problems.length > 0)
    fail(ts.formatDiagnostics(problems, { ...ts.sys, getCanonicalFileName: (f) => f, getNewLine: () => '\n' }));
  return texts;
}

/** All declarations one after another: imports between them go, and only what the entry exports is exported. */
function joinDeclarations(texts) {
  const exported = new Set();
  const bodies = [];
  const seen = new Map();
  for (const [file, text] of texts) {
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    if (path.resolve(file) === entry) {
      for (const statement of source.statements) {
        for (const { name } of statement.exportClause?.elements ?? []) exported.add(name.text);
      }
    }
    bodies.push(source);
  }
  const parts = bodies.flatMap((source) =>
    source.statements.flatMap((statement) => declarationText(source, statement, exported, seen)),
  );
  const missing = [...exported].filter((name) => !seen.has(name));
  if (missing.length > 0) fail(`Exported but not declared: ${missing.join(', ')}`);
  const header =
    '/**\n * Ordo: the classes that workflow code extends and the order it works on.\n * Made by Ordo; changes are overwritten.\n */\n';
  return `${header}\n${parts.join('\n')}\nexport {};\n`;
}

function declarationText(source, statement, exported, seen) {
  if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) return [];
  const name = statement.name?.text ?? statement.declarationList?.declarations[0]?.name.text;
  if (seen.has(name)) fail(`${name} is declared in ${seen.get(name)} and in ${source.fileName}`);
  seen.set(name, source.fileName);
  const documentation = source.text.slice(statement.getFullStart(), statement.getStart()).trim();
  const bare = statement
    .getText()
    .replace(/^export /, '')
    .replace(/^declare /, '')
    // Parameters that the default implementations leave unused.
    .replaceAll(/\b_(\w+)(?=\??:)/g, '$1');
  const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
  const prefix = `${exported.has(name) ? 'export ' : ''}${isType ? '' : 'declare '}`;
  return [`${documentation === '' ? '' : `${documentation}\n`}${prefix}${bare}`];
}

function fail(message) {
  throw new Error(message);
}
