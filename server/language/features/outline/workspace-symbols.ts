import type { FeatureProject } from '../feature-project.ts';
import type { Mention, TargetKind } from '../mentions/mention.ts';
import { targetText } from '../mentions/mention.ts';
import { yamlMentions } from '../mentions/yaml-mentions.ts';

/** A thing of the project that a person may look for by name. */
export interface WorkspaceSymbol {
  readonly name: string;
  readonly kind: TargetKind;
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** What it belongs to. */
  readonly container: string;
}

const maxSymbols = 500;

/** Objects, errors, configuration items and order keys whose name holds the letters in their order. */
export function workspaceSymbols(project: FeatureProject, query: string): readonly WorkspaceSymbol[] {
  const found: WorkspaceSymbol[] = [];
  const letters = query.toLowerCase().replace(/\s+/g, '');
  for (const file of project.workspace.files.values()) {
    const container = file.object?.identity ?? '';
    for (const mention of yamlMentions(file)) {
      if (mention.role !== 'definition' || !matches(targetText(mention.target).toLowerCase(), letters)) continue;
      found.push(symbolOf(mention, container));
      if (found.length >= maxSymbols) return found;
    }
  }
  return found;
}

function symbolOf({ target, file, nameStart, nameEnd }: Mention, container: string): WorkspaceSymbol {
  const name = targetText(target);
  return {
    name,
    kind: target.kind,
    file,
    start: nameStart,
    end: nameEnd,
    container: container === name ? target.kind : `${target.kind} of ${container}`,
  };
}

function matches(name: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
