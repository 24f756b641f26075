import type { Release } from '../../schemas/model/release.ts';
import type { Problem } from '../../schemas/protocol/problem.ts';
import type { Project } from '../language/project.ts';
import type { BundleSet } from './bundle/bundler.ts';
import { checkClasses } from './class-rules.ts';
import { dryRun, type BundledProgram, type DryRunAnswer } from './dry-run.ts';
import { buildManifest } from './manifest/build-manifest.ts';
import type { BuildOptions, BuildOutcome } from './pipeline-types.ts';
import { problemFile } from './place.ts';
import { planDeploy, type DeployPlan } from './plan.ts';
import { findSources, type ProgramSources } from './program-sources.ts';
import { findNotRunnable, refuseNotRunnable } from './runnable.ts';
import type { Stopwatch } from './stopwatch.ts';
import { warmPartsOf } from './warm.ts';

/** One build under way: what is built, how, and the clock that tells where the time goes. */
interface Build {
  readonly project: Project;
  readonly plan: DeployPlan;
  readonly sources: ProgramSources;
  readonly options: BuildOptions;
  readonly watch: Stopwatch;
}

/** Check -> bundle -> dry run -> manifest. Tells the problems of the first of these that found an error. */
export async function buildProject(
  project: Project,
  options: BuildOptions,
  watch: Stopwatch,
): Promise<Omit<BuildOutcome, 'milliseconds'>> {
  const plan = planDeploy(project, options.files);
  const build = { project, plan, sources: findSources(project.root, plan.programs), options, watch };
  const bundled = await bundlePrograms(build);
  const programs = plan.programs.flatMap((planned, index) => pair(planned, bundled, index));
  const [checked, tried] = await checkAndTry(build, programs);
  if (hasError(checked)) return finish(build, checked);
  const found = [...checked, ...bundled.problems];
  if (hasError(found)) return finish(build, found);
  const classes = checkClasses(project.root, tried.facts);
  const problems = [...found, ...tried.problems, ...classes.problems];
  if (hasError(problems)) return finish(build, problems);
  const parts = { ...build, programs, facts: tried.facts, steps: classes.steps, bundled };
  return finish(build, problems, buildManifest(parts, options.prune === true));
}

function bundlePrograms({ project, plan, sources, options, watch }: Build): Promise<BundleSet> {
  const { bundler } = warmPartsOf(project);
  const work = (): Promise<BundleSet> => bundler.bundle(sources.programs, options.signal);
  return watch.measure('bundle', `${plan.programs.length} programs`, work);
}

/** Nothing is bundled when one program cannot be. */
function pair(planned: BundledProgram['planned'], { bundles }: BundleSet, index: number): BundledProgram | [] {
  const bundle = bundles[index];
  return bundle === undefined ? [] : { planned, bundle };
}

/**
 * Checking types is work for this process, the dry run for another one: they go on at the same time, and what the dry
 * run takes is what it takes longer than the check.
 */
async function checkAndTry(
  build: Build,
  programs: readonly BundledProgram[],
): Promise<readonly [readonly Problem[], DryRunAnswer]> {
  const { plan, watch } = build;
  const trying = tryPrograms(build, programs);
  const checking = watch.measure('check', `${plan.objects.length} objects`, () => check(build));
  const waiting = checking.then(() => watch.measure('dry-run', `${programs.length} programs`, () => trying));
  // `trying` stands there too, so that its failure is never left without a listener when the check fails first.
  const [problems, answer] = await Promise.all([checking, waiting, trying]);
  return [problems, answer];
}

async function check({ project, plan, sources, options }: Build): Promise<readonly Problem[]> {
  const { files, signal } = options;
  const all = await project.check(signal ? { signal } : {});
  const ofRules = refuseNotRunnable(files === undefined ? all : all.filter(isAbout(project, plan)));
  const problems = [...ofRules, ...findNotRunnable(project.root, plan.objects)];
  // What the plan missed is told by the language rules as well, in better words where they apply.
  return hasError(problems) && files === undefined ? problems : [...problems, ...plan.problems, ...sources.problems];
}

/** A partial deploy is not held up by the files of objects that it does not touch. */
function isAbout(project: Project, plan: DeployPlan): (problem: Problem) => boolean {
  const chosen = new Set(plan.objects);
  const others = new Set(project.objects.filter((object) => !chosen.has(object)).flatMap(filesOf));
  for (const file of plan.objects.flatMap(filesOf)) others.delete(file);
  const foreign = new Set([...others].map((file) => problemFile(project.root, file)));
  // Any other file of TypeScript may be imported by what is deployed.
  return ({ file }) => file === undefined || !foreign.has(file);
}

function filesOf({ file, codeFile }: { readonly file: string; readonly codeFile?: string }): readonly string[] {
  return codeFile === undefined ? [file] : [file, codeFile];
}

function tryPrograms({ project, options }: Build, programs: readonly BundledProgram[]): Promise<DryRunAnswer> {
  const warm = warmPartsOf(project);
  const { runners = warm.runners, signal } = options;
  return dryRun(project.root, programs, runners, { known: warm.dryRuns, ...(signal ? { signal } : {}) });
}

function hasError(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}

function finish(
  { project, plan }: Build,
  problems: readonly Problem[],
  release?: Release,
): Omit<BuildOutcome, 'milliseconds'> {
  const objects = plan.objects.map(({ kind, name, version, file }) => ({
    kind,
    name,
    version: version ?? null,
    file: problemFile(project.root, file),
  }));
  return { objects, problems, ...(release ? { release } : {}) };
}
