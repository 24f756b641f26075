import type { Problem } from '../../../schemas/protocol/problem.ts';
import type { WorkspaceView } from '../objects/workspace-view.ts';
import type { YamlFile } from '../objects/yaml-file.ts';
import { problems } from './problems.ts';
import { objectReporter, placeReporter } from './reporters.ts';
import { ruleTable } from './rule-table.ts';
import type { FileRule, ObjectRule, ReferenceRule, Rule, WorkspaceRule } from './rule.ts';

/** A file with hundreds of problems has one cause; the first ones show it. */
const maxProblemsPerFile = 100;

/** What rules of scope `file` and `object` said of a file; it holds as long as the file's text does. */
const ownProblems = new WeakMap<YamlFile, readonly Problem[]>();

const fileRules = ruleTable.filter((rule): rule is FileRule => rule.scope === 'file');
const objectRules = ruleTable.filter((rule): rule is ObjectRule => rule.scope === 'object');
const referenceRules = ruleTable.filter((rule): rule is ReferenceRule => rule.scope === 'references');
const workspaceRules = ruleTable.filter((rule): rule is WorkspaceRule => rule.scope === 'workspace');

/** Problems of all rules, or of those for the given files; what has not changed since the last time is not asked again. */
export function runRules(workspace: WorkspaceView, files?: ReadonlySet<string>): Problem[] {
  const found: Problem[] = [];
  for (const file of workspace.files.values()) {
    if (files && !files.has(file.file)) continue;
    const own = ownProblemsOf(file, workspace);
    found.push(...capped([...own, ...referenceProblems(file, workspace)]));
  }
  const elsewhere: Problem[] = [];
  for (const rule of workspaceRules) rule.check(workspace, placeReporter(workspace, elsewhere));
  const wanted = files && new Set([...files].map((file) => workspace.relativePath(file)));
  found.push(...elsewhere.filter((problem) => wanted?.has(problem.file ?? '') ?? true));
  return found;
}

function ownProblemsOf(file: YamlFile, workspace: WorkspaceView): readonly Problem[] {
  const known = ownProblems.get(file);
  if (known) return known;
  const found: Problem[] = [];
  const report = objectReporter(file, workspace, found);
  for (const rule of fileRules) rule.check(file, report);
  const { object } = file;
  if (object) for (const rule of objectRules) if (appliesTo(rule, object.kind)) rule.check(object, report);
  ownProblems.set(file, found);
  return found;
}

function referenceProblems(file: YamlFile, workspace: WorkspaceView): readonly Problem[] {
  const found: Problem[] = [];
  const { object } = file;
  if (!object) return found;
  const report = objectReporter(file, workspace, found);
  for (const rule of referenceRules) if (appliesTo(rule, object.kind)) rule.check(object, report, workspace);
  return found;
}

function appliesTo(rule: Extract<Rule, { kinds?: unknown }>, kind: string): boolean {
  return rule.kinds === undefined || (rule.kinds as readonly string[]).includes(kind);
}

function capped(found: readonly Problem[]): readonly Problem[] {
  if (found.length <= maxProblemsPerFile) return found;
  const shown = [...found].sort(byPlace).slice(0, maxProblemsPerFile);
  const last = shown.at(-1);
  const place = {
    ...(last?.file === undefined ? {} : { file: last.file }),
    ...(last?.range ? { range: last.range } : {}),
  };
  return [...shown, problems.problem('ORDO-YAML-022', { count: found.length - shown.length }, place)];
}

/** Orders problems by file, place and code. */
export function byPlace(a: Problem, b: Problem): number {
  const [at, bt] = [a.range?.start, b.range?.start];
  return (
    compareText(a.file ?? '', b.file ?? '') ||
    (at?.line ?? 0) - (bt?.line ?? 0) ||
    (at?.character ?? 0) - (bt?.character ?? 0) ||
    compareText(a.code, b.code)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
