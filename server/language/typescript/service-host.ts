import path from 'node:path';
import ts from 'typescript';
import { nodeTypesFolder, sdkEntry, stepTypesFile } from './sdk-files.ts';
import type { SourceTexts } from './source-texts.ts';

/** What the compiler's language service asks of us. It remembers which file imports which, for `ImportClosure`. */
export class ServiceHost implements ts.LanguageServiceHost {
  readonly root: string;
  /** Comments are read only where they change types: those of Node's own types cost 250 ms. */
  readonly jsDocParsingMode = ts.JSDocParsingMode.ParseForTypeErrors;
  readonly texts: SourceTexts;
  /** Project files by what they import, as it was last resolved. */
  readonly imports = new Map<string, ReadonlySet<string>>();
  options: ts.CompilerOptions = {};
  rootFiles: readonly string[] = [];
  #structureSeen = 0;
  #invalid = false;

  constructor(root: string, texts: SourceTexts) {
    this.root = root;
    this.texts = texts;
  }

  /** Brings the service's program up to date; names are looked up anew after files came or went. */
  synchronize(service: ts.LanguageService): void {
    this.#invalid = this.#structureSeen !== this.texts.structure;
    this.#structureSeen = this.texts.structure;
    service.getProgram();
    // Once is enough: as long as this says true the compiler builds a program for every question.
    this.#invalid = false;
  }

  getCompilationSettings(): ts.CompilerOptions {
    return this.options;
  }

  getScriptFileNames(): string[] {
    return [...this.rootFiles, nodeTypesEntry(), stepTypesFile(this.root)].map(slashed);
  }

  getScriptVersion(file: string): string {
    return this.texts.versionOf(path.normalize(file));
  }

  getScriptSnapshot(file: string): ts.IScriptSnapshot | undefined {
    const text = this.texts.text(path.normalize(file));
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
  }

  getCurrentDirectory(): string {
    return this.root;
  }

  getDefaultLibFileName(options: ts.CompilerOptions): string {
    return ts.getDefaultLibFilePath(options);
  }

  fileExists(file: string): boolean {
    return this.texts.exists(path.normalize(file));
  }

  readFile(file: string): string | undefined {
    return this.texts.text(path.normalize(file));
  }

  directoryExists(folder: string): boolean {
    return this.texts.folderExists(path.normalize(folder));
  }

  getDirectories(folder: string): string[] {
    return ts.sys.getDirectories(folder);
  }

  // The compiler calls this one without `this`.
  hasInvalidatedResolutions = (): boolean => this.#invalid;

  resolveModuleNameLiterals(
    literals: readonly ts.StringLiteralLike[],
    containingFile: string,
    redirected: ts.ResolvedProjectReference | undefined,
    options: ts.CompilerOptions,
  ): readonly ts.ResolvedModuleWithFailedLookupLocations[] {
    const resolved = literals.map((literal) => this.#resolve(literal.text, containingFile, options, redirected));
    const files = resolved.flatMap((each) => each.resolvedModule?.resolvedFileName ?? []);
    this.imports.set(path.normalize(containingFile), new Set(files.map((file) => path.normalize(file))));
    return resolved;
  }

  #resolve(
    name: string,
    containingFile: string,
    options: ts.CompilerOptions,
    redirected: ts.ResolvedProjectReference | undefined,
  ): ts.ResolvedModuleWithFailedLookupLocations {
    const own = ownModule(name);
    if (own)
      return {
        resolvedModule: { resolvedFileName: slashed(own), extension: extensionOf(own), isExternalLibraryImport: false },
      };
    return ts.resolveModuleName(name, containingFile, options, this, undefined, redirected);
  }
}

/** `ordo` is ours whatever lies in `node_modules`; Node's types need one package beside them. */
function ownModule(name: string): string | undefined {
  if (name === 'ordo') return sdkEntry();
  return name === 'undici-types' ? path.join(nodeTypesFolder().undici, 'index.d.ts') : undefined;
}

function nodeTypesEntry(): string {
  return path.join(nodeTypesFolder().node, 'index.d.ts');
}

function extensionOf(file: string): string {
  return file.endsWith('.d.ts') ? ts.Extension.Dts : ts.Extension.Ts;
}

/** The compiler's own form of a path, on Windows too. */
function slashed(file: string): string {
  return file.split(path.sep).join('/');
}
