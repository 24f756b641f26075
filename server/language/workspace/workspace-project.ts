import path from 'node:path';
import type { Problem } from '../../../schemas/protocol/problem.ts';
import { throwIfCancelled } from '../../base/cancel.ts';
import { byPlace, runRules } from '../diagnostics/run-rules.ts';
import type { YamlObject } from '../objects/yaml-object.ts';
import type { CodeChecker } from '../typescript/code-checker.ts';
import type { CheckOptions, CodePlace, Project } from '../project.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

/** A project folder with its rules: what the editor, `ordo check` and deploy ask. */
export class WorkspaceProject implements Project {
  readonly files: WorkspaceFiles;
  /** Source texts that were set before the compiler was needed. */
  readonly #sources = new Map<string, string | undefined>();
  #checker: CodeChecker | undefined;

  constructor(files: WorkspaceFiles) {
    this.files = files;
  }

  get root(): string {
    return this.files.root;
  }

  get workspace(): WorkspaceFiles {
    return this.files;
  }

  get objects(): readonly YamlObject[] {
    return this.files.objects;
  }

  find(kind: string, name: string, version?: string): readonly YamlObject[] {
    return this.files.find(kind, name, version);
  }

  async check(options: CheckOptions = {}): Promise<readonly Problem[]> {
    throwIfCancelled(options.signal, 'Checking the project');
    const files = options.files && new Set(options.files.map((file) => path.normalize(file)));
    const found = runRules(this.files, files);
    if (options.skipTypeScript !== true) found.push(...(await this.#checkCode(files, options.signal)));
    return found.sort(byPlace);
  }

  updateFile(file: string, text: string | undefined): void {
    const normal = path.normalize(file);
    this.files.setText(normal, text);
    if (!/\.([cm]?[tj]sx?|json)$/.test(normal)) return;
    if (this.#checker) this.#checker.updateFile(normal, text);
    else this.#sources.set(normal, text);
  }

  async codeReferences(file: string, offset: number): Promise<readonly CodePlace[]> {
    return (await this.#openChecker()).references(path.normalize(file), offset);
  }

  async #checkCode(files: ReadonlySet<string> | undefined, signal: AbortSignal | undefined): Promise<Problem[]> {
    if (!this.#checker && !this.objects.some((object) => object.codeFile !== undefined)) return [];
    const checker = await this.#openChecker();
    return await checker.check({ ...(signal ? { signal } : {}), ...(files ? { files } : {}) });
  }

  async #openChecker(): Promise<CodeChecker> {
    if (this.#checker) return this.#checker;
    // The compiler takes 300 ms to load; who only reads YAML does not wait for it.
    const { CodeChecker } = await import('../typescript/code-checker.ts');
    this.#checker ??= new CodeChecker(this.files);
    for (const [file, text] of this.#sources) this.#checker.updateFile(file, text);
    this.#sources.clear();
    return this.#checker;
  }
}
