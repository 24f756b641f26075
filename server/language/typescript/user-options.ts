import path from 'node:path';
import ts from 'typescript';

/** What the project's own tsconfig.json adds to how its code is checked, and what in it is not used. */
export interface UserOptions {
  readonly options: ts.CompilerOptions;
  /** True when it asks for plugins: they are code of the workspace and are not run. */
  readonly hasPlugins: boolean;
  readonly errors: readonly ts.Diagnostic[];
  readonly file?: string;
}

/**
 * Options that say how strictly code is read and how names are found. All others are ours: the code is bundled for Node 22
 * whatever the file says (design: workspace trust).
 */
const adopted = [
  'paths',
  'baseUrl',
  'pathsBasePath',
  'lib',
  'strict',
  'noImplicitAny',
  'strictNullChecks',
  'strictFunctionTypes',
  'strictBindCallApply',
  'strictPropertyInitialization',
  'strictBuiltinIteratorReturn',
  'noImplicitThis',
  'useUnknownInCatchVariables',
  'alwaysStrict',
  'noUncheckedIndexedAccess',
  'exactOptionalPropertyTypes',
  'noImplicitOverride',
  'noImplicitReturns',
  'noFallthroughCasesInSwitch',
  'noPropertyAccessFromIndexSignature',
  'allowJs',
  'checkJs',
  'experimentalDecorators',
] as const;

const ours: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts'],
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  // Node's types are a root file of ours; packages of folders above the project have no say.
  types: [],
  esModuleInterop: true,
  resolveJsonModule: true,
  allowImportingTsExtensions: true,
  isolatedModules: true,
  forceConsistentCasingInFileNames: true,
};

/** Reads `tsconfig.json` of the project folder; without one, ours alone. Never throws. */
export function readUserOptions(root: string, readFile: (file: string) => string | undefined): UserOptions {
  const file = path.join(root, 'tsconfig.json');
  const text = readFile(file);
  if (text === undefined) return { options: ours, hasPlugins: false, errors: [] };
  const json = ts.readJsonConfigFile(file, () => text);
  const host: ts.ParseConfigHost = {
    useCaseSensitiveFileNames: ts.sys.useCaseSensitiveFileNames,
    // Which files exist does not matter: those of the project's objects are checked.
    readDirectory: () => [],
    fileExists: (name) => readFile(name) !== undefined,
    readFile,
  };
  const parsed = ts.parseJsonSourceFileConfigFileContent(json, host, root, undefined, file);
  const chosen = Object.fromEntries(
    adopted.flatMap((name) => (parsed.options[name] === undefined ? [] : [[name, parsed.options[name]]])),
  );
  const errors = [...(json as ts.TsConfigSourceFile & { parseDiagnostics: ts.Diagnostic[] }).parseDiagnostics];
  return { options: { ...ours, ...chosen }, hasPlugins: Array.isArray(parsed.options['plugins']), errors, file };
}
