import path from 'node:path';
import ts from 'typescript';
import type { Problem } from '../../../schemas/protocol/problem.ts';
import { throwIfCancelled } from '../../base/cancel.ts';
import { objectReporter, placeReporter } from '../diagnostics/reporters.ts';
import { problems } from '../diagnostics/problems.ts';
import { codeLanguage } from '../objects/code-file.ts';
import type { WorkspaceView } from '../objects/workspace-view.ts';
import type { CodePlace } from '../project.ts';
import type { YamlObject } from '../objects/yaml-object.ts';
import { stepOrders, type StepOrderTypes } from '../types/step-orders.ts';
import { LineIndex } from '../yaml/line-index.ts';
import { classFacts, exportedClasses, type ClassFacts } from './class-facts.ts';
import { checkClass, chooseClass } from './class-rules.ts';
import type { ClassUses } from './class-uses.ts';
import { compilerProblem } from './compiler-problems.ts';
import { importClosure } from './import-closure.ts';
import { NamedOrderTypes } from './order-types-named.ts';
import { isSdkFile, stepTypesFile } from './sdk-files.ts';
import { ServiceHost } from './service-host.ts';
import { SourceTexts } from './source-texts.ts';
import { StepUsers } from './step-users.ts';
import { readUserOptions, type UserOptions } from './user-options.ts';

/** Kinds of object whose class is checked; others may have code that nothing runs yet. */
const checkedKinds: ReadonlySet<string> = new Set(['step', 'workflow', 'job']);

/** What one file gave, and for which state of it and of its imports that holds. */
interface FileFindings {
  readonly key: string;
  readonly problems: readonly Problem[];
  readonly classes: ReadonlyMap<string, ClassFacts>;
}

/**
 * Checks the TypeScript code of a project as one program: types, and classes against the objects they belong to. After an
 * edit only what can have changed is checked again.
 */
export class CodeChecker {
  readonly #workspace: WorkspaceView;
  readonly #texts = new SourceTexts();
  readonly #host: ServiceHost;
  readonly #service: ts.LanguageService;
  readonly #findings = new Map<string, FileFindings>();
  /** Findings that hold now; emptied by each change. */
  readonly #current = new Map<string, FileFindings>();
  #userOptions: UserOptions | undefined;
  readonly #namedTypes = new NamedOrderTypes((file) => this.#texts.text(file) ?? '');
  #environment = '';
  /** As of the last check of the whole project. */
  #uses: ReadonlyMap<string, ClassUses> | undefined;
  #orderTypes: StepOrderTypes = { text: '', byStep: new Map() };

  constructor(workspace: WorkspaceView) {
    this.#workspace = workspace;
    this.#host = new ServiceHost(workspace.root, this.#texts);
    this.#service = ts.createLanguageService(this.#host, registry);
  }

  /** The text of a source file (or tsconfig.json) changed; undefined = deleted. */
  updateFile(file: string, text: string | undefined): void {
    this.#texts.set(file, text);
    this.#current.clear();
    if (file.endsWith('.json')) this.#userOptions = undefined;
  }

