import type { FeatureProject } from '../feature-project.ts';
import { mentionAt } from '../mentions/find-mentions.ts';
import { targetText, type Mention, type Target } from '../mentions/mention.ts';
import { documentationOf } from '../completion/documentation.ts';
import { placeAt, type Place } from '../place/place.ts';
import { usesOf } from '../navigation/references.ts';
import { aboutTarget } from './about-target.ts';
import { jobTimesOf, scheduleKeys, type JobTimes } from './job-schedule.ts';

/** What is shown about a place; offsets are those of the text. */
export interface Hover {
  readonly start: number;
  readonly end: number;
  /** Markdown, paragraph by paragraph. */
  readonly paragraphs: readonly string[];
  /** A step or workflow whose last results an engine may know. */
  readonly asks?: EngineQuestion;
  /** When the job runs whose schedule this is; who shows it adds the next runs. */
  readonly runs?: JobTimes;
}

export interface EngineQuestion {
  readonly kind: 'step' | 'workflow';
  readonly name: string;
  readonly version?: string;
  /** Names of the workflows that have the step. */
  readonly workflows: readonly string[];
}

/** Description, type and users of what stands at an offset of a YAML file, or of a name that YAML knows in TypeScript. */
export function hoverAt(project: FeatureProject, file: string, offset: number): Hover | undefined {
  const mention = mentionAt(project, file, offset);
  if (mention) return mentionHover(project, mention, file);
  const yaml = project.workspace.files.get(file);
  const place = yaml && placeAt(yaml, offset);
  if (!place) return undefined;
  const shown = schemaHover(place);
  return shown && { ...shown, ...runsOf(place) };
}

function mentionHover(project: FeatureProject, mention: Mention, file: string): Hover {
  const { target, start, end } = mention;
  const place = project.workspace.files.get(file);
  const object = place?.object;
  const asks =
    target.kind === 'step' || target.kind === 'workflow'
      ? {
          kind: target.kind,
          name: target.name,
          workflows: workflowsWith(project, target),
          ...(target.version === undefined ? {} : { version: target.version }),
        }
      : undefined;
  return {
    start,
    end,
    paragraphs: [`**${targetText(target)}**`, ...aboutTarget(project, target, object)],
    ...(asks ? { asks } : {}),
  };
}

/** On the keys of a job that say when it runs. */
function runsOf({ object, path }: Place): Pick<Hover, 'runs'> {
  if (object?.kind !== 'job' || !scheduleKeys.has(String(path[0]))) return {};
  const runs = jobTimesOf(object);
  return runs ? { runs } : {};
}

function schemaHover({ schema, path, part, start, end, entry }: Place): Hover | undefined {
  if (!schema) return undefined;
  const { title } = schema;
  const key = part === 'key' ? (entry?.key ?? '') : String(path.findLast((each) => typeof each === 'string') ?? '');
  const types = schema.types.join(' | ');
  const head = `**${title ?? key}**${types === '' ? '' : ` · ${types}`}`;
  return { start, end, paragraphs: [head, documentationOf(schema)].filter((text) => text !== '') };
}

function workflowsWith(project: FeatureProject, target: Target): readonly string[] {
  if (target.kind !== 'step') return [];
  const files = usesOf(project, target, { withDefinition: false }).map((use) => use.file);
  return [...new Set(files)].flatMap((file) => {
    const object = project.object(file);
    return object?.kind === 'workflow' ? [object.name] : [];
  });
}
