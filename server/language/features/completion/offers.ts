import { readdirSync } from 'node:fs';
import path from 'node:path';
import { baseName, kindRows } from '../../objects/object-kinds.ts';
import { referenceKeys } from '../../objects/reference-keys.ts';
import type { YamlObject } from '../../objects/yaml-object.ts';
import type { ObjectKind } from '../../project.ts';
import { yamlMentions } from '../mentions/yaml-mentions.ts';
import { classNameOf } from '../skeletons/names.ts';
import { topValue, type CompletionContext } from './context.ts';
import { cronOffers } from './cron.ts';
import type { Offer } from './values.ts';

/** What the project has for a place: names of other objects, of steps, classes, files, errors. Empty: ask the schema. */
export function offersFor(context: CompletionContext, at: readonly (string | number)[]): readonly Offer[] {
  const keys = at.filter((part) => typeof part === 'string');
  const row = rows.find(
    ({ kinds, keys: wanted }) => (!kinds || kinds.includes(context.kind)) && wanted.join('/') === keys.join('/'),
  );
  if (row) return row.offers(context);
  return referenceOffers(context, keys);
}

interface OfferRow {
  readonly kinds?: readonly ObjectKind[];
  /** Keys that lead to the place; positions in lists do not count. */
  readonly keys: readonly string[];
  offers(context: CompletionContext): readonly Offer[];
}

/** A place with choices of its own is a row. */
const rows: readonly OfferRow[] = [
  { kinds: ['workflow'], keys: ['steps'], offers: stepReferences },
  { kinds: ['workflow'], keys: ['steps', 'step'], offers: stepReferences },
  { kinds: ['workflow'], keys: ['steps', 'after'], offers: stepNamesHere },
  { keys: ['class-name'], offers: classNames },
  { keys: ['code'], offers: codeFiles },
  { keys: ['name'], offers: ({ file }) => [{ text: baseName(file), kind: 'value', detail: 'like the file' }] },
  { keys: ['version'], offers: () => [{ text: '1.0', kind: 'value', isQuoted: true }] },
  { kinds: ['errors'], keys: ['errors', 'name'], offers: errorNames },
  { kinds: ['service'], keys: ['methods', 'name'], offers: methodNames },
  { kinds: ['workflow'], keys: ['keylist'], offers: staticDataKeys },
  { kinds: ['workflow'], keys: ['staticdata-type', 'required'], offers: staticDataKeys },
  { kinds: ['config-item-values'], keys: ['config-item-values', 'name'], offers: configItems },
  { kinds: ['config-item-values'], keys: ['config-item-values', 'interface-name'], offers: interfaceNames },
  { keys: ['config-items', 'parent', 'interface-name'], offers: interfaceNames },
  ...(['minutes', 'hours', 'days', 'months', 'dow'] as const).map((field) => ({
    kinds: ['job'] as const,
    keys: ['schedule', field],
    offers: () => cronOffers(field),
  })),
];

function referenceOffers({ project, kind }: CompletionContext, keys: readonly string[]): readonly Offer[] {
  const [key = '', member] = keys;
  const row = Object.hasOwn(referenceKeys, key) ? referenceKeys[key] : undefined;
  if (!row || (row.only && !row.only.includes(kind)) || row.member !== member) return [];
  const objects = project.workspace.objects.filter((object) => object.kind === row.kind);
  const texts = new Map(objects.map((each) => [row.withVersion === true ? each.identity : each.name, each]));
  return [...texts].map(([text, object]) => referenceOffer(text, object));
}

function referenceOffer(text: string, object: YamlObject): Offer {
  return { text, kind: 'reference', detail: kindRows[object.kind].label, documentation: object.description };
}

/** Steps of the project with their versions; those that the workflow does not have yet come first. */
function stepReferences({ project, text }: CompletionContext): readonly Offer[] {
  const used = new Set(stepsWritten(text));
  return project.workspace.objects
    .filter(({ kind, version }) => kind === 'step' && version !== undefined)
    .map((step) => {
      const isUsed = used.has(step.identity);
      const base = step.text('base-class-name') ?? step.text('steptype') ?? '';
      const detail = [base, isUsed ? 'stands in this workflow already' : ''].filter((part) => part !== '').join(' · ');
      return { ...referenceOffer(step.identity, step), detail, rank: isUsed ? 3 : 1 };
    });
}

/** Steps of this workflow, by name; by name and version where two have the name. Found by the lines: the text is half typed. */
function stepNamesHere({ text, place }: CompletionContext): readonly Offer[] {
  const own = ownStep(text, place.start);
  const steps = stepsWritten(text);
  const names = steps.map((step) => step.split(':')[0] ?? '');
  return steps
    .map((step, index) => ({ step, name: names[index] ?? '' }))
    .filter(({ step }) => step !== own)
    .map(({ step, name }) => ({
      text: names.filter((other) => other === name).length > 1 ? step : name,
      kind: 'reference' as const,
      detail: 'step of this workflow',
    }));
}