  async check(options: { signal?: AbortSignal; files?: ReadonlySet<string> } = {}): Promise<Problem[]> {
    this.#prepare();
    const found: Problem[] = [...this.#optionProblems(options.files)];
    const objects = this.#objectsWithCode();
    for (const file of this.#projectFiles(objects)) {
      if (options.files && !options.files.has(file)) continue;
      found.push(...this.#findingsOf(file).problems);
      await pause(options.signal);
    }
    if (!options.files) this.#uses = this.#usesOf(objects);
    const users = new StepUsers(this.#workspace, this.#uses);
    for (const object of objects) found.push(...this.#objectProblems(object, options.files, users));
    return withoutRepetition(found);
  }

  /** Places that mean what stands at an offset, for a rename; `{ a }` that stands for `a: a` is left to the compiler's own. */
  references(file: string, offset: number): readonly CodePlace[] {
    this.#prepare();
    const found = this.#service.findRenameLocations(file, offset, false, false, {}) ?? [];
    return found.map(({ fileName, textSpan: { start, length } }) => ({
      file: path.normalize(fileName),
      start,
      end: start + length,
    }));
  }

  dispose(): void {
    this.#service.dispose();
  }

  /** Brings options, generated types and the list of files up to date. */
  #prepare(): void {
    this.#current.clear();
    this.#userOptions ??= readUserOptions(this.#workspace.root, (file) => this.#texts.text(path.normalize(file)));
    this.#host.options = this.#userOptions.options;
    this.#host.rootFiles = [...new Set(this.#objectsWithCode().map((object) => object.codeFile ?? ''))];
    const typesFile = stepTypesFile(this.#workspace.root);
    this.#orderTypes = stepOrders(this.#workspace);
    this.#texts.set(typesFile, this.#orderTypes.text);
    this.#host.synchronize(this.#service);
    this.#environment = JSON.stringify([this.#host.options, this.#texts.structure]);
  }

  #objectsWithCode(): readonly YamlObject[] {
    return this.#workspace.objects.filter(
      (object) =>
        checkedKinds.has(object.kind) &&
        object.codeFile !== undefined &&
        /\.[cm]?tsx?$/.test(object.codeFile) &&
        codeLanguage(object) === 'typescript' &&
        (object.kind !== 'workflow' ||
          object.node(['code']) !== undefined ||
          object.node(['class-name']) !== undefined),
    );
  }

  /** The code files and what they import inside the project; packages and the SDK are not the user's to mend. */
  #projectFiles(objects: readonly YamlObject[]): readonly string[] {
    if (objects.length === 0) return [];
    const { root } = this.#workspace;
    const sources = this.#service.getProgram()?.getSourceFiles() ?? [];
    return sources
      .filter((source) => !source.isDeclarationFile)
      .map((source) => path.normalize(source.fileName))
      .filter(
        (file) =>
          file.startsWith(root + path.sep) && !file.includes(`${path.sep}node_modules${path.sep}`) && !isSdkFile(file),
      )
      .sort();
  }

  /** Asked for each of 1,000 steps, so what holds for this check is looked up only once. */
  #findingsOf(file: string): FileFindings {
    const now = this.#current.get(file);
    if (now) return now;
    const findings = this.#findingsFor(file);
    this.#current.set(file, findings);
    return findings;
  }

  #findingsFor(file: string): FileFindings {
    const key = `${this.#environment}\n${this.#stateOf(file)}`;
    const known = this.#findings.get(file);
    if (known?.key === key) return known;
    const findings = { key, problems: this.#compilerProblems(file), classes: this.#classesOf(file) };
    this.#findings.set(file, findings);
    return findings;
  }

  /** Changes when the file, what it imports or an order type that these name has changed. */
  #stateOf(file: string): string {
    const closure = importClosure(file, this.#host.imports);
    return closure
      .map((each) => {
        const version = this.#texts.versionOf(each);
        return `${each}@${version}\n${isSdkFile(each) ? '' : this.#namedTypes.in(each, version, this.#orderTypes)}`;
      })
      .join('\n');
  }

  #compilerProblems(file: string): readonly Problem[] {
    const syntax = this.#service.getSyntacticDiagnostics(file);
    // Types of a file that cannot be parsed would only repeat the same in worse words.
    const found = syntax.length > 0 ? syntax : this.#service.getSemanticDiagnostics(file);
    return found
      .slice(0, maxProblemsPerFile)
      .map((each) => compilerProblem(each, (name) => this.#workspace.relativePath(path.normalize(name))));
  }

  #classesOf(file: string): ReadonlyMap<string, ClassFacts> {
    const program = this.#service.getProgram();
    const source = program?.getSourceFile(file);
    if (!program || !source) return new Map();
    const checker = program.getTypeChecker();
    return new Map([...exportedClasses(source, checker)].map(([name, each]) => [name, classFacts(each, checker)]));
  }

