import path from 'node:path';
import { CodeTexts, type FeatureProject } from '../../server/language/features/feature-project.ts';
import { dedent, withProject, type ProjectTexts } from './language-project.ts';

/** A place in one of a project's texts, which was marked `<|>`. */
export interface Marked {
  readonly project: FeatureProject;
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
  readonly offset: number;
  /** Path in the project, with `/`. */
  readonly name: (file: string) => string;
  readonly absolute: (name: string) => string;
}

/** Opens a project in which one text holds the mark `<|>`; a single text is a YAML file named by its `type:`. */
export async function withMark<T>(written: string | ProjectTexts, use: (marked: Marked) => Promise<T> | T): Promise<T> {
  const texts = typeof written === 'string' ? { [nameOf(written)]: written } : written;
  const all = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, dedent(text)]));
  const marked = Object.keys(all).find((name) => all[name]?.includes('<|>')) ?? Object.keys(all)[0] ?? '';
  const offset = Math.max(0, (all[marked] ?? '').indexOf('<|>'));
  const clean = Object.fromEntries(Object.entries(all).map(([name, text]) => [name, text.replace('<|>', '')]));
  return withProject(clean, async (loaded) => {
    const codes = new CodeTexts();
    const absolute = (name: string): string => path.join(loaded.root, name);
    for (const [name, text] of Object.entries(clean)) codes.set(absolute(name), text);
    const project = await codes.open(loaded.workspace);
    return use({
      project,
      file: absolute(marked),
      text: clean[marked] ?? '',
      offset,
      absolute,
      name: (file) => loaded.workspace.relativePath(file),
    });
  });
}

function nameOf(text: string): string {
  return `test.${/^\s*type: *([\w-]+)/m.exec(text)?.[1] ?? 'workflow'}.yaml`;
}
