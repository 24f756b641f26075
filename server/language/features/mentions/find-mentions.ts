import type { OutlineClass, OutlineName } from '../../typescript/class-outline.ts';
import type { FeatureProject } from '../feature-project.ts';
import { isSameTarget, type Mention, type Target } from './mention.ts';
import { yamlMentions } from './yaml-mentions.ts';

/** The mention at an offset of a YAML or TypeScript file. */
export function mentionAt(project: FeatureProject, file: string, offset: number): Mention | undefined {
  return mentionsIn(project, file).find(({ start, end }) => offset >= start && offset <= end);
}

/** All mentions of one file, in order of place. */
export function mentionsIn(project: FeatureProject, file: string): readonly Mention[] {
  const yaml = project.workspace.files.get(file);
  if (yaml) return yamlMentions(yaml);
  return /\.[cm]?tsx?$/.test(file) ? codeMentions(project, file) : [];
}

/** Every place of the project that names a thing: YAML by file, then TypeScript. */
export function findMentions(project: FeatureProject, target: Target): readonly Mention[] {
  const found: Mention[] = [];
  for (const file of project.workspace.files.values())
    for (const mention of yamlMentions(file)) if (isSameTarget(mention.target, target)) found.push(mention);
  for (const file of inCode.has(target.kind) ? [...project.codeFiles].sort() : [])
    for (const mention of codeMentions(project, file)) if (isSameTarget(mention.target, target)) found.push(mention);
  return found;
}

/** Kinds of thing that TypeScript names, too. */
const inCode: ReadonlySet<string> = new Set(['step', 'workflow', 'error', 'order-key', 'config-item', 'code-class']);

function codeMentions(project: FeatureProject, file: string): readonly Mention[] {
  const { classes, names } = project.outline(file);
  return [...classes.map((each) => classMention(file, each)), ...names.map((each) => nameMention(file, each))].sort(
    (a, b) => a.start - b.start,
  );
}

function classMention(file: string, { name, start, end }: OutlineClass): Mention {
  const target = { kind: 'code-class', name, codeFile: file } as const;
  return { target, role: 'definition', file, start, end, nameStart: start, nameEnd: end, isPlain: false };
}

function nameMention(file: string, { role, text, start, end }: OutlineName): Mention {
  const [name = '', version] = role === 'workflow' ? text.split(':') : [text];
  const target = { kind: role, name, ...(version === undefined ? {} : { version }) };
  return {
    target,
    role: 'reference',
    file,
    start,
    end,
    nameStart: start,
    nameEnd: start + name.length,
    isPlain: false,
  };
}