  /** What the code of each step does with its orders, for questions about several steps. */
  #usesOf(objects: readonly YamlObject[]): ReadonlyMap<string, ClassUses> {
    const steps = objects.filter((object) => object.kind === 'step');
    return new Map(
      steps.flatMap((object) => {
        const facts = chooseClass(object, this.#findingsOf(object.codeFile ?? '').classes, () => undefined);
        return facts ? [[object.identity, facts.uses] as const] : [];
      }),
    );
  }

  #objectProblems(object: YamlObject, files: ReadonlySet<string> | undefined, users: StepUsers): readonly Problem[] {
    const code = object.codeFile ?? '';
    if (files && !files.has(object.file) && !files.has(code)) return [];
    const found: Problem[] = [];
    const report = objectReporter(object, this.#workspace, found);
    const facts = chooseClass(object, this.#findingsOf(code).classes, report);
    const lines = new LineIndex(this.#texts.text(code) ?? '');
    const project = { workspace: this.#workspace, users };
    if (facts) checkClass(object, facts, lines, report, placeReporter(this.#workspace, found), project);
    if (!files) return found;
    const wanted = new Set([...files].map((file) => this.#workspace.relativePath(file)));
    return found.filter((problem) => problem.file !== undefined && wanted.has(problem.file));
  }

  #optionProblems(files: ReadonlySet<string> | undefined): readonly Problem[] {
    const { file, hasPlugins = false, errors = [] } = this.#userOptions ?? {};
    if (file === undefined || (files && !files.has(file))) return [];
    const text = this.#texts.text(file) ?? '';
    const lines = new LineIndex(text);
    const place = (start: number, length: number): object => ({
      file: this.#workspace.relativePath(file),
      range: lines.range(start, start + length),
    });
    const found = errors.map((each) => {
      const detail = ts.flattenDiagnosticMessageText(each.messageText, ' ');
      return problems.problem('ORDO-TS-012', { detail }, place(each.start ?? 0, each.length ?? 0));
    });
    const at = text.indexOf('"plugins"');
    if (hasPlugins)
      found.push(problems.problem('ORDO-TS-011', {}, place(Math.max(0, at), at < 0 ? 0 : '"plugins"'.length)));
    return found;
  }
}

/** The compiler, too, objects to `override` before a method that the base class does not have, and to names in typed orders. */
function withoutRepetition(found: readonly Problem[]): Problem[] {
  const said = new Map(
    found.filter(({ code }) => saidBetter[code]).map((problem) => [placeKey(problem), problem.code]),
  );
  return found.filter((problem) => {
    const better = saidBetter[said.get(placeKey(problem)) ?? ''];
    return !better?.includes(Number(problem.data?.['typescript'] ?? 0));
  });
}

/** Errors of the compiler that a problem of ours says better at the same place. */
const saidBetter: Readonly<Record<string, readonly number[]>> = {
  'ORDO-TS-008': [4112, 4113, 4117],
  'ORDO-TS-009': [4112, 4113, 4117],
  'ORDO-TS-016': [2353, 2561],
  'ORDO-TS-017': [2339, 2551],
  'ORDO-TS-020': [2339, 2551],
};

function placeKey({ file, range }: Problem): string {
  return JSON.stringify([file, range]);
}

const maxProblemsPerFile = 100;

/** Parsed files of the compiler's library and of packages are shared by all projects of the process. */
const registry = ts.createDocumentRegistry(
  ts.sys.useCaseSensitiveFileNames,
  undefined,
  ts.JSDocParsingMode.ParseForTypeErrors,
);

/** Lets other work of the process run between two files, and stops when asked to. */
async function pause(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  throwIfCancelled(signal, 'Checking the code');
}
