import path from 'node:path';
import type { JobManifest } from '../../../schemas/model/job.ts';
import type { Release, StepManifest, WorkflowManifest } from '../../../schemas/model/release.ts';
import type { Project, ProjectObject } from '../../language/project.ts';
import type { BundleSet } from '../bundle/bundler.ts';
import type { StepFacts } from '../class-rules.ts';
import type { BundledProgram, ProgramFacts } from '../dry-run.ts';
import type { DeployPlan, PlannedProgram } from '../plan.ts';
import type { ProgramSources } from '../program-sources.ts';
import { jobManifest } from './job-manifest.ts';
import { errorsManifest, plainManifest, stepManifest, workflowManifest } from './manifests.ts';

/** All that is known of a project once its programs were tried. */
export interface ManifestParts {
  readonly project: Project;
  readonly plan: DeployPlan;
  readonly programs: readonly BundledProgram[];
  readonly facts: ReadonlyMap<PlannedProgram, ProgramFacts>;
  readonly steps: ReadonlyMap<ProjectObject, StepFacts>;
  readonly sources: ProgramSources;
  readonly bundled: BundleSet;
}

/** The release: every object of the plan, and the bundle of every workflow. */
export function buildManifest(parts: ManifestParts, prune: boolean): Release {
  const { project, plan } = parts;
  const { root } = project;
  const ofKind = (kind: string): readonly ProjectObject[] => plan.objects.filter((object) => object.kind === kind);
  const withoutCode = plan.objects.filter((object) => !['workflow', 'step', 'job', 'errors'].includes(object.kind));
  const workflows = parts.programs.flatMap((program) => workflowOf(parts, program) ?? []);
  const bundles = parts.programs
    .filter(({ planned }) => planned.workflow ?? planned.job)
    .map((program) => program.bundle);
  return {
    formatVersion: 1,
    project: path.basename(root),
    workflows,
    steps: ofKind('step').map((step) => stepOf(parts, step)),
    jobs: parts.programs.flatMap((program) => jobOf(parts, program) ?? []),
    errors: ofKind('errors').map((object) => errorsManifest(root, object)),
    objects: withoutCode.map((object) => plainManifest(root, object)),
    bundles: [...new Map(bundles.map((bundle) => [bundle.hash, bundle])).values()],
    ...(prune ? { prune } : {}),
  };
}

function workflowOf(parts: ManifestParts, { planned, bundle }: BundledProgram): WorkflowManifest | undefined {
  if (planned.workflow === undefined) return undefined;
  return workflowManifest(parts.project.root, planned.workflow, { bundle, facts: parts.facts.get(planned) });
}

function jobOf(parts: ManifestParts, { planned, bundle }: BundledProgram): JobManifest | undefined {
  if (planned.job === undefined) return undefined;
  return jobManifest(parts.project.root, planned.job, { bundle, facts: parts.facts.get(planned) });
}

function stepOf({ project, steps, sources, bundled }: ManifestParts, step: ProjectObject): StepManifest {
  const facts = steps.get(step);
  const code = sources.classes.get(step);
  if (facts === undefined || code === undefined) throw new Error(`Step ${step.name} was not tried`);
  return stepManifest(project.root, step, { facts, codeHash: bundled.codeHash(code.file) });
}
