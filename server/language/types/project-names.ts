import { defaultErrorNames } from '../../../schemas/model/default-errors.ts';
import type { ProjectObject } from '../project.ts';
import { literalText, unionText } from './type-text.ts';

/** Members of the SDK's `ProjectNames`: what objects of each kind are called, and the errors that are defined. */
export function projectNamesText(source: { readonly objects: readonly ProjectObject[] }): string {
  const of = (kind: string): readonly string[] =>
    source.objects.filter((object) => object.kind === kind).map((object) => object.name);
  const errors = source.objects.filter((object) => object.kind === 'errors').flatMap(errorNames);
  const members: readonly (readonly [string, readonly string[]])[] = [
    ['workflows', of('workflow')],
    ['queues', of('queue')],
    ['events', of('event')],
    ['valueMaps', of('value-map')],
    ['connections', of('connection')],
    ['errors', [...errors, ...defaultErrorNames.keys()]],
  ];
  return members
    .filter(([, names]) => names.length > 0)
    .map(([member, names]) => `    readonly ${member}: ${unionText([...new Set(names)].sort().map(literalText))};\n`)
    .join('');
}

function errorNames(object: ProjectObject): readonly string[] {
  const { errors } = object.data;
  if (!Array.isArray(errors)) return [];
  return (errors as readonly unknown[]).flatMap((error) => {
    const name = typeof error === 'object' && error !== null ? (error as { name?: unknown }).name : undefined;
    return typeof name === 'string' && name !== '' ? name : [];
  });
}
