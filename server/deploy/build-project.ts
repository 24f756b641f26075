import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Release } from '../../schemas/model/release.ts';
import type { Problem } from '../../schemas/protocol/problem.ts';
import type { Project, ProjectObject } from '../language/project.ts';
import type { BundleSet } from './bundle/bundler.ts';
import { checkClasses } from './class-rules.ts';
import { dryRun, type BundledProgram, type DryRunAnswer } from './dry-run.ts';
import { buildManifest } from './manifest/build-manifest.ts';
import type { BuildOptions, BuildOutcome } from './pipeline-types.ts';
import { problemFile } from './place.ts';
import { planDeploy, type DeployPlan } from './plan.ts';
import { deployProblems } from './problems.ts';
import { findSources, type ProgramSources } from './program-sources.ts';
import { findNotRunnable, refuseNotRunnable } from './runnable.ts';
import type { Stopwatch } from './stopwatch.ts';
import { warmPartsOf } from './warm.ts';

/** Check -> bundle -> dry run -> manifest. Stops after the first step that found an error. */
export async function buildProject(
  project: Project,
  options: BuildOptions,
  watch: Stopwatch,
): Promise<Omit<BuildOutcome, 'milliseconds'>> {
  const plan = planDeploy(project, options.files);
  const sources = findSources(project.root, plan.programs);
  const [checked, bundled] = await checkAndBundle(project, plan, sources, options, watch);
  const found = [...checked, ...(hasError(checked) ? [] : bundled.problems)];
  if (hasError(found)) return finish(project, plan, found);

  const programs = plan.programs.map((planned, index) => pair(planned, bundled, index));
  const tried = await watch.measure('dry-run', `${programs.length} programs`, () =>
    tryPrograms(project, programs, options),
  );
  const classes = checkClasses(project.root, tried.facts);
  const problems = [...found, ...tried.problems, ...classes.problems];
  if (hasError(problems)) return finish(project, plan, problems);

  const manifest = { project, plan, programs, facts: tried.facts, steps: classes.steps, sources, bundled };
  return finish(project, plan, problems, buildManifest(manifest, options.prune === true));
}

/** Checking types is work for this process, bundling for esbuild's: both run at the same time. */
async function checkAndBundle(
  project: Project,
  plan: DeployPlan,
  sources: ProgramSources,
  options: BuildOptions,
  watch: Stopwatch,
): Promise<readonly [readonly Problem[], BundleSet]> {
  const { signal } = options;
  // Errors of esbuild must not go unhandled while the check still runs, so both are awaited together.
  return Promise.all([
    watch.measure('check', `${plan.objects.length} objects`, () => checkPlan(project, plan, sources, options)),
    watch.measure('bundle', `${plan.programs.length} programs`, () =>
      warmPartsOf(project).bundler.bundle(sources.programs, signal),
    ),
  ]);
}

async function checkPlan(
  project: Project,
  plan: DeployPlan,
  sources: ProgramSources,
  { files, signal }: BuildOptions,
): Promise<readonly Problem[]> {
  const all = await project.check(signal ? { signal } : {});
  const ofRules = refuseNotRunnable(files === undefined ? all : all.filter(isAbout(project, plan)));
  const own = [...findNotRunnable(project.root, plan.objects), ...findOrdoPackage(project.root)];
  // These two are told by the language rules as well, in better words where they apply.
  const fallback = hasError(ofRules) ? [] : [...plan.problems, ...sources.problems];
  return [...ofRules, ...own, ...(files === undefined ? fallback : [...plan.problems, ...sources.problems])];
}

/** A partial deploy is not held up by files that it does not touch. */
function isAbout(project: Project, plan: DeployPlan): (problem: Problem) => boolean {
  const files = new Set(
    plan.objects
      .flatMap((object) => [object.file, object.codeFile ?? object.file])
      .map((file) => problemFile(project.root, file)),
  );
  const yaml = new Set(project.objects.map((object) => problemFile(project.root, object.file)));
  const codeOfOthers = new Set(
    project.objects.map((object) => problemFile(project.root, object.codeFile ?? object.file)),
  );
  // Other files of TypeScript may be imported by what is deployed.
  return ({ file }) => file === undefined || files.has(file) || !(yaml.has(file) || codeOfOthers.has(file));
}

function pair(planned: BundledProgram['planned'], bundled: BundleSet, index: number): BundledProgram {
  const bundle = bundled.bundles[index];
  if (bundle === undefined) throw new Error(`No bundle was made for ${planned.identity}`);
  return { planned, bundle };
}

async function tryPrograms(
  project: Project,
  programs: readonly BundledProgram[],
  { runners, signal }: BuildOptions,
): Promise<DryRunAnswer> {
  const warm = warmPartsOf(project);
  const options = { known: warm.dryRuns, ...(signal ? { signal } : {}) };
  return dryRun(project.root, programs, runners ?? warm.runners, options);
}

/** Deploy resolves `ordo` itself (design section 4); a package of that name would fool the editor. */
function findOrdoPackage(root: string): readonly Problem[] {
  const file = path.join('node_modules', 'ordo', 'package.json');
  if (!existsSync(path.join(root, file))) return [];
  return [deployProblems.problem('ORDO-DEPLOY-006', {}, { file: problemFile(root, path.join(root, file)) })];
}

function hasError(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}

function finish(
  project: Project,
  plan: DeployPlan,
  problems: readonly Problem[],
  release?: Release,
): Omit<BuildOutcome, 'milliseconds'> {
  const objects = plan.objects.map((object: ProjectObject) => ({
    kind: object.kind,
    name: object.name,
    version: object.version ?? null,
    file: problemFile(project.root, object.file),
  }));
  return { objects, problems, ...(release ? { release } : {}) };
}
