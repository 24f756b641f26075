import { stepBaseClasses } from '../../../../schemas/model/steps.ts';
import { kindRows } from '../../objects/object-kinds.ts';
import type { YamlObject } from '../../objects/yaml-object.ts';
import type { FeatureProject } from '../feature-project.ts';
import type { Mention, Target } from '../mentions/mention.ts';
import { objectsOfClass, usesOf } from '../navigation/references.ts';
import { baseClassOf, segmentsOf } from '../steps/segments.ts';

/** Paragraphs about a thing that is named: what it is, what it is for, who uses it. */
export function aboutTarget(
  project: FeatureProject,
  target: Target,
  within: YamlObject | undefined,
): readonly string[] {
  const found = target.kind in kindRows ? project.workspace.find(target.kind, target.name, target.version) : [];
  const object = found.at(-1);
  const about = object ? aboutObject(object) : aboutOther(project, target);
  return [...about, ...segmentText(project, target, within), usersText(project, target)].filter((text) => text !== '');
}

function aboutObject(object: YamlObject): readonly string[] {
  const { label } = kindRows[object.kind];
  const type = object.kind === 'step' ? stepText(object) : label;
  const extra = (['queue', 'event'] as const).flatMap((key) => {
    const value = object.kind === 'step' ? object.text(key) : undefined;
    return value === undefined ? [] : [`${key}: \`${value}\``];
  });
  return [[type, ...extra].join(' · '), object.description];
}

function stepText(step: YamlObject): string {
  const base = baseClassOf(step);
  if (base === undefined) return 'step';
  const { stepType, arrayType } = stepBaseClasses[base];
  return `step · ${stepType}${arrayType === 'SERIES' ? ', for each element of a list' : ''}`;
}

function aboutOther(project: FeatureProject, target: Target): readonly string[] {
  if (target.kind === 'error') return aboutError(project, target.name);
  if (target.kind === 'code-class') {
    const objects = objectsOfClass(project, target).map(
      ({ kind, name, version }) => `${kind} \`${[name, version].filter((part) => part !== undefined).join(':')}\``,
    );
    return [objects.length === 0 ? '' : `Code of ${objects.join(', ')}`];
  }
  if (target.kind === 'config-item') return aboutConfigItem(project, target.name);
  if (target.kind === 'order-key') return ['A key by which orders can be found.'];
  return [`There is no ${kindRows[target.kind].label} of this name in the project.`];
}

function aboutError(project: FeatureProject, name: string): readonly string[] {
  const found = project.workspace.objects
    .filter(({ kind }) => kind === 'errors')
    .flatMap((object) => listOf(object.data['errors']).map((error) => ({ object, error })))
    .filter(({ error }) => error['name'] === name);
  if (found.length === 0) return ['An error without a definition: the step gets status ERROR.'];
  return found.map(({ object, error }) => {
    const seconds = error['retry-delay'];
    const delay = typeof seconds === 'number' ? `, again after ${seconds} s` : '';
    const treated = `${text(error['severity'], 'MAJOR')} · ${text(error['status'], 'ERROR')}${delay}`;
    return `error of \`${object.name}\` · ${treated}\n\n${text(error['desc'], '')}`;
  });
}

function aboutConfigItem(project: FeatureProject, name: string): readonly string[] {
  return project.workspace.objects.flatMap((object) =>
    listOf(object.data['config-items'])
      .filter((item) => item['name'] === name)
      .map(
        (item) =>
          `configuration item of \`${object.identity}\` · ${text(item['type'], 'string')}\n\n${text(item['description'], '')}`,
      ),
  );
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value)
    ? value.filter(
        (item): item is Record<string, unknown> => typeof item === 'object' && item !== null && !Array.isArray(item),
      )
    : [];
}

function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

/** In which segment of the workflow at hand a step runs. */
function segmentText(project: FeatureProject, target: Target, within: YamlObject | undefined): readonly string[] {
  if (target.kind !== 'step' || within?.kind !== 'workflow' || target.version === undefined) return [];
  const place = segmentsOf(project, within).get(`${target.name}:${target.version}`);
  if (!place) return [];
  const back = place.back === undefined ? '' : `; what waits for it goes on in segment ${place.back}`;
  return [`Segment ${place.segment}${back}`];
}

const shownUsers = 8;

function usersText(project: FeatureProject, target: Target): string {
  const uses = usesOf(project, target, { withDefinition: false });
  if (uses.length === 0) return target.kind === 'code-class' ? '' : 'Used nowhere in this project.';
  const users = [...new Set(uses.map((use) => userName(project, use)))];
  const more = users.length > shownUsers ? ` and ${users.length - shownUsers} more` : '';
  return `Used by ${users.slice(0, shownUsers).join(', ')}${more}`;
}

function userName(project: FeatureProject, { file }: Mention): string {
  const object = project.object(file);
  return object ? `${object.kind} \`${object.identity}\`` : `\`${project.workspace.relativePath(file)}\``;
}
