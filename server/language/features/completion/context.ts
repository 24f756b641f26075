import { kindOfFileName, isObjectKind } from '../../objects/object-kinds.ts';
import type { ObjectKind } from '../../project.ts';
import type { FeatureProject } from '../feature-project.ts';
import type { SchemaNode } from '../place/schema-walk.ts';
import type { TextPlace } from '../place/text-place.ts';

/** What the parts of completion are given. */
export interface CompletionContext {
  readonly project: FeatureProject;
  readonly file: string;
  readonly text: string;
  readonly kind: ObjectKind;
  readonly place: TextPlace;
  /** Schema of the hash or list that holds the place. */
  readonly holder: SchemaNode | undefined;
}

/** The kind of object a text holds, or that its file's name says; read without a parser, since the text is half typed. */
export function kindOfText(file: string, text: string): ObjectKind | undefined {
  const word = /^["']?type["']?[ \t]*:[ \t]+["']?([\w-]+)/m.exec(text)?.[1];
  return isObjectKind(word) ? word : kindOfFileName(file);
}

/** Plain value of a key at the left edge of a text. */
export function topValue(text: string, key: string): string | undefined {
  const line = new RegExp(`^["']?${key}["']?[ \\t]*:[ \\t]+(.*?)[ \\t]*(?:#.*)?$`, 'm').exec(text)?.[1];
  return line?.replace(/^(["'])(.*)\1$/, '$2');
}
