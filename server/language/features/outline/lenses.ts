import type { FeatureProject } from '../feature-project.ts';
import { mentionsIn } from '../mentions/find-mentions.ts';
import type { Mention } from '../mentions/mention.ts';
import { nameEntry } from '../place/place.ts';
import { usesOf } from '../navigation/references.ts';

/** Something to do, or to know, above a line. */
export interface Lens {
  readonly start: number;
  readonly end: number;
  readonly does: 'run' | 'debug' | 'graph' | 'deploy' | 'references';
  /** Of the object that it is about. */
  readonly object?: { readonly kind: string; readonly name: string; readonly version?: string };
  /** The places for `references`. */
  readonly uses?: readonly Mention[];
}

/** What can be done with the object of a YAML file, and how often each thing it defines is used; in TypeScript the uses of its classes. */
export function lensesOf(project: FeatureProject, file: string): readonly Lens[] {
  return [...actionLenses(project, file), ...referenceLenses(project, file)];
}

function actionLenses(project: FeatureProject, file: string): readonly Lens[] {
  const object = project.object(file);
  const entry = object && nameEntry(object);
  if (!object || !entry || object.name === '') return [];
  const about = {
    kind: object.kind,
    name: object.name,
    ...(object.version === undefined ? {} : { version: object.version }),
  };
  const actions: readonly Lens['does'][] =
    object.kind === 'workflow' ? ['run', 'debug', 'graph', 'deploy'] : ['deploy'];
  return actions.map((does) => ({ start: entry.keyStart, end: entry.keyEnd, does, object: about }));
}

/** Kinds whose uses are counted; a workflow is mostly used by people. */
const counted: ReadonlySet<string> = new Set([
  'step',
  'queue',
  'event',
  'errors',
  'error',
  'group',
  'class',
  'mapper',
  'value-map',
  'config-item',
  'code-class',
]);

function referenceLenses(project: FeatureProject, file: string): readonly Lens[] {
  return mentionsIn(project, file)
    .filter(({ role, target }) => role === 'definition' && counted.has(target.kind))
    .flatMap((mention) => {
      const uses = usesOf(project, mention.target, { withDefinition: false });
      // A class that no YAML names is none of ours.
      if (mention.target.kind === 'code-class' && uses.length === 0) return [];
      return [{ start: mention.nameStart, end: mention.nameEnd, does: 'references' as const, uses }];
    });
}
