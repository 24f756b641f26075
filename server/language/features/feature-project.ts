import type { YamlObject } from '../objects/yaml-object.ts';
import type { WorkspaceView } from '../objects/workspace-view.ts';
import { readText } from '../workspace/read-text.ts';
import type { CodeOutline } from '../typescript/class-outline.ts';

/** What every feature is given: the files of a project and what can be seen in its TypeScript. */
export interface FeatureProject {
  readonly workspace: WorkspaceView;
  /** The object of a YAML file, with its code file looked up. */
  object(file: string): YamlObject | undefined;
  /** Text of a TypeScript file: the open document, else the disk; undefined when there is none. */
  codeText(file: string): string | undefined;
  /** Classes and names of a TypeScript file. */
  outline(file: string): CodeOutline;
  /** TypeScript files of the project, in no fixed order. */
  readonly codeFiles: readonly string[];
}

/** The features' view of a project, kept as long as the project: outlines are read once for each text. */
export class CodeTexts {
  readonly #texts = new Map<string, string | undefined>();
  readonly #outlines = new Map<string, { readonly text: string; readonly outline: CodeOutline }>();

  /** The text of a TypeScript file changed; undefined = deleted. */
  set(file: string, text: string | undefined): void {
    if (isCode(file)) this.#texts.set(file, text);
  }

  /** Loads the compiler's parser, which takes 300 ms the first time in a process. */
  async open(workspace: WorkspaceView): Promise<FeatureProject> {
    const { outlineOf } = await import('../typescript/class-outline.ts');
    const codeText = (file: string): string | undefined => this.#text(file);
    const outline = (file: string): CodeOutline => {
      const text = this.#text(file);
      if (text === undefined) return { classes: [], names: [] };
      const known = this.#outlines.get(file);
      if (known?.text === text) return known.outline;
      const read = outlineOf(file, text);
      this.#outlines.set(file, { text, outline: read });
      return read;
    };
    return {
      workspace,
      object(file) {
        // Asking for any object builds the index, which is where code files are looked up.
        workspace.find('step', '');
        return workspace.files.get(file)?.object;
      },
      codeText,
      outline,
      get codeFiles() {
        return [...workspace.fileNames].filter((file) => isCode(file) && !file.endsWith('.d.ts'));
      },
    };
  }

  #text(file: string): string | undefined {
    if (!this.#texts.has(file)) {
      const read = readText(file);
      this.#texts.set(file, 'text' in read ? read.text : undefined);
    }
    return this.#texts.get(file);
  }
}

/** Reads all TypeScript of a project a file at a time, so that no question waits for two hundred of them at once. */
export async function readAhead(project: FeatureProject, signal: AbortSignal): Promise<void> {
  for (const file of project.codeFiles) {
    if (signal.aborted) return;
    project.outline(file);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function isCode(file: string): boolean {
  return /\.[cm]?tsx?$/.test(file);
}
