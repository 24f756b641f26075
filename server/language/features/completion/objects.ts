import { stepBaseClasses, type StepBaseClass } from '../../../../schemas/model/steps.ts';
import { baseName, kindOfFileName, kindRows } from '../../objects/object-kinds.ts';
import type { FeatureProject } from '../feature-project.ts';
import type { TextPlace } from '../place/text-place.ts';
import { newObjectKinds, objectYaml, type NewObject } from '../skeletons/object-text.ts';
import { snippetEscape, type CompletionItem } from './item.ts';

/** Whole objects for a file in which nothing is written yet. */
export function objectItems(
  project: FeatureProject,
  file: string,
  text: string,
  place: TextPlace,
): readonly CompletionItem[] {
  const rest = text.slice(0, place.start) + text.slice(place.end);
  if (/^[^#\s]/m.test(rest)) return [];
  const meant = kindOfFileName(file);
  // Other programs' YAML files are not ours to fill.
  if (meant === undefined && project.workspace.objects.length === 0) return [];
  const kinds = meant === undefined ? newObjectKinds : newObjectKinds.filter((kind) => kind === meant);
  const name = meant === undefined ? 'name' : baseName(file);
  const firstStep = project.workspace.objects.find(({ kind }) => kind === 'step')?.identity;
  return kinds
    .flatMap((kind) => variants(kind))
    .map(({ label, wanted }, index) => ({
      label,
      kind: 'snippet',
      detail: `a whole ${kindRows[wanted.kind].label}`,
      insert: `${withStops(objectYaml({ ...wanted, name, ...(firstStep === undefined ? {} : { firstStep }) }))}$0`,
      isSnippet: true,
      start: place.start,
      end: place.end,
      sortText: `0${String(index).padStart(3, '0')}`,
    }));
}

function variants(kind: NewObject['kind']): readonly { label: string; wanted: Omit<NewObject, 'name'> }[] {
  if (kind !== 'step') return [{ label: kind, wanted: { kind } }];
  return Object.keys(stepBaseClasses).map((base) => ({
    label: base === 'NormalStep' ? 'step' : `step (${base})`,
    wanted: { kind, baseClass: base as StepBaseClass },
  }));
}

/** What a person changes first becomes a stop of the snippet. */
function withStops(yaml: string): string {
  let stop = 0;
  return yaml.replace(/^(name|desc|path): (.*)$|^(.*)$/gm, (line, key: string | undefined, value: string) => {
    if (key === undefined) return snippetEscape(line);
    stop += 1;
    return `${key}: \${${stop}:${snippetEscape(value)}}`;
  });
}
