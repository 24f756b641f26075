import type { Location, LocationLink } from 'vscode-languageserver/node';
import { mentionAt } from '../../language/features/mentions/find-mentions.ts';
import { definitionAt } from '../../language/features/navigation/definition.ts';
import { referencesAt } from '../../language/features/navigation/references.ts';
import { uriOfPath } from '../uri.ts';
import { isYaml, Places, type OpenFile } from './feature-context.ts';

/** Where the thing at a place is defined; in TypeScript only what VS Code's own does not know. */
export function definition(open: OpenFile, offset: number): LocationLink[] {
  const places = new Places(open.project);
  const mention = mentionAt(open.project, open.file, offset);
  const origin = mention && places.range(open.file, mention.nameStart, mention.nameEnd);
  return definitionAt(open.project, open.file, offset).map(({ file, start, end }) => {
    const range = places.range(file, start, end);
    return {
      targetUri: uriOfPath(file),
      targetRange: range,
      targetSelectionRange: range,
      ...(origin ? { originSelectionRange: origin } : {}),
    };
  });
}

/** Uses of the thing at a place. VS Code finds those of a class in TypeScript itself, so there ours are those in YAML. */
export function references(open: OpenFile, offset: number, withDefinition: boolean): Location[] {
  const places = new Places(open.project);
  return referencesAt(open.project, open.file, offset, { withDefinition })
    .filter(({ file }) => isYaml(open) || file.endsWith('.yaml') || file.endsWith('.yml'))
    .map((location) => places.location(location));
}
