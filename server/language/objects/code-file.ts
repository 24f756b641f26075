import path from 'node:path';
import type { YamlObject } from './yaml-object.ts';

export type CodeLanguage = 'typescript' | 'qore' | 'java' | 'python';

/** The file that should hold an object's code: `code:` beside the YAML file, else the same base name with `.ts`. */
export function expectedCodeFile(object: YamlObject): string {
  const written = object.text('code');
  if (written !== undefined && written !== '') return path.resolve(path.dirname(object.file), written);
  return object.file.replace(/\.ya?ml$/i, '.ts');
}

/** What the code is written in: `lang`, else what the code file's name says (the manuals' default is qore). */
export function codeLanguage(object: YamlObject): CodeLanguage {
  const lang = object.text('lang');
  if (lang === 'qore' || lang === 'java' || lang === 'python' || lang === 'typescript') return lang;
  const code = object.text('code');
  if (code === undefined || /\.[cm]?[tj]s$/.test(code)) return 'typescript';
  if (code.endsWith('.py')) return 'python';
  return code.endsWith('.java') ? 'java' : /\.q[a-z]+$/.test(code) ? 'qore' : 'typescript';
}
