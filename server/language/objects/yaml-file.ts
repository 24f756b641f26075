import { readYaml, type YamlDocument } from '../yaml/read-yaml.ts';
import type { ObjectKind } from '../project.ts';
import { isObjectKind, kindOfFileName } from './object-kinds.ts';
import { YamlObject } from './yaml-object.ts';

/** One YAML file of the project that holds, or is meant to hold, one of our objects. Never changes; an edit makes a new one. */
export interface YamlFile {
  readonly file: string;
  readonly document: YamlDocument;
  readonly object?: YamlObject;
  /** The word after `type:`, when it is not one of ours, or '' when there is none. */
  readonly unknownType?: string;
}

/** Reads a text as one of our files, from what it was before an edit; undefined when it is some other program's YAML. */
export function readYamlFile(file: string, text: string, before?: YamlFile): YamlFile | undefined {
  const word = typeWord(text);
  if (!isOurs(file, word, text)) return undefined;
  const document = readYaml(text, undefined, before?.document);
  const kind = kindOf(document) ?? (isObjectKind(word) ? word : undefined);
  if (kind === undefined) return { file, document, unknownType: word ?? '' };
  return { file, document, object: new YamlObject(kind, file, document) };
}

/** Whether a file that cannot be read as text is meant to be ours, by its name or its first bytes. */
export function looksLikeOurs(file: string, head: string): boolean {
  return kindOfFileName(file) !== undefined || isObjectKind(typeWord(head));
}

/** `type:` at the beginning of a line, without parsing: most YAML files of a workspace are not ours. */
function typeWord(text: string): string | undefined {
  const match = /^(?:\{\s*)?["']?type["']?[ \t]*:(?:[ \t]+|$)["']?([^\s"',}#]*)/m.exec(text);
  return match?.[1];
}

function isOurs(file: string, word: string | undefined, text: string): boolean {
  if (isObjectKind(word)) return true;
  if (kindOfFileName(file) === undefined) return false;
  // A file named like one of ours, whose type is misspelt or not written yet. Other programs' files of such names
  // (`web.service.yaml`) have neither key at the top.
  return word !== undefined || /^["']?name["']?[ \t]*:/m.test(text);
}

function kindOf(document: YamlDocument): ObjectKind | undefined {
  const value = document.root?.kind === 'map' ? document.root.byKey.get('type')?.value : undefined;
  const word = value?.kind === 'scalar' ? value.value : undefined;
  return isObjectKind(word) ? word : undefined;
}