function stepsWritten(text: string): readonly string[] {
  return [...text.matchAll(stepLine)].map((match) => match[1] ?? '').filter((step) => step.includes(':'));
}

const stepLine =
  /(?:^|[\s[{,-])(?:["']?step["']?:[ \t]+|-[ \t]+(?![\w"']*:[ \t]))["']?([^\s"',#{}[\]]+:[^\s"',#{}[\]]+)/gm;

/** The step whose entry an offset is in. */
function ownStep(text: string, offset: number): string | undefined {
  return [...text.slice(0, offset).matchAll(/["']?\bstep["']?:[ \t]+["']?([^\s"',}]+)/g)].at(-1)?.[1];
}

function classNames({ project, file, text }: CompletionContext): readonly Offer[] {
  const code = topValue(text, 'code');
  const codeFile = code === undefined ? file.replace(/\.ya?ml$/i, '.ts') : path.resolve(path.dirname(file), code);
  const found = project.outline(codeFile).classes.map(({ name, base }): Offer => ({
    text: name,
    kind: 'class',
    rank: 1,
    detail: base ? `extends ${base.name}` : 'class',
  }));
  const expected = classNameOf(topValue(text, 'name') ?? baseName(file));
  const isThere = found.some(({ text: name }) => name === expected);
  return isThere || expected === 'Class'
    ? found
    : [...found, { text: expected, kind: 'value', detail: 'like the name' }];
}

function codeFiles({ file }: CompletionContext): readonly Offer[] {
  const expected = path.basename(file).replace(/\.ya?ml$/i, '.ts');
  return namesIn(path.dirname(file))
    .filter((name) => /\.[cm]?ts$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => ({ text: name, kind: 'file', rank: name === expected ? 1 : 2 }));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort().slice(0, 200);
  } catch {
    // A file that was never saved may lie in a folder that is not there.
    return [];
  }
}

/** Errors that the code throws, those without a definition first. */
function errorNames({ project }: CompletionContext): readonly Offer[] {
  const defined = new Set(
    [...project.workspace.files.values()].flatMap((file) =>
      yamlMentions(file).flatMap(({ target, role }) =>
        target.kind === 'error' && role === 'definition' ? target.name : [],
      ),
    ),
  );
  const thrown = project.codeFiles.flatMap((file) =>
    project.outline(file).names.flatMap(({ role, text }) => (role === 'error' ? text : [])),
  );
  return [...new Set(thrown)].sort().map((text) => ({
    text,
    kind: 'reference',
    detail: defined.has(text) ? 'defined already' : 'thrown by the code, not defined yet',
    rank: defined.has(text) ? 3 : 1,
  }));
}

function methodNames({ project, file, text }: CompletionContext): readonly Offer[] {
  const code = topValue(text, 'code');
  const codeFile = code === undefined ? file.replace(/\.ya?ml$/i, '.ts') : path.resolve(path.dirname(file), code);
  const methods = project.outline(codeFile).classes.flatMap((each) => each.methods);
  return methods.map(({ name }) => ({ text: name, kind: 'reference', detail: 'method of the class' }));
}

/** Keys at the top of the static data, by the lines below `staticdata-type` / `properties`. */
function staticDataKeys({ project, file }: CompletionContext): readonly Offer[] {
  const properties = project.object(file)?.node(['staticdata-type', 'properties']);
  if (properties?.kind !== 'map') return [];
  return [...properties.byKey.keys()].map((text) => ({ text, kind: 'reference', detail: 'static data' }));
}

function configItems({ project }: CompletionContext): readonly Offer[] {
  const names = [...project.workspace.files.values()].flatMap((file) =>
    yamlMentions(file).flatMap(({ target, role }) =>
      target.kind === 'config-item' && role === 'definition'
        ? { name: target.name, of: file.object?.identity ?? '' }
        : [],
    ),
  );
  return [...new Map(names.map(({ name, of }) => [name, of]))].map(([text, of]) => ({
    text,
    kind: 'reference',
    detail: `of ${of}`,
  }));
}

function interfaceNames({ project, text, place }: CompletionContext): readonly Offer[] {
  const kind = /interface-type["']?:[ \t]+["']?([\w-]+)/.exec(
    text.slice(Math.max(0, place.start - 300), place.end + 300),
  )?.[1];
  return project.workspace.objects
    .filter((object) =>
      kind === undefined ? ['step', 'job', 'service', 'class'].includes(object.kind) : object.kind === kind,
    )
    .map((object) => referenceOffer(object.name, object));
}
