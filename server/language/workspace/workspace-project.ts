import type { Problem } from '../../../schemas/protocol/problem.ts';
import { throwIfCancelled } from '../../base/cancel.ts';
import { byPlace, runRules } from '../diagnostics/run-rules.ts';
import type { YamlObject } from '../objects/yaml-object.ts';
import type { CheckOptions, Project } from '../project.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

/** A project folder with its rules: what the editor, `ordo check` and deploy ask. */
export class WorkspaceProject implements Project {
  readonly files: WorkspaceFiles;

  constructor(files: WorkspaceFiles) {
    this.files = files;
  }

  get root(): string {
    return this.files.root;
  }

  get objects(): readonly YamlObject[] {
    return this.files.objects;
  }

  find(kind: string, name: string, version?: string): readonly YamlObject[] {
    return this.files.find(kind, name, version);
  }

  async check(options: CheckOptions = {}): Promise<readonly Problem[]> {
    throwIfCancelled(options.signal, 'Checking the project');
    const files = options.files && new Set(options.files);
    return runRules(this.files, files).sort(byPlace);
  }

  updateFile(file: string, text: string | undefined): void {
    this.files.setText(file, text);
  }
}
