import type { FeatureProject } from '../feature-project.ts';
import { mentionsIn } from '../mentions/find-mentions.ts';
import type { Mention } from '../mentions/mention.ts';

/** A name with a meaning, for colours. */
export interface SemanticToken {
  readonly start: number;
  readonly end: number;
  readonly type: 'function' | 'class' | 'variable' | 'enumMember' | 'property' | 'event' | 'type';
  readonly isDefinition: boolean;
  /** Nothing of this name exists. */
  readonly isMissing: boolean;
}

/** Names of a YAML file that stand for something, by what they stand for. */
export function semanticTokens(project: FeatureProject, file: string): readonly SemanticToken[] {
  if (!project.workspace.files.has(file)) return [];
  return mentionsIn(project, file)
    .filter(({ nameStart, nameEnd }) => nameEnd > nameStart)
    .map((mention) => ({
      start: mention.nameStart,
      end: mention.nameEnd,
      type: typeOf(mention),
      isDefinition: mention.role === 'definition',
      isMissing: isMissing(project, mention),
    }));
}

function typeOf({ target }: Mention): SemanticToken['type'] {
  switch (target.kind) {
    case 'step':
    case 'workflow':
    case 'job':
    case 'service':
    case 'function':
      return 'function';
    case 'code-class':
    case 'class':
      return 'class';
    case 'event':
      return 'event';
    case 'type':
      return 'type';
    case 'error':
      return 'enumMember';
    case 'order-key':
    case 'config-item':
      return 'property';
    default:
      return 'variable';
  }
}

function isMissing({ workspace }: FeatureProject, { target, role }: Mention): boolean {
  if (role === 'definition' || ['error', 'order-key', 'config-item', 'code-class'].includes(target.kind)) return false;
  return workspace.find(target.kind, target.name, target.version).length === 0;
}
